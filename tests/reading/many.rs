//! Reads of many keys: any of them, given twice, missing, or given back by the server: one answer for each, in their order.

use std::collections::BTreeMap;
use std::time::SystemTime;

use ddbx::{GetMany, IntoKey, Pool, View};
use futures_util::TryStreamExt as _;
use serde_json::Value as Json;

use crate::forms::Verdict;
use crate::hydrated::standing;
use crate::leaving::Leaving;
use crate::modelled::Modelled;
use crate::plain::{Sample, Secret};
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::servers::Broken;
use crate::shop::{Line, Order};
use crate::wire::{Exchange, Recorder, ensure};

/// An entity with the key that it is read by.
trait Keyed: Modelled {
    type Given: IntoKey<Self::Key> + Clone + Send;

    fn given(&self) -> Self::Given;
}

impl Keyed for Order {
    type Given = (String, SystemTime, u32);

    fn given(&self) -> Self::Given {
        (self.customer.clone(), self.placed_at, self.number)
    }
}

impl Keyed for Sample {
    type Given = (String, i64);

    fn given(&self) -> Self::Given {
        (self.sensor.clone(), self.at)
    }
}

impl Keyed for Secret {
    type Given = (String, i64);

    fn given(&self) -> Self::Given {
        (self.owner.clone(), self.at)
    }
}

/// A read, and the answer to each of its keys.
struct Many<E> {
    /// What is asked for: of what there is, and of what there may be.
    asked: Vec<E>,
    answers: Vec<Option<E>>,
    consistent: bool,
    sees_expired: bool,
    in_flight: usize,
}

impl<E: Keyed> Many<E> {
    fn random(stored: &[E], random: &mut Random) -> Self {
        let count = *random.pick(&[0, 1, 2, 10, 99, 100, 101, 250, 450]);
        let is_few = random.percent(30);
        let any = |random: &mut Random| match random.percent(70) {
            true if is_few => stored[random.below(stored.len().min(5))].clone(),
            true => random.pick(stored).clone(),
            false => E::random(random),
        };
        let asked: Vec<E> = (0..count).map(|_| any(random)).collect();
        let sees_expired = random.percent(30);
        let answer = |asked: &E| {
            let key = asked.primary_key();
            let found = stored.iter().find(|row| row.primary_key() == key).cloned();
            found.filter(|row| sees_expired || !row.has_expired())
        };
        Self {
            answers: asked.iter().map(answer).collect(),
            asked,
            consistent: random.percent(30),
            sees_expired,
            in_flight: random.below(5),
        }
    }

