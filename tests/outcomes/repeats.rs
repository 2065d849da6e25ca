//! Repeats of a pool, over sockets: as many as help, and no more.

use std::time::Duration;

use ddbx::middleware::chaos::When;
use ddbx::middleware::retry::{Delay, RetryOptions};
use ddbx::middleware::timeout::Limits;
use ddbx::ops::{GetItem, PutItem, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{ErrorKind, Item, Pool, PoolOptions};

use crate::run::{count, with_items};
use crate::sdk::{n, s};

async fn put(pool: &Pool, id: String) -> (String, Told) {
    let item = Item::new().with("id", &*id).with("op_id", &*id);
    let result = PutItem::new("items").item(item).send(pool).await;
    (id, Told::by(&result))
}

/// The SDK fails most of them as soon as several tasks share a client: they hold one permit between them.
#[tokio::test]
async fn every_first_attempt_may_fail_whatever_the_number_of_tasks() {
    for tasks in [1, 10, 50, 200] {
        let requests = count(400, 2_000);
        let server = LedgerServer::builder()
            .each([Fate::internal_error(When::BeforeCommit)])
            .start()
            .unwrap();
        let server = with_items(server).await;
        let pool = PoolOptions::new()
            .request_timeout(Limits::all(Duration::from_secs(60)))
            .acquire_timeout(Duration::from_secs(60))
            // A repeat for each request, and ten in hand.
            .retry(
                RetryOptions::new()
                    .budget(100, 1)
                    .delay(Delay::growing(Duration::from_millis(2))),
            )
            .connect(server.url())
            .await
            .unwrap();
        let workers = (0..tasks).map(|task| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let mut told = Vec::new();
                for number in 0..requests / tasks {
                    told.push(put(&pool, format!("{task}-{number}")).await);
                }
                told
            })
        });
        let mut told = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            told.extend(worker.await.unwrap());
        }
        let tally = server.ledger().judge(told).unwrap();
        assert_eq!((tally.done, tally.unknown), (requests, 0), "{tasks} tasks");
    }
}

#[tokio::test]
async fn a_server_that_is_silent_ends_no_later_than_the_deadline() {
    const DEADLINE: Duration = Duration::from_millis(400);
    let server = LedgerServer::builder()
        .sometimes(1.0, Fate::stalled(When::BeforeCommit))
        .reads_too()
        .start()
        .unwrap();
    let server = with_items(server).await;
    let pool = PoolOptions::new()
        .attempt_timeout(Limits::all(Duration::from_millis(100)))
        .request_timeout(Limits::all(DEADLINE))
        .connect(server.url())
        .await
        .unwrap();
    let calls = (0..20).map(|number| {
        let pool = pool.clone();
        tokio::spawn(async move {
            let begun = tokio::time::Instant::now();
            let get = GetItem::new("items").key("id", "1").send::<Item>(&pool).await.map(drop);
            let read = (get.unwrap_err(), begun.elapsed());
            let begun = tokio::time::Instant::now();
            let update = UpdateItem::new("items")
                .key("id", "1")
                .update("ADD n :one SET latest = :op_id");
            let write = update.value(":one", 1).value(":op_id", number).send(&pool).await;
            [read, (write.unwrap_err(), begun.elapsed())]
        })
    });
    for call in calls.collect::<Vec<_>>() {
        let [(read, read_took), (write, write_took)] = call.await.unwrap();
        // Between the last attempt's end and the deadline there may be no time for another connection.
        assert!(read.is_timeout() || read.kind() == ErrorKind::Connection, "{read}");
        assert!(!read.is_unknown() && (2..=4).contains(&read.attempts()), "{read:?}");
        assert_eq!(
            (write.kind(), write.is_unknown(), write.attempts()),
            (ErrorKind::Timeout, true, 1)
        );
        assert!(write.to_string().contains("the attempt's time limit"), "{write}");
        // 50 ms, and as much again for a machine that is busy.
        assert!(
            read_took.max(write_took) <= DEADLINE + Duration::from_millis(100),
            "{read_took:?}"
        );
    }
    assert_eq!(pool.in_flight(), 0);
}

#[tokio::test]
async fn a_scope_has_options_of_its_own_and_the_pools_connections() {
    let server = with_items(LedgerServer::start().unwrap()).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    let scope = pool.with(|options| options.request_timeout(Limits::all(Duration::ZERO)));
    let error = GetItem::new("items")
        .key("id", "1")
        .send::<Item>(&scope)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(GetItem::new("items").key("id", "1").send::<Item>(&pool).await.is_ok());
    let same = pool.with(|options| options);
    assert!(GetItem::new("items").key("id", "1").send::<Item>(&same).await.is_ok());
    assert_eq!(server.connections(), 1, "they share one");
    scope.close().await;
    assert!(pool.is_closed() && same.is_closed());
}

/// The same client that doubles increments by itself (see `counter`) does not over a pool.
#[tokio::test]
async fn the_sdks_client_over_a_pool_doubles_nothing() {
    let server = LedgerServer::builder()
        .each([Fate::closed(When::AfterCommit)])
        .start()
        .unwrap();
    let server = with_items(server).await;
    let client = Pool::connect(server.url()).await.unwrap().sdk();
    let mut told = Vec::new();
    for number in 0..50 {
        let (add, put) = (format!("add-{number}"), format!("put-{number}"));
        let update = client.update_item().table_name("items").key("id", s("counter"));
        let result = update
            .update_expression("ADD n :one SET latest = :op_id")
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":op_id", s(&add))
            .send()
            .await;
        let error = result.unwrap_err();
        assert!(ddbx::sdk::error(&error).unwrap().is_unknown(), "{error:?}");
        told.push((add, Told::Failed(ddbx::Outcome::Unknown)));
        // What may be repeated is, and succeeds, however often the server has applied it.
        let item = client.put_item().table_name("items").item("id", s(&put));
        item.send().await.unwrap();
    }
    let tally = server.ledger().judge(told).unwrap();
    assert_eq!((tally.applied, tally.unknown), (50, 50));
}
