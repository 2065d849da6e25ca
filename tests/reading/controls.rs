//! The model and the checks of the wire find what is wrong: a test that cannot fail says nothing.

use ddbx::Pool;
use serde_json::{Value as Json, json};

use crate::case::{Case, Limits};
use crate::condition::{Comparison, Test, Tree};
use crate::forms::{Run, Verdict, are_first};
use crate::plain::Sample;
use crate::planning::Asked;
use crate::random::Random;
use crate::servers::Broken;
use crate::value::Value;
use crate::wire::{self, Exchange, Partitions, Recorder};

fn case(limits: Limits, with_filter: bool) -> Case {
    let sensor = Test::Compare(Comparison::Equal, Value::Text("s".into()));
    let mut conditions = vec![Tree::Leaf("sensor", sensor)];
    if with_filter {
        conditions.push(Tree::Leaf("note", Test::Exists));
    }
    Case {
        conditions,
        asked: Asked::default(),
        limits,
    }
}

/// Forty, of which five have a note.
async fn fill(pool: &Pool) -> Vec<Sample> {
    let sample = |at: i64| Sample {
        sensor: "s".into(),
        at,
        level: None,
        weight: None,
        note: (at % 8 == 7).then(|| "a".into()),
    };
    let samples: Vec<_> = (0..40).map(sample).collect();
    for sample in &samples {
        ddbx::put(sample.clone()).execute(pool).await.unwrap();
    }
    samples
}

async fn verdict(case: &Case, stored: &[Sample], recorder: &Recorder) -> Verdict {
    let plan = case.plan::<Sample>().unwrap();
    let rows = case.rows(plan.index, stored);
    let run = Run {
        case,
        plan,
        rows,
        recorder,
        statement: || case.built::<Sample>(),
    };
    run.all_forms(&mut Random::new(0)).await
}

#[ddbx::test(entities(Sample))]
async fn a_server_that_breaks_a_rule_is_found_out(pool: Pool) {
    let stored = fill(&pool).await;
    let limits = Limits {
        page_size: Some(7),
        ..Limits::default()
    };
    let breaks: [fn(&mut Json); 5] = [
        |_| {},
        // A row is lost, and the count goes by it.
        |page| {
            page["Items"].as_array_mut().map(Vec::pop);
            page["Count"] = json!(page["Count"].as_u64().unwrap() - 1);
        },
        // A row comes twice.
        |page| {
            if let Some(rows) = page["Items"].as_array_mut() {
                rows.push(rows[0].clone());
            }
        },
        // The order is another.
        |page| {
            if let Some(rows) = page["Items"].as_array_mut() {
                rows.reverse();
            }
        },
        // The end comes early.
        |page| {
            page.as_object_mut().unwrap().remove("LastEvaluatedKey");
        },
    ];
    for (at, how) in breaks.into_iter().enumerate() {
        let recorder = Recorder::new(Broken {
            pool: pool.clone(),
            how,
        });
        let verdict = verdict(&case(limits, false), &stored, &recorder).await;
        assert_eq!(verdict.is_err(), at > 0, "{at}: {verdict:?}");
    }
}

#[ddbx::test(entities(Sample))]
async fn a_model_that_is_wrong_fails(pool: Pool) {
    let stored = fill(&pool).await;
    let case = case(Limits::default(), true);
    let recorder = Recorder::new(pool.clone());
    verdict(&case, &stored, &recorder).await.unwrap();
    verdict(&case, &stored[..30], &recorder).await.unwrap_err();
    let index = case.plan::<Sample>().unwrap().index;
    let rows = case.rows(index, &stored);
    are_first(&case, index, &rows[..3], &rows).unwrap();
    for wrong in [vec![1], vec![0, 0], vec![0, 2], vec![1, 0], vec![0, 1, 2, 3, 4, 4]] {
        let rows_of = |wrong: &[usize]| wrong.iter().map(|&at| rows[at].clone()).collect::<Vec<_>>();
        are_first(&case, index, &rows_of(&wrong), &rows).unwrap_err();
    }
}

/// The requests of a read, which the check of the wire accepts.
async fn accepted(pool: &Pool, limits: Limits, with_filter: bool) -> Vec<Exchange> {
    let recorder = Recorder::new(pool.clone());
    case(limits, with_filter)
        .query::<Sample>()
        .fetch_all(&recorder)
        .await
        .unwrap();
    let exchanges = recorder.taken();
    check(&exchanges, limits).unwrap();
    exchanges
}

fn check(exchanges: &[Exchange], limits: Limits) -> Verdict {
    let one = Partitions {
        count: 1,
        have_one_item: false,
    };
    wire::check(exchanges, limits, one, |answer| answer["Count"].as_u64().unwrap())
}

#[ddbx::test(entities(Sample))]
async fn a_wrong_request_is_found_out(pool: Pool) {
    fill(&pool).await;
    let take = |take, page_size| Limits {
        take: Some(take),
        page_size,
        ..Limits::default()
    };
    for (limits, with_filter, pages) in [
        (take(12, Some(5)), false, 3),
        (take(4, None), true, 2),
        (take(4, Some(30)), true, 2),
    ] {
        let right = accepted(&pool, limits, with_filter).await;
        assert_eq!(right.len(), pages);
        for at in 0..pages {
            let with = |change: &dyn Fn(&mut Exchange)| {
                let mut wrong = right.clone();
                change(&mut wrong[at]);
                check(&wrong, limits)
            };
            let limit = right[at].request["Limit"].as_u64().unwrap();
            with(&|exchange| exchange.request["Limit"] = Json::Null).unwrap_err();
            with(&|exchange| exchange.request["Limit"] = json!(1)).unwrap_err();
            if limits.page_size.is_some() {
                with(&|exchange| exchange.request["Limit"] = json!(limit + 100)).unwrap_err();
            }
            with(&|exchange| exchange.answer = None).unwrap_err();
        }
        check(&right[..pages - 1], limits).unwrap_err();
        check(&[&right[..], &right[..1]].concat(), limits).unwrap_err();
        check(&[&right[..1], &right[..]].concat(), limits).unwrap_err();
    }
    // With a filter, a page that finds little is followed by a larger one.
    let limits = take(10, None);
    let mut stays = accepted(&pool, limits, true).await;
    stays[1].request["Limit"] = stays[0].request["Limit"].clone();
    check(&stays, limits).unwrap_err();
}
