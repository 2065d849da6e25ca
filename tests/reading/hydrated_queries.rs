//! Queries that read more items of the table than one request takes, some of which come back unread.

use ddbx::{Operation, Pool};
use serde_json::{Value as Json, json};

use crate::case::{Case, Limits};
use crate::condition::{Test, Tree};
use crate::forms::{Run, Verdict};
use crate::hydrated;
use crate::leaving::Leaving;
use crate::modelled::Row;
use crate::planning::Asked;
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::servers::Broken;
use crate::shop::{Line, Order};
use crate::value::Value;
use crate::wire::{Exchange, Recorder};

/// The orders of a town, or of both, of which the index has keys only.
fn of_town(towns: &[&str], limits: Limits) -> Case {
    let towns = towns.iter().map(|town| Value::Text((*town).into())).collect();
    let asked = Asked {
        hydrate: true,
        ..Asked::NOTHING
    };
    Case {
        conditions: vec![Tree::Leaf("town", Test::In(towns))],
        asked,
        limits,
    }
}

async fn verdict(case: &Case, stored: &[Order], recorder: &Recorder, random: &mut Random) -> Verdict {
    let plan = case.plan::<Order>()?;
    let run = Run {
        case,
        plan,
        rows: case.rows(plan.index, stored),
        recorder,
        statement: || case.built::<Order>(),
    };
    run.all_forms(random).await
}

#[ddbx::test(entities(Order, Line))]
async fn keys_that_come_back_are_read_again(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 600, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let recorder = Recorder::new(Leaving::new(&pool, &random));
    for round in 0..rounds(10) {
        let towns = random.pick(&[vec!["Oslo"], vec!["Rome", "Oslo"]]).clone();
        let mut limits = Limits::random(&mut random);
        // Mostly, pages of more than a hundred.
        limits.page_size = limits.page_size.filter(|size| *size > 20);
        let case = of_town(&towns, limits);
        let verdict = verdict(&case, &orders, &recorder, &mut random).await;
        verdict.unwrap_or_else(|what| panic!("{what}\nDDBX_SEED={seed}, {round}: {case:#?}"));
    }
    let exchanges = sent(&recorder).await;
    let keys = exchanges[0].answer.as_ref().unwrap()["Count"].as_u64().unwrap();
    assert!(keys > 100, "DDBX_SEED={seed}: {keys} on a page");
    assert!(exchanges.len() > 2, "they take more than one request");
}

/// What a query to its end sends.
async fn sent(recorder: &Recorder) -> Vec<Exchange> {
    let case = of_town(&["Oslo"], Limits::default());
    case.query::<Order>().fetch_all(recorder).await.unwrap();
    recorder.taken()
}

#[ddbx::test(entities(Order, Line))]
async fn items_that_are_not_read_are_missed(pool: Pool) {
    let mut random = Random::new(7);
    let orders: Vec<Order> = fill(&pool, 600, &mut random).await;
    let breaks: [fn(&mut Json); 4] = [
        |_| {},
        // An item is lost.
        |answer| {
            if let Some(tables) = answer["Responses"].as_object_mut() {
                tables
                    .values_mut()
                    .for_each(|items| drop(items.as_array_mut().unwrap().pop()));
            }
        },
        // A key of the index is lost.
        |answer| {
            answer["Items"].as_array_mut().map(Vec::pop);
        },
        // An item is not what it was.
        |answer| {
            if let Some(tables) = answer["Responses"].as_object_mut() {
                tables
                    .values_mut()
                    .for_each(|items| items[0]["note"] = json!({"S": "another"}));
            }
        },
    ];
    let case = of_town(&["Oslo"], Limits::default());
    for (at, how) in breaks.into_iter().enumerate() {
        let recorder = Recorder::new(Broken {
            pool: pool.clone(),
            how,
        });
        let verdict = verdict(&case, &orders, &recorder, &mut random).await;
        assert_eq!(verdict.is_err(), at > 0, "{at}: {verdict:?}");
    }

    let recorder = Recorder::new(pool.clone());
    let right = sent(&recorder).await;
    let check = |exchanges: &[Exchange], is_hydrated| hydrated::pages(exchanges, Order::PRIMARY_KEY, is_hydrated);
    assert_eq!(check(&right, true).unwrap().len(), 1);
    check(&right, false).unwrap_err();
    check(&right[1..], true).unwrap_err();
    // A batch comes twice, is of other items, or is not consistent.
    check(&[&right[..], &right[1..2]].concat(), true).unwrap_err();
    let changed = |change: fn(&mut Json)| {
        let mut wrong = right.clone();
        let batch = wrong
            .iter_mut()
            .find(|one| one.operation == Operation::BatchGetItem)
            .unwrap();
        let tables = batch.request["RequestItems"].as_object_mut().unwrap();
        tables.values_mut().for_each(change);
        check(&wrong, true)
    };
    changed(|_| {}).unwrap();
    changed(|table| table["ConsistentRead"] = json!(false)).unwrap_err();
    changed(|table| table["Keys"][0]["sk"] = json!({"S": "ORDER#"})).unwrap_err();
    changed(|table| table["Keys"] = json!([])).unwrap_err();
}
