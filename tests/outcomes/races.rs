//! Several who want to be the first: one wins, and knows it; nobody who won is told that he lost.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use ddbx::ops::PutItem;
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Entity, Item, Outcome};

use crate::run::{all, count, losing_of, patient, seed};
use crate::sdk::{self, s};

/// One who wants a key.
#[derive(Clone, Copy, Debug)]
struct Racer {
    key: usize,
    number: usize,
}

impl Racer {
    /// All of them, those for one key side by side.
    fn all(racers: usize) -> impl Iterator<Item = Self> {
        let keys = 0..count(150, 500);
        keys.flat_map(move |key| (0..racers).map(move |number| Self { key, number }))
    }

    fn id(self) -> String {
        format!("{}-{}", self.key, self.number)
    }

    fn key(self) -> String {
        format!("lock-{}", self.key)
    }
}

/// How many say that they have each key.
fn winners(told: &[(Racer, Told)]) -> HashMap<usize, usize> {
    let mut winners = HashMap::new();
    for (racer, told) in told {
        *winners.entry(racer.key).or_default() += usize::from(*told == Told::Done);
    }
    winners
}

/// There is doubt only where an answer was lost.
fn doubts_are_founded(server: &LedgerServer, told: &[(Racer, Told)]) -> bool {
    let unknown = Told::Failed(Outcome::Unknown);
    let mut doubts = told.iter().filter(|(_, told)| *told == unknown);
    doubts.all(|(racer, _)| server.attempts(&racer.id()) > 1)
}

fn judge(server: &LedgerServer, told: &[(Racer, Told)]) -> Result<(), String> {
    let told = told.iter().map(|(racer, told)| (racer.id(), *told));
    server
        .ledger()
        .judge(told)
        .map(drop)
        .map_err(|violations| violations.to_string())
}

/// Puts what all others of this key put too, but for the id.
fn put(racer: Racer, attribute: &str) -> PutItem {
    let item = Item::new().with("id", racer.key()).with("state", "locked");
    PutItem::new("items")
        .item(item.with(attribute, racer.id()))
        .condition("attribute_not_exists(id)")
}

/// A server that knows writes by this attribute.
async fn knowing(attribute: &str, seed: u64) -> LedgerServer {
    losing_of(LedgerServer::builder().ids_named(attribute), Fate::closed, seed).await
}

#[tokio::test]
async fn with_a_write_id_each_key_has_one_winner_who_knows() {
    for racers in [2, 8] {
        let seed = seed();
        let server = knowing("_w", seed).await;
        let pool = patient(&server).await;
        let told = all(Racer::all(racers).map(async |racer| {
            let result = put(racer, "_w").write_id("_w", racer.id()).send(&pool).await;
            (racer, Told::by(&result))
        }))
        .await;
        judge(&server, &told).unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
        let winners = winners(&told);
        assert!(
            winners.values().all(|winners| *winners == 1),
            "seed {seed}: {winners:?}"
        );
    }
}

/// Whoever was told that his condition failed has really lost.
#[tokio::test]
async fn without_a_write_id_no_success_is_called_a_failed_condition() {
    for racers in [1, 2, 8] {
        let seed = seed();
        let server = knowing("op_id", seed).await;
        let pool = patient(&server).await;
        let told = all(Racer::all(racers).map(async |racer| {
            let result = put(racer, "op_id").send(&pool).await;
            (racer, Told::by(&result))
        }))
        .await;
        judge(&server, &told).unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
        assert!(doubts_are_founded(&server, &told), "seed {seed}");
        let winners = winners(&told);
        let without = winners.values().filter(|winners| **winners == 0).count();
        assert!(
            winners.values().all(|winners| *winners <= 1),
            "seed {seed}: {winners:?}"
        );
        assert!(without > 0, "seed {seed}: nobody's answer was lost");
    }
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "items", write_id)]
struct Lock {
    #[entity(pk)]
    id: String,
    state: String,
}

/// The same by an entity, whose writers write the very same.
#[tokio::test]
async fn an_entity_with_a_write_id_has_one_winner() {
    let seed = seed();
    let server = knowing("_w", seed).await;
    let pool = patient(&server).await;
    let told = all(Racer::all(2).map(async |racer| {
        let lock = Lock {
            id: racer.key(),
            state: "locked".into(),
        };
        let result = ddbx::put(lock).if_not_exists().execute(&pool).await;
        (racer, Told::by(&result))
    }))
    .await;
    let winners = winners(&told);
    assert!(
        winners.values().all(|winners| *winners == 1),
        "seed {seed}: {winners:?}"
    );
    assert_eq!(server.ledger().len(), winners.len());
}

/// What the SDK says of a racer's put, and the item that was there before him.
async fn put_by_sdk(
    client: &aws_sdk_dynamodb::Client,
    racer: Racer,
) -> (Told, Option<HashMap<String, AttributeValue>>) {
    let put = client
        .put_item()
        .table_name("items")
        .item("id", s(racer.key()))
        .item("state", s("locked"))
        .item("op_id", s(racer.id()));
    let sent = put
        .condition_expression("attribute_not_exists(id)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .send()
        .await;
    match sent.map_err(aws_sdk_dynamodb::error::SdkError::into_service_error) {
        Ok(_) => (Told::Done, None),
        Err(PutItemError::ConditionalCheckFailedException(failed)) => (Told::Failed(Outcome::NotApplied), failed.item),
        // All of its attempts were lost.
        Err(_) => (Told::Failed(Outcome::Unknown), None),
    }
}

/// The control: keys that nobody has, since the one who has them was told that he was too late.
#[tokio::test]
async fn by_the_sdk_some_keys_have_no_winner() {
    let seed = seed();
    let server = knowing("op_id", seed).await;
    let client = sdk::client(&server);
    let mut told = Vec::new();
    for racer in Racer::all(2) {
        let (said, _) = put_by_sdk(&client, racer).await;
        told.push((racer, said));
    }
    let without = winners(&told).values().filter(|winners| **winners == 0).count();
    assert!(without > 0, "seed {seed}");
    assert!(judge(&server, &told).is_err(), "seed {seed}");
}

/// The other control: to compare what is there with what was to be written makes winners of two who write the same.
#[tokio::test]
async fn by_comparing_contents_keys_have_two_winners() {
    let server = knowing("op_id", seed()).await;
    let client = sdk::client(&server);
    let mut told = Vec::new();
    for racer in Racer::all(2) {
        let is_alike = |item: &HashMap<String, AttributeValue>| item["state"] == s("locked");
        let (said, found) = put_by_sdk(&client, racer).await;
        let has_won = found.as_ref().is_some_and(is_alike);
        told.push((racer, if has_won { Told::Done } else { said }));
    }
    let twice = winners(&told).values().filter(|winners| **winners == 2).count();
    assert!(twice > count(150, 500) / 2, "{twice}");
    assert!(judge(&server, &told).is_err());
}
