//! Any query, on any index, within any limits: the rows of the model, in its order, by no more requests than it takes.

use ddbx::Pool;

use crate::case::Case;
use crate::forms::Run;
use crate::modelled::Modelled;
use crate::plain::{Sample, Word};
use crate::planning::fan_out;
use crate::random::{Random, rounds, seed};
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

/// What became of the queries.
#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    gets: usize,
    found: usize,
    empty: usize,
    fanned: usize,
}

impl Tally {
    async fn run<E: Modelled>(&mut self, recorder: &Recorder, stored: &[E], seed: u64, rounds: usize) {
        let mut random = Random::new(seed);
        for round in 0..rounds {
            let case = Case::random(stored, &mut random);
            let label = || format!("DDBX_SEED={seed}, {} {round}: {case:#?}", E::SCHEMA.entity());
            let plan = match case.plan::<E>() {
                Ok(plan) => plan,
                Err(refusal) => {
                    self.refused += 1;
                    let error = case.query::<E>().fetch_all(recorder).await.map(|rows| rows.len());
                    let error = error.expect_err(&label());
                    assert!(error.is_invalid() && error.to_string().contains(refusal), "{error}\nnot: {refusal}\n{}", label());
                    assert!(recorder.taken().is_empty(), "it was sent: {}", label());
                    continue;
                }
            };
            let rows = case.rows(plan.index, stored);
            self.gets += usize::from(plan.is_get);
            self.empty += usize::from(rows.is_empty());
            self.found += rows.len();
            self.fanned += usize::from(fan_out(plan.index, &case.conditions).is_some());
            let (case, run) = (&case, rows);
            let run = Run { case, plan, rows: run, recorder };
            if let Err(what) = run.all_forms(&mut random).await {
                panic!("{what}\n{}\n{:?}\n{:#?}", label(), run.rows, recorder.taken());
            }
        }
    }
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word))]
async fn any_query_finds_what_the_model_does(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 300, &mut random).await;
    let lines: Vec<Line> = fill(&pool, 200, &mut random).await;
    let summaries: Vec<Orders> = fill(&pool, 8, &mut random).await;
    let entries: Vec<Entry> = fill(&pool, 30, &mut random).await;
    let samples: Vec<Sample> = fill(&pool, 60, &mut random).await;
    let words: Vec<Word> = fill(&pool, 20, &mut random).await;

    let recorder = Recorder::new(pool.clone());
    let mut tally = Tally::default();
    tally.run(&recorder, &orders, seed, rounds(160)).await;
    tally.run(&recorder, &lines, seed, rounds(60)).await;
    tally.run(&recorder, &summaries, seed, rounds(20)).await;
    tally.run(&recorder, &entries, seed, rounds(40)).await;
    tally.run(&recorder, &samples, seed, rounds(60)).await;
    tally.run(&recorder, &words, seed, rounds(40)).await;
    let some = rounds(380) / 40;
    let Tally { refused, gets, found, empty, fanned } = tally;
    assert!(refused > some && gets > some && found > some * 100 && empty > some && fanned > some, "{tally:?}");
}