    fn get(&self) -> GetMany<'static, E> {
        let keys: Vec<E::Given> = self.asked.iter().map(E::given).collect();
        self.with(ddbx::get_many::<E>(keys))
    }

    fn with<V: ddbx::Selection<E>>(&self, mut get: GetMany<'static, E, V>) -> GetMany<'static, E, V> {
        if self.consistent {
            get = get.consistent();
        }
        if self.sees_expired {
            get = get.include_expired();
        }
        get.in_flight(self.in_flight)
    }

    fn found(&self) -> Vec<E> {
        self.answers.iter().flatten().cloned().collect()
    }

    async fn all_forms(&self, recorder: &Recorder) -> Verdict {
        let each = self
            .get()
            .fetch_each(recorder)
            .await
            .map_err(|error| error.to_string())?;
        self.wire(&recorder.taken())?;
        ensure(each == self.answers, || format!("{each:?}\nnot {:?}", self.answers))?;
        let all = self
            .get()
            .fetch_all(recorder)
            .await
            .map_err(|error| error.to_string())?;
        ensure(all == self.found(), || format!("all: {all:?}"))?;
        let streamed = self
            .get()
            .fetch(recorder)
            .collect()
            .await
            .map_err(|error| error.to_string())?;
        ensure(streamed == self.found(), || format!("stream: {streamed:?}"))?;
        recorder.taken();
        let answers: Vec<_> = self
            .get()
            .answers(recorder)
            .try_collect()
            .await
            .map_err(|error| error.to_string())?;
        let answers: Vec<_> = answers.into_iter().map(ddbx::batch::Answer::found).collect();
        ensure(answers == self.answers, || format!("answers: {answers:?}"))?;
        self.wire(&recorder.taken())?;
        let report = self.get().execute(recorder).await.map_err(|error| error.to_string())?;
        let (sent, found) = (recorder.taken().len() as u64, self.found().len());
        let is_right = report.found() == found
            && report.missing() == self.asked.len() - found
            && report.unprocessed().is_none()
            && report.requests() == sent;
        ensure(is_right, || format!("{found} found by {sent} requests: {report:?}"))
    }

    /// Whether each key is asked for as often as it must be: once, and again when it came back, or was given again after
    /// its answer.
    fn wire(&self, exchanges: &[Exchange]) -> Verdict {
        let mut asked: BTreeMap<String, usize> = BTreeMap::new();
        let mut given: BTreeMap<String, usize> = BTreeMap::new();
        let key = |key: &Json| standing(key, E::PRIMARY_KEY);
        for one in &self.asked {
            let item = ddbx::codec::item_to_vec(&one.primary_key()).unwrap();
            *given.entry(key(&serde_json::from_slice(&item).unwrap())).or_default() += 1;
        }
        for exchange in exchanges {
            let tables = exchange.request["RequestItems"].as_object().ok_or("it is no batch")?;
            let table = tables.values().next().ok_or("it is of no table")?;
            ensure(
                table["ConsistentRead"].as_bool().unwrap_or_default() == self.consistent,
                || "whether it is consistent".to_owned(),
            )?;
            let keys: Vec<String> = table["Keys"].as_array().ok_or("no keys")?.iter().map(key).collect();
            ensure(tables.len() == 1 && (1..=100).contains(&keys.len()), || {
                format!("{} keys", keys.len())
            })?;
            for (at, key) in keys.iter().enumerate() {
                ensure(!keys[..at].contains(key), || format!("{key} is in a request twice"))?;
                *asked.entry(key.clone()).or_default() += 1;
            }
            let answer = exchange.answer.as_ref().ok_or("no answer")?;
            for table in answer["UnprocessedKeys"].as_object().into_iter().flatten() {
                for left in table.1["Keys"].as_array().into_iter().flatten() {
                    *given.get_mut(&key(left)).ok_or("it was not asked for")? += 1;
                }
            }
        }
        let is_right = |(key, times): (&String, &usize)| asked.get(key).is_some_and(|asked| asked <= times);
        ensure(given.iter().all(is_right) && asked.len() == given.len(), || {
            format!("{asked:?} are asked for, of {given:?}")
        })
    }
}

async fn any_keys<E: Keyed>(stored: &[E], recorder: &Recorder, seed: u64, count: usize) {
    let mut random = Random::new(seed);
    for round in 0..count {
        let many = Many::random(stored, &mut random);
        let verdict = many.all_forms(recorder).await;
        let entity = E::SCHEMA.entity();
        verdict.unwrap_or_else(|what| panic!("{what}\nDDBX_SEED={seed}, {entity} {round}"));
    }
}

#[ddbx::test(entities(Order, Line, Sample, Secret))]
async fn any_keys_have_their_answers(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 150, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let samples: Vec<Sample> = fill(&pool, 60, &mut random).await;
    let secrets: Vec<Secret> = fill(&pool, 50, &mut random).await;
    let plain = Recorder::new(pool.clone());
    let leaving = Recorder::new(Leaving::new(&pool, &random));
    for recorder in [plain, leaving] {
        any_keys(&orders, &recorder, seed, rounds(8)).await;
        any_keys(&samples, &recorder, seed, rounds(6)).await;
        any_keys(&secrets, &recorder, seed, rounds(6)).await;
    }
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Order)]
struct Noted {
    rank: i64,
    note: Option<String>,
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Secret)]
struct Reader {
    reader: Option<String>,
}

