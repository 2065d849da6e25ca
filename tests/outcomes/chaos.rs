//! Chaos in a pool: that what it says has happened did happen, to what stands on a real engine.

use std::time::Duration;

use ddbx::fault::{CancellationCode, ThrottlingReason};
use ddbx::middleware::chaos::{Answer, Chaos, Mishap, When};
use ddbx::middleware::retry::RetryOptions;
use ddbx::middleware::timeout::Limits;
use ddbx::ops::{BatchGetItem, BatchWriteItem, CreateTable, GetItem, KeyType, PutItem, Scan, TransactWriteItems};
use ddbx::testing::ledger::LedgerServer;
use ddbx::{Error, ErrorKind, Item, Operation, Pool, PoolOptions};

use crate::run::with_items;

/// An engine of its own, with the table `items`, and what goes wrong with it.
async fn pool(change: impl FnOnce(PoolOptions) -> PoolOptions) -> (Pool, Chaos) {
    let chaos = Chaos::new();
    let pool = change(PoolOptions::new().chaos(&chaos))
        .connect("dynamodb::memory:")
        .await
        .unwrap();
    let items = CreateTable::new("items").partition_key("id", KeyType::S);
    items.send(&pool).await.unwrap();
    (pool, chaos)
}

fn item(number: usize) -> Item {
    Item::new().with("id", format!("i{number}"))
}

async fn stored(pool: &Pool) -> usize {
    let items = Scan::new("items").consistent().all_pages();
    items.fetch_all::<Item>(pool).await.unwrap().len()
}

fn batch() -> BatchWriteItem {
    (0..20).fold(BatchWriteItem::new(), |batch, number| batch.put("items", item(number)))
}

/// What a batch leaves undone is not done: a caller who forgets it has lost it, and one who sends it has not.
#[tokio::test]
async fn what_a_batch_left_undone_is_lost_to_who_forgets_it() {
    let (pool, chaos) = pool(|options| options).await;
    chaos.on(Operation::BatchWriteItem).next(3, Mishap::unprocessed(5));
    let mut rest = batch().send(&pool).await.unwrap().unprocessed;
    assert_eq!(stored(&pool).await, 15, "the control: here a forgetful caller ends");

    // The next mishap would leave all five, which is a throttle, and is repeated below the caller.
    while let Some(batch) = rest {
        rest = batch.send(&pool).await.unwrap().unprocessed;
    }
    assert_eq!(stored(&pool).await, 20);
    assert_eq!((chaos.pending(), chaos.incidents().len()), (0, 3));
}

#[tokio::test]
async fn keys_that_were_not_read_come_back() {
    let (pool, chaos) = pool(|options| options).await;
    let _ = batch().send(&pool).await.unwrap();
    chaos.on(Operation::BatchGetItem).next(2, Mishap::unprocessed(7));
    let mut rest = Some((0..20).fold(BatchGetItem::new(), |batch, number| {
        batch.key("items", ("id", format!("i{number}")))
    }));
    let (mut found, mut pages) = (0, 0);
    while let Some(batch) = rest {
        let mut page = batch.send::<Item>(&pool).await.unwrap();
        found += page.take("items").len();
        pages += 1;
        rest = page.unprocessed;
    }
    assert_eq!(
        (found, pages),
        (20, 2),
        "the second mishap would leave all of the seven"
    );
}

/// Above the chaos and below what repeats, there is a limit on each attempt: with an engine, and with a connection.
#[tokio::test]
async fn a_stall_is_one_attempt_that_took_too_long() {
    let limits = |options: PoolOptions| options.attempt_timeout(Limits::all(Duration::from_millis(50)));
    let (embedded, embedded_chaos) = pool(limits).await;
    let server = with_items(LedgerServer::start().unwrap()).await;
    let connected_chaos = Chaos::new();
    let connected = limits(PoolOptions::new().chaos(&connected_chaos));
    let connected = connected.connect(server.url()).await.unwrap();
    for (pool, chaos) in [(embedded, embedded_chaos), (connected, connected_chaos)] {
        chaos.next(1, Mishap::stalled(When::AfterCommit));
        PutItem::new("items").item(item(1)).send(&pool).await.unwrap();
        assert_eq!(chaos.pending(), 0, "the attempt stalled, and its repeat did not");

        chaos.always(Mishap::stalled(When::BeforeCommit));
        let never = pool.with(|options| options.retry(RetryOptions::never()));
        let error = PutItem::new("items").item(item(2)).send(&never).await.unwrap_err();
        assert!(error.is_timeout() && error.is_unknown(), "{error:?}");
        chaos.clear();
        assert_eq!(stored(&pool).await, 1);
    }
}

#[tokio::test]
async fn a_read_may_be_from_before_the_last_write() {
    let (pool, chaos) = pool(|options| options).await;
    let put = async |text: &str| {
        let item = item(1).with("text", text);
        PutItem::new("items").item(item).send(&pool).await.unwrap();
    };
    let get = async |consistent: bool| {
        let get = GetItem::new("items").key("id", "i1");
        let get = if consistent { get.consistent() } else { get };
        let item = get.send::<Item>(&pool).await.unwrap().item;
        item.map(|item| item["text"].as_s().unwrap().to_owned())
    };
    put("first").await;
    chaos.next(1, Mishap::stale());
    assert_eq!(get(true).await.as_deref(), Some("first"), "never a consistent read");
    assert_eq!(get(false).await, None);
    assert_eq!(get(false).await.as_deref(), Some("first"));
    put("second").await;
    chaos.next(1, Mishap::stale());
    assert_eq!(get(false).await.as_deref(), Some("first"));
    assert_eq!(get(false).await.as_deref(), Some("second"));
}

/// What is forged goes through everything that reads DynamoDB's answers.
#[tokio::test]
async fn what_is_forged_is_understood() {
    let (pool, chaos) = pool(|options| options.retry(RetryOptions::never())).await;
    let put = async || PutItem::new("items").item(item(1)).send(&pool).await.unwrap_err();
    chaos.next(
        1,
        Mishap::throttled(ThrottlingReason::TableWriteKeyRangeThroughputExceeded),
    );
    let error: Error = put().await;
    let throttle = &error.fault().unwrap().throttles()[0];
    assert_eq!(
        throttle.reason(),
        &ThrottlingReason::TableWriteKeyRangeThroughputExceeded
    );
    assert!(throttle.resource().unwrap().ends_with(":table/items"));
    chaos.next(1, Answer::condition_failed());
    assert!(put().await.is_condition_failed());

    let reasons = [CancellationCode::None, CancellationCode::ConditionalCheckFailed];
    chaos.next(1, Mishap::cancelled(reasons));
    let two = TransactWriteItems::new()
        .put(PutItem::new("items").item(item(1)))
        .put(PutItem::new("items").item(item(2)));
    let error = two.send(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TransactionCancelled);
    let codes = error.cancellations().iter().map(|reason| reason.code().name());
    assert_eq!(codes.collect::<Vec<_>>(), ["None", "ConditionalCheckFailed"]);
    assert_eq!(stored(&pool).await, 0);
}
