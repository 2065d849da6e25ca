//! Statements of `query!` for all kinds of conditions, with random values and limits: the rows of the model, by the very
//! requests of the builder.

use ddbx::{Error, Pool};

use crate::business::Business;
use crate::case::{Case, Limits};
use crate::condition::{Comparison, Test, Tree};
use crate::forms::{Run, Verdict};
use crate::modelled::{Modelled, Row};
use crate::plain::{Place, Sample, Secret, Word};
use crate::planned::Planned;
use crate::planned_statements as statements;
use crate::planning::Asked;
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::shop::{Entry, Line, Order, Orders};
use crate::statement::Statement;
use crate::value::Value;
use crate::wire::{Exchange, Recorder, ensure};

/// What two statements send, to be the same.
async fn sent<S: Statement>(
    statement: impl Fn() -> S,
    case: &Case,
    recorder: &Recorder,
) -> Result<Vec<Exchange>, Error> {
    let query = || case.limited(statement());
    query().fetch(recorder).collect_with_info().await?;
    query().count(recorder).await?;
    let _ = query().fetch_page(recorder).await?;
    case.limited(statement()).last(recorder).await.or_else(|error| {
        // There is no order to turn where there is no sort key.
        if error.is_invalid() { Ok(None) } else { Err(error) }
    })?;
    Ok(recorder.taken())
}

/// Whether both send the same, to the byte but for keys: these have the order that the engine gave them.
async fn are_alike<P: Statement, B: Statement>(
    planned: impl Fn() -> P,
    built: impl Fn() -> B,
    case: &Case,
    recorder: &Recorder,
) -> Verdict {
    let failed = |error: Error| error.to_string();
    let of_planned = sent(planned, case, recorder).await.map_err(failed)?;
    let of_built = sent(built, case, recorder).await.map_err(failed)?;
    ensure(of_planned.len() == of_built.len(), || {
        format!("{} requests, and the builder has {}", of_planned.len(), of_built.len())
    })?;
    for (planned, built) in of_planned.iter().zip(&of_built) {
        let has_keys = planned.request["ExclusiveStartKey"].is_object() || planned.request["RequestItems"].is_object();
        let is_same = planned.request == built.request && (has_keys || planned.body == built.body);
        ensure(planned.operation == built.operation && is_same, || {
            format!("{}\nof the builder: {}", planned.request, built.request)
        })?;
    }
    Ok(())
}

/// Runs a statement with some values: all that it finds, in every form.
async fn run<R: Row, S: Statement<Row = R>>(
    statement: impl Fn() -> S,
    case: &Case,
    stored: &[R],
    recorder: &Recorder,
    random: &mut Random,
) -> Result<usize, String> {
    let plan = case
        .plan::<R>()
        .map_err(|refusal| format!("the model has none: {refusal}"))?;
    let run = Run {
        case,
        plan,
        rows: case.rows(plan.index, stored),
        recorder,
        statement,
    };
    run.all_forms(random).await?;
    Ok(run.rows.len())
}

/// Each statement some times; how many rows all of them found.
async fn each<E: Modelled>(statements: &[Planned<E>], stored: &[E], pool: &Pool, seed: u64) -> usize {
    some(statements, stored, pool, seed, false).await
}

/// Those that read through a local index, or the others.
async fn some<E: Modelled>(statements: &[Planned<E>], stored: &[E], pool: &Pool, seed: u64, of_local: bool) -> usize {
    let recorder = Recorder::new(pool.clone());
    let (mut random, mut found) = (Random::new(seed), 0);
    for planned in statements {
        for round in 0..rounds(2) {
            let values = planned.draw(&mut random);
            let mut case = planned.case(&values, &mut random);
            if case.reads_through_local_index::<E>() != of_local {
                continue;
            }
            let statement = || (planned.query)(&values);
            // An index without a sort key has no order to descend in.
            case.asked.descending &= case.plan::<E>().is_ok();
            let label = || format!("DDBX_SEED={seed}, {} {round}: {values:?}", planned.text);
            let verdict = run(statement, &case, stored, &recorder, &mut random).await;
            found += verdict.unwrap_or_else(|what| panic!("{what}\n{}", label()));
            // Some pages of it.
            case.limits.max_pages = case.limits.max_pages.or(Some(3));
            let alike = are_alike(statement, || case.built::<E>(), &case, &recorder).await;
            alike.unwrap_or_else(|what| panic!("{what}\n{}", label()));
        }
    }
    found
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word, Secret))]
async fn a_planned_query_is_what_the_builder_sends(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders = fill(&pool, 200, &mut random).await;
    let lines = fill(&pool, 200, &mut random).await;
    let found = [
        each(&statements::of_orders(), &orders, &pool, seed).await,
        each(&statements::of_lines(), &lines, &pool, seed).await,
        each(
            &statements::of_entries(),
            &fill(&pool, 30, &mut random).await,
            &pool,
            seed,
        )
        .await,
        each(
            &statements::of_summaries(),
            &fill(&pool, 8, &mut random).await,
            &pool,
            seed,
        )
        .await,
        each(
            &statements::of_samples(),
            &fill(&pool, 60, &mut random).await,
            &pool,
            seed,
        )
        .await,
        each(
            &statements::of_words(),
            &fill(&pool, 20, &mut random).await,
            &pool,
            seed,
        )
        .await,
        each(
            &statements::of_secrets(),
            &fill(&pool, 50, &mut random).await,
            &pool,
            seed,
        )
        .await,
    ];
    assert!(found.iter().sum::<usize>() > 100, "DDBX_SEED={seed}: {found:?} rows");
}

