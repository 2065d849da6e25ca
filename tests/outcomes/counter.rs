//! Counters: what a repeat would add twice.

use ddbx::middleware::chaos::When;
use ddbx::ops::{GetItem, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Item, Outcome, Value};

use crate::run::{WAYS, all, count, limit, losing, patient_for, seed, with_items};
use crate::sdk::{self, n, s};

/// Adds one to the counter, under an id by which the server knows it.
fn add(id: &str) -> UpdateItem {
    UpdateItem::new("items")
        .key("id", "counter")
        .update("ADD n :one SET latest = :op_id")
        .value(":one", 1)
        .value(":op_id", id)
}

/// What the counter has come to.
async fn sum(server: &LedgerServer) -> usize {
    let get = GetItem::new("items").key("id", "counter").consistent();
    let item = get.send::<Item>(&server.pool()).await.unwrap().item;
    match item.as_ref().and_then(|item| item.get("n")) {
        Some(Value::N(sum)) => sum.to_string().parse().unwrap(),
        _ => 0,
    }
}

/// Never doubled, and never denied: what is not known to be done is unknown.
#[tokio::test]
async fn increments_are_never_doubled() {
    let seed = seed();
    for way in WAYS {
        let server = losing(way, seed).await;
        let pool = patient_for(&server, limit(way)).await;
        let told = all((0..count(200, 2_000)).map(|number| {
            let (pool, id) = (&pool, number.to_string());
            async move {
                let result = add(&id).send(pool).await;
                (id, Told::by(&result))
            }
        }))
        .await;
        let name = way(When::AfterCommit);
        let tally = server.ledger().judge(told);
        let tally = tally.unwrap_or_else(|violations| panic!("{name}, seed {seed}: {violations}"));
        assert_eq!(
            tally.applied,
            sum(&server).await,
            "{name}: the table says the same as the ledger"
        );
        assert!(tally.done <= tally.applied && tally.applied <= tally.done + tally.unknown);
        let lost = tally.writes / 20..tally.writes * 2 / 5;
        assert!(
            lost.contains(&tally.unknown),
            "{name}, seed {seed}: a fifth is lost, {tally:?}"
        );
    }
}

/// The control: a client that repeats them counts them twice, and says that all is well.
#[tokio::test]
async fn the_sdk_doubles_increments_whose_answer_is_lost() {
    for way in WAYS {
        let fate = way(When::AfterCommit);
        let count = if fate == Fate::closed(When::AfterCommit) {
            100
        } else {
            10
        };
        let server = LedgerServer::builder().each([fate.clone()]).start().unwrap();
        let server = with_items(server).await;
        let client = sdk::client(&server);
        let mut told = Vec::new();
        for number in 0..count {
            let id = number.to_string();
            let update = client.update_item().table_name("items").key("id", s("counter"));
            let result = update
                .update_expression("ADD n :one SET latest = :op_id")
                .expression_attribute_values(":one", n(1))
                .expression_attribute_values(":op_id", s(&id))
                .send()
                .await;
            told.push((id, result.map_or(Told::Failed(Outcome::Unknown), |_| Told::Done)));
        }
        let judged = server.ledger().judge(told.clone());
        if fate == Fate::garbled(When::AfterCommit) {
            // What it cannot read, it does not repeat.
            assert_eq!(judged.unwrap().unknown, count);
            continue;
        }
        assert!(
            told.iter().all(|(_, told)| *told == Told::Done),
            "{fate}: `Ok`, every time"
        );
        // On a busy machine an attempt may run out of time besides, and one more is made.
        assert!(sum(&server).await >= 2 * count, "{fate}");
        assert_eq!(judged.unwrap_err().len(), count, "{fate}");
    }
}
