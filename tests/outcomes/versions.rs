//! Updates under a version: who is told that another was faster has really changed nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::ops::{GetItem, PutItem, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Item, Outcome, Pool, Value};

use crate::run::{all, count, losing_of, patient, seed};
use crate::sdk::{self, n, s};

const WRITERS: usize = 8;

/// Items, each of which all writers change.
const ITEMS: usize = 4;

fn item(update: usize) -> String {
    format!("item-{}", update % ITEMS)
}

/// Writers whose answers get lost, and the items they change.
async fn contested(seed: u64) -> LedgerServer {
    let server = losing_of(LedgerServer::builder().ids_named("_w"), Fate::closed, seed).await;
    for number in 0..ITEMS {
        let item = Item::new().with("id", item(number)).with("version", 0);
        PutItem::new("items").item(item).send(&server.pool()).await.unwrap();
    }
    server
}

/// The version that an item has now, seen past all faults.
async fn version(direct: &Pool, id: &str) -> u64 {
    let get = GetItem::new("items").key("id", id).consistent();
    let item = get.send::<Item>(direct).await.unwrap().item.unwrap();
    match item.get("version") {
        Some(Value::N(version)) => version.to_string().parse().unwrap(),
        _ => panic!("an item has lost its version"),
    }
}

fn change(id: &str, seen: u64, write: &str) -> UpdateItem {
    UpdateItem::new("items")
        .key("id", id)
        .update("SET version = :next, #w = :_w")
        .condition("version = :seen")
        .name("#w", "_w")
        .value(":next", seen + 1)
        .value(":seen", seen)
        .value(":_w", write)
}

/// What all writers are told, each of whom reads a version and then moves it on by one.
async fn change_all(server: &LedgerServer, pool: &Pool, with_id: bool) -> Vec<(String, Told)> {
    let (direct, next) = (server.pool(), AtomicUsize::new(0));
    let told = all((0..WRITERS).map(async |_| {
        let mut told = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::SeqCst);
            if number >= count(1_000, 10_000) {
                return told;
            }
            let (id, write) = (item(number), format!("w-{number}"));
            let update = change(&id, version(&direct, &id).await, &write);
            let update = if with_id {
                update.write_id("_w", &*write)
            } else {
                update
            };
            told.push((write, Told::by(&update.send(pool).await)));
        }
    }))
    .await;
    told.into_iter().flatten().collect()
}

#[tokio::test]
async fn no_success_is_called_a_failed_condition() {
    for with_id in [true, false] {
        let seed = seed();
        let server = contested(seed).await;
        let pool = patient(&server).await;
        let told = change_all(&server, &pool, with_id).await;
        let tally = server.ledger().judge(told.clone());
        let tally = tally.unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
        let mut versions = 0;
        for number in 0..ITEMS {
            versions += version(&server.pool(), &item(number)).await;
        }
        assert_eq!(
            versions, tally.applied as u64,
            "each success is a version, and each version a success"
        );

        let unknown = told.iter().filter(|(_, told)| *told == Told::Failed(Outcome::Unknown));
        assert!(
            unknown.clone().all(|(id, _)| server.attempts(id) > 1),
            "there is doubt only where an answer was lost"
        );
        // Who lost an answer and finds another's version cannot know whether his own was there before it.
        assert!(tally.unknown > 0, "seed {seed}: {tally:?}");
        assert!(
            tally.not_applied > 0,
            "seed {seed}: they were in each other's way, {tally:?}"
        );
    }
}

/// The control.
#[tokio::test]
async fn by_the_sdk_some_successes_are_called_failed_conditions() {
    let seed = seed();
    let server = contested(seed).await;
    let (client, direct) = (sdk::client(&server), server.pool());
    let mut told = Vec::new();
    for number in 0..200 {
        let (id, write) = (item(number), format!("w-{number}"));
        let seen = version(&direct, &id).await;
        let update = client.update_item().table_name("items").key("id", s(&id));
        let result = update
            .update_expression("SET version = :next, #w = :_w")
            .condition_expression("version = :seen")
            .expression_attribute_names("#w", "_w")
            .expression_attribute_values(":next", n(seen + 1))
            .expression_attribute_values(":seen", n(seen))
            .expression_attribute_values(":_w", s(&write))
            .send()
            .await;
        let said = match result.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
            Ok(_) => Told::Done,
            Err(error) if error.is_conditional_check_failed_exception() => Told::Failed(Outcome::NotApplied),
            Err(_) => Told::Failed(Outcome::Unknown),
        };
        told.push((write, said));
    }
    let violations = server.ledger().judge(told).unwrap_err();
    let were_done = violations.iter().all(|(_, times)| times == Some(1));
    assert!(were_done, "seed {seed}: what was denied was done, {violations}");
}
