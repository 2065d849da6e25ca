//! Writes that are applied once, whatever is lost: transactions of one, known by their token.

use ddbx::middleware::chaos::When;
use ddbx::ops::{TransactWriteItems, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Entity, Pool};

use crate::run::{WAYS, all, count, limit, losing, patient, patient_for, seed, with_items};

#[derive(Entity)]
#[entity(table = "items")]
struct Counter {
    #[entity(pk)]
    id: String,
    n: u64,
}

/// Adds one to a counter, exactly once; what was told, under the token.
async fn add(pool: &Pool) -> (String, Told) {
    let add = ddbx::update::<Counter>("counter")
        .add(|counter| counter.n, 1)
        .exactly_once();
    let token = add.client_token().as_str().to_owned();
    (token, Told::by(&add.execute(pool).await))
}

async fn sum(server: &LedgerServer) -> u64 {
    let counter = ddbx::get::<Counter>("counter")
        .fetch_optional(&server.pool())
        .await
        .unwrap();
    counter.map_or(0, |counter| counter.n)
}

#[tokio::test]
async fn increments_are_applied_once_each() {
    let seed = seed();
    for way in WAYS {
        let server = losing(way, seed).await;
        let counter = Counter {
            id: "counter".into(),
            n: 0,
        };
        ddbx::put(counter).execute(&server.pool()).await.unwrap();
        let pool = patient_for(&server, limit(way)).await;
        let told = all((0..count(200, 2_000)).map(|_| add(&pool))).await;
        let name = way(When::AfterCommit);
        let tally = server.ledger().judge(told);
        let tally = tally.unwrap_or_else(|violations| panic!("{name}, seed {seed}: {violations}"));
        assert_eq!(
            tally.applied as u64,
            sum(&server).await,
            "{name}: the table says the same as the ledger"
        );
        assert_eq!((tally.done, tally.unknown), (tally.writes, 0), "{name}, seed {seed}");
        assert!(server.requests() > tally.writes as u64, "{name}: something was lost");
    }
}

/// The control: with a token for each attempt, as sending a statement of the SDK's anew has it, each loss is a doubling.
#[tokio::test]
async fn a_new_token_is_a_new_write() {
    let server = LedgerServer::builder()
        .each([Fate::closed(When::AfterCommit)])
        .ids_named("op_id")
        .start()
        .unwrap();
    let server = with_items(server).await;
    let pool = patient(&server).await;
    let mut told = Vec::new();
    for number in 0..20 {
        let id = number.to_string();
        let add = || {
            let update = UpdateItem::new("items")
                .key("id", "counter")
                .update("ADD n :one SET latest = :op_id")
                .value(":one", 1)
                .value(":op_id", &id);
            TransactWriteItems::new().update(update)
        };
        let once = pool.with(|options| options.retry(ddbx::middleware::retry::RetryOptions::never()));
        assert!(add().send(&once).await.unwrap_err().is_unknown());
        told.push((id.clone(), Told::by(&add().send(&once).await)));
    }
    assert!(told.iter().all(|(_, told)| *told == Told::Done));
    assert_eq!(server.ledger().judge(told).unwrap_err().len(), 20);
    assert_eq!(sum(&server).await, 40);
}