#[ddbx::test(entities(Order, Line, Secret))]
async fn views_of_any_keys(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 150, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let secrets: Vec<Secret> = fill(&pool, 50, &mut random).await;
    let recorder = Recorder::new(Leaving::new(&pool, &random));
    for round in 0..rounds(8) {
        let many = Many::random(&orders, &mut random);
        let noted = |order: &Order| Noted {
            rank: order.rank,
            note: order.note.clone(),
        };
        let found = many.get().select::<Noted>().fetch_each(&recorder).await.unwrap();
        let expected: Vec<_> = many.answers.iter().map(|one| one.as_ref().map(noted)).collect();
        assert_eq!(found, expected, "DDBX_SEED={seed}, {round}");

        let many = Many::random(&secrets, &mut random);
        let reader = |secret: &Secret| Reader {
            reader: secret.reader.clone(),
        };
        let found = many.get().select::<Reader>().fetch_each(&recorder).await.unwrap();
        let expected: Vec<_> = many.answers.iter().map(|one| one.as_ref().map(reader)).collect();
        assert_eq!(found, expected, "DDBX_SEED={seed}, {round}");
    }
}

/// `get_many!`, with each of its options: what the builder sends, to the byte.
#[ddbx::test(entities(Order, Line, Sample))]
async fn many_by_the_macro_are_what_the_builder_reads(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 150, &mut random).await;
    let recorder = Recorder::new(pool.clone());
    for round in 0..rounds(6) {
        let many = Many::random(&orders, &mut random);
        let keys = || many.asked.iter().map(Order::given).collect::<Vec<_>>();
        let (expected, label) = (many.found(), format!("DDBX_SEED={seed}, {round}"));
        let of_one = |exchanges: Vec<Exchange>| exchanges.into_iter().map(|one| one.body).collect::<Vec<_>>();
        let mut sent = Vec::new();
        for read in [ddbx::get_many!(Order, keys()), ddbx::get_many::<Order>(keys())] {
            assert_eq!(
                read.in_flight(1).fetch_all(&recorder).await.unwrap(),
                expected,
                "{label}"
            );
            sent.push(of_one(recorder.taken()));
        }
        assert!(sent[0] == sent[1], "{label}");
        let consistent = ddbx::get_many!(Order, keys(), consistent).in_flight(1);
        assert_eq!(consistent.fetch_all(&recorder).await.unwrap(), expected, "{label}");
        sent.push(of_one(recorder.taken()));
        assert!(sent[0] != sent[2] || many.asked.is_empty(), "{label}");
        let built = ddbx::get_many::<Order>(keys()).consistent().select::<Noted>();
        for read in [ddbx::get_many!(Order, keys(), consistent, select = Noted), built] {
            assert_eq!(
                read.in_flight(1).fetch_all(&recorder).await.unwrap().len(),
                expected.len()
            );
            sent.push(of_one(recorder.taken()));
        }
        assert!(sent[3] == sent[4], "{label}");
    }
}

#[ddbx::test(entities(Sample))]
async fn wrong_answers_to_many_keys_are_found_out(pool: Pool) {
    let stored: Vec<Sample> = fill(&pool, 60, &mut Random::new(7)).await;
    let mut many = Many {
        asked: stored.clone(),
        answers: stored.iter().cloned().map(Some).collect(),
        consistent: false,
        sees_expired: false,
        in_flight: 1,
    };
    let breaks: [fn(&mut Json); 3] = [
        |_| {},
        // An item is lost.
        |answer| {
            let tables = answer["Responses"].as_object_mut().unwrap();
            tables
                .values_mut()
                .for_each(|items| drop(items.as_array_mut().unwrap().pop()));
        },
        // An item is another.
        |answer| {
            let tables = answer["Responses"].as_object_mut().unwrap();
            tables
                .values_mut()
                .for_each(|items| items[0]["note"] = serde_json::json!({"S": "another"}));
        },
    ];
    for (at, how) in breaks.into_iter().enumerate() {
        let recorder = Recorder::new(Broken {
            pool: pool.clone(),
            how,
        });
        assert_eq!(many.all_forms(&recorder).await.is_err(), at > 0, "{at}");
    }
    let recorder = Recorder::new(pool.clone());
    many.get().fetch_all(&recorder).await.unwrap();
    let right = recorder.taken();
    many.wire(&right).unwrap();
    many.wire(&[&right[..], &right[..]].concat()).unwrap_err();
    many.wire(&[]).unwrap_err();
    many.answers.swap(0, 1);
    many.all_forms(&recorder).await.unwrap_err();
}
