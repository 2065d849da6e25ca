//! Any query, on any index, within any limits: the rows of the model, in its order, by no more requests than it takes.

use ddbx::Pool;

use crate::case::Case;
use crate::forms::Run;
use crate::modelled::Modelled;
use crate::plain::{Place, Sample, Secret, Word};
use crate::planning::fan_out;
use crate::random::{Random, rounds, seed};
use crate::servers::Short;
use crate::shop::{Entry, Line, Order, Orders};
use crate::wire::Recorder;

/// Stores entities, and returns what is stored in the end: a key may have come twice.
pub(crate) async fn fill<E: Modelled>(pool: &Pool, count: usize, random: &mut Random) -> Vec<E> {
    let mut stored: Vec<(ddbx::Item, E)> = Vec::new();
    for _ in 0..count {
        let entity = E::random(random);
        let key = entity.key().unwrap();
        ddbx::put(entity.clone()).execute(pool).await.unwrap();
        stored.retain(|(other, _)| *other != key);
        stored.push((key, entity));
    }
    stored.into_iter().map(|(_, entity)| entity).collect()
}

/// All that is stored.
struct Stored {
    orders: Vec<Order>,
    lines: Vec<Line>,
    summaries: Vec<Orders>,
    entries: Vec<Entry>,
    samples: Vec<Sample>,
    words: Vec<Word>,
    secrets: Vec<Secret>,
}

impl Stored {
    async fn random(pool: &Pool, random: &mut Random) -> Self {
        Self {
            orders: fill(pool, 300, random).await,
            lines: fill(pool, 200, random).await,
            summaries: fill(pool, 8, random).await,
            entries: fill(pool, 30, random).await,
            samples: fill(pool, 60, random).await,
            words: fill(pool, 20, random).await,
            secrets: fill(pool, 50, random).await,
        }
    }
}

/// What became of the queries.
#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    gets: usize,
    found: usize,
    empty: usize,
    fanned: usize,
    hydrated: usize,
    /// Whether it is of those queries that read through a local index, or of the others.
    of_local_indexes: bool,
}

impl Tally {
    /// This many queries in twenty parts.
    async fn of(recorder: &Recorder, stored: &Stored, seed: u64, queries: usize) -> Self {
        let mut tally = Self::default();
        let part = queries.div_ceil(20);
        tally.run(recorder, &stored.orders, seed, part * 7).await;
        tally.run(recorder, &stored.lines, seed, part * 3).await;
        tally.run(recorder, &stored.summaries, seed, part).await;
        tally.run(recorder, &stored.entries, seed, part * 2).await;
        tally.run(recorder, &stored.samples, seed, part * 3).await;
        tally.run(recorder, &stored.words, seed, part * 2).await;
        tally.run(recorder, &stored.secrets, seed, part * 2).await;
        tally
    }

    async fn run<E: Modelled>(&mut self, recorder: &Recorder, stored: &[E], seed: u64, rounds: usize) {
        let mut random = Random::new(seed);
        for round in 0..rounds {
            let case = Case::random(stored, &mut random);
            if case.reads_through_local_index::<E>() != self.of_local_indexes {
                continue;
            }
            let verdict = self.query(recorder, stored, &case, &mut random).await;
            let entity = E::SCHEMA.entity();
            assert!(
                verdict.is_ok(),
                "{}\nDDBX_SEED={seed}, {entity} {round}: {case:#?}\n{:#?}",
                verdict.unwrap_err(),
                recorder.taken(),
            );
        }
    }

    async fn query<E: Modelled>(
        &mut self,
        recorder: &Recorder,
        stored: &[E],
        case: &Case,
        random: &mut Random,
    ) -> Result<(), String> {
        let plan = match case.plan::<E>() {
            Ok(plan) => plan,
            Err(refusal) => {
                self.refused += 1;
                let found = case.query::<E>().fetch_all(recorder).await;
                let error = found.err().ok_or_else(|| format!("not refused: {refusal}"))?;
                let is_right = error.is_invalid() && error.to_string().contains(refusal) && recorder.taken().is_empty();
                return is_right.then_some(()).ok_or_else(|| format!("{error}\nnot: {refusal}"));
            }
        };
        let rows = case.rows(plan.index, stored);
        self.gets += usize::from(plan.is_get);
        self.empty += usize::from(rows.is_empty());
        self.found += rows.len();
        self.fanned += usize::from(fan_out(plan.index, &case.conditions).is_some());
        self.hydrated += usize::from(plan.is_hydrated);
        let run = Run {
            case,
            plan,
            rows,
            recorder,
            statement: || case.built::<E>(),
        };
        let verdict = run.all_forms(random).await;
        verdict.map_err(|what| format!("{what}\nof {:?}", run.rows))
    }

    /// Whether there were some of each. Of few queries, that none is of the rarest kind says nothing.
    fn is_varied(&self, queries: usize) -> bool {
        let counts = [
            self.refused,
            self.gets,
            self.found,
            self.empty,
            self.fanned,
            self.hydrated,
        ];
        queries < 300 || counts.iter().all(|count| *count > 0)
    }
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word, Secret))]
async fn any_query_finds_what_the_model_does(pool: Pool) {
    let (seed, queries) = (seed(), rounds(400));
    let stored = Stored::random(&pool, &mut Random::new(seed)).await;
    let tally = Tally::of(&Recorder::new(pool.clone()), &stored, seed, queries).await;
    assert!(tally.is_varied(queries), "DDBX_SEED={seed}: {tally:?}");
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word, Secret))]
async fn pages_may_end_anywhere(pool: Pool) {
    let (seed, queries) = (seed(), rounds(100));
    let mut random = Random::new(seed);
    let stored = Stored::random(&pool, &mut random).await;
    let recorder = Recorder::new(Short::new(&pool, &random));
    Tally::of(&recorder, &stored, seed, queries).await;
}

/// By themselves: not every engine reads from the table what a local index lacks.
#[ddbx::test(entities(Order, Line))]
async fn a_local_index_may_copy_less(pool: Pool) {
    let (seed, queries) = (seed(), rounds(1500));
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 200, &mut random).await;
    let mut tally = Tally {
        of_local_indexes: true,
        ..Tally::default()
    };
    tally.run(&Recorder::new(pool.clone()), &orders, seed, queries).await;
    assert!(tally.found > 0, "DDBX_SEED={seed}: {tally:?}");
}

/// By themselves: not every engine has indexes of several attributes.
#[ddbx::test(entities(Place))]
async fn an_index_may_have_several_attributes(pool: Pool) {
    let (seed, queries) = (seed(), rounds(60));
    let mut random = Random::new(seed);
    let places: Vec<Place> = fill(&pool, 150, &mut random).await;
    let recorder = Recorder::new(pool.clone());
    Tally::default().run(&recorder, &places, seed, queries).await;
}
