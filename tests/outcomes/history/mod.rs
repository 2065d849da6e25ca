//! Lists that several clients append to and read, while answers get lost: whatever each of them has seen must fit one
//! order of events.

mod append;
mod checker;
mod killed;

use ddbx::middleware::chaos::When;
use ddbx::testing::ledger::{LedgerServer, Told};

use append::{Client, lists};
use checker::{Event, check};

use crate::run::{WAYS, count, patient_for, seed, with_items};
use crate::sdk;

/// A server that does to one attempt in five whatever can be done to it, to reads too.
async fn failing(seed: u64) -> LedgerServer {
    let mut options = LedgerServer::builder().seed(seed).reads_too();
    for way in WAYS {
        for when in [When::BeforeCommit, When::AfterCommit] {
            options = options.sometimes(0.2 / 14.0, way(when));
        }
    }
    with_items(options.start().unwrap()).await
}

fn ids(events: &[Event]) -> Vec<(String, Told)> {
    let appends = events.iter().filter_map(|event| match event {
        Event::Append { value, told, .. } => Some((value.clone(), *told)),
        Event::Read { .. } => None,
    });
    appends.collect()
}

#[tokio::test]
async fn a_history_is_one_order_of_events() {
    let first = seed();
    for round in 0..count(2, 20) as u64 {
        let seed = first.wrapping_add(round);
        let server = failing(seed).await;
        let pool = patient_for(&server, std::time::Duration::from_millis(150)).await;
        let events = append::run(count(40, 200), seed, |_| Client::Ours(pool.clone())).await;
        let told = ids(&events);
        server
            .ledger()
            .judge(told)
            .unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
        check(&events, &lists(&server.pool()).await).unwrap_or_else(|anomalies| panic!("seed {seed}: {anomalies}"));
    }
}

/// The control: what the SDK repeats is there twice.
#[tokio::test]
async fn the_history_of_the_sdk_is_none() {
    let seed = seed();
    let server = failing(seed).await;
    let events = append::run(40, seed, |_| Client::Theirs(sdk::client(&server))).await;
    let anomalies = check(&events, &lists(&server.pool()).await).unwrap_err();
    assert!(anomalies.include("is there twice"), "seed {seed}: {anomalies}");
}