/// By themselves: not every engine reads from the table what a local index lacks.
#[ddbx::test(entities(Order, Line))]
async fn a_planned_query_reads_through_a_local_index(pool: Pool) {
    let seed = seed();
    let orders = fill(&pool, 200, &mut Random::new(seed)).await;
    let found = some(&statements::of_orders(), &orders, &pool, seed, true).await;
    assert!(found > 0, "DDBX_SEED={seed}");
}

/// By themselves: not every engine has indexes of several attributes.
#[ddbx::test(entities(Place))]
async fn a_planned_query_reads_an_index_of_several_attributes(pool: Pool) {
    let seed = seed();
    let places = fill(&pool, 150, &mut Random::new(seed)).await;
    each(&statements::of_places(), &places, &pool, seed).await;
}

#[ddbx::test(entities(Order, Line, Orders, Entry))]
async fn a_planned_query_reads_a_collection(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let stored = Business::fill(&pool, &mut random).await;
    let recorder = Recorder::new(pool.clone());
    for planned in &statements::of_business() {
        for round in 0..rounds(5) {
            let values = planned.draw(&mut random);
            let case = planned.case(&values, &mut random);
            if case.reads_through_local_index::<Business>() {
                continue;
            }
            let label = || format!("DDBX_SEED={seed}, {} {round}: {case:#?}", planned.text);
            let statement = || (planned.query)(&values);
            let verdict = run(statement, &case, &stored, &recorder, &mut random).await;
            verdict.unwrap_or_else(|what| panic!("{what}\n{}", label()));
        }
    }
}

/// A partition of the table or of an index, and the items in it that begin alike.
#[ddbx::test(entities(Order, Line, Orders, Entry))]
async fn a_collection_is_a_partition(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let stored = Business::fill(&pool, &mut random).await;
    let recorder = Recorder::new(pool.clone());
    for round in 0..rounds(30) {
        let one = random.pick(&stored);
        let equals = |field| Tree::Leaf(field, Test::Compare(Comparison::Equal, one.value(field).unwrap()));
        let text = |field| one.value(field).unwrap().text();
        let (sort_key, form) = (text("sk"), random.below(4));
        let of_index = |name| ddbx::collection::<Business>(text("status")).index(name);
        let (conditions, index) = match form {
            0 => (vec![equals("customer")], None),
            1 => (vec![equals("customer"), equals("placed_at")], None),
            _ => (vec![equals("status")], Some("by_status")),
        };
        let statement = || match form {
            0 => ddbx::collection::<Business>(text("customer")),
            1 => {
                let until = sort_key.match_indices('#').nth(1).unwrap().0;
                ddbx::collection::<Business>(text("customer")).sort_begins_with(&sort_key[..=until])
            }
            _ => of_index("by_status"),
        };
        let case = Case {
            conditions,
            asked: Asked {
                index,
                descending: random.percent(35),
                ..Asked::NOTHING
            },
            limits: Limits::random(&mut random),
        };
        let verdict = run(statement, &case, &stored, &recorder, &mut random.clone()).await;
        verdict.unwrap_or_else(|what| panic!("{what}\nDDBX_SEED={seed}, {round}: {case:#?}"));
    }
}

/// A statement that does not say what its conditions do is found out, by its rows or by what it sends.
#[ddbx::test(entities(Sample))]
async fn a_planned_query_that_is_another_is_found_out(pool: Pool) {
    let stored: Vec<Sample> = fill(&pool, 60, &mut Random::new(7)).await;
    let recorder = Recorder::new(pool.clone());
    let case = |test: fn(Value) -> Test| Case {
        conditions: vec![
            Tree::Leaf("sensor", Test::Compare(Comparison::Equal, Value::Text("s".into()))),
            Tree::Leaf("at", test(Value::Number(stored[0].at.into()))),
        ],
        asked: Asked::NOTHING,
        limits: Limits::default(),
    };
    let (sensor, at) = ("s", stored[0].at);
    let statement = || ddbx::query!(Sample, sensor == sensor && at >= at);
    let (right, wrong) = (
        case(|at| Test::Compare(Comparison::GreaterOrEqual, at)),
        case(|at| Test::Compare(Comparison::Less, at)),
    );
    let random = &mut Random::new(0);
    run(statement, &right, &stored, &recorder, random).await.unwrap();
    run(statement, &wrong, &stored, &recorder, random).await.unwrap_err();
    let built = |case: &Case| case.built::<Sample>();
    are_alike(statement, || built(&right), &right, &recorder).await.unwrap();
    are_alike(statement, || built(&wrong), &right, &recorder)
        .await
        .unwrap_err();
    let turned = || built(&right).index("primary").consistent();
    are_alike(statement, turned, &right, &recorder).await.unwrap_err();
}
