//! What a client of the server meets.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::fault::ThrottlingReason;
use ddbx_core::{ErrorKind, Operation, Outcome};
use ddbx_middleware::chaos::{Answer, When};
use ddbx_middleware::timeout::Limits;

use super::{add, adding, create_table, sum};
use crate::ops::{BatchWriteItem, TransactWriteItems};
use crate::pool::{Pool, PoolOptions};
use crate::testing::ledger::{Fate, LedgerServer, Told};

/// A way to lose an answer, and what a client takes it for.
type Way = (fn(When) -> Fate, ErrorKind);

const WAYS: [Way; 7] = [
    (Fate::closed, ErrorKind::Connection),
    (Fate::reset, ErrorKind::Connection),
    (Fate::truncated, ErrorKind::Connection),
    (Fate::garbled, ErrorKind::UnexpectedResponse),
    (Fate::internal_error, ErrorKind::Internal),
    (Fate::unavailable, ErrorKind::Internal),
    (Fate::stalled, ErrorKind::Timeout),
];

#[tokio::test]
async fn a_lost_answer_is_lost_before_or_after_the_commit() {
    for when in [When::BeforeCommit, When::AfterCommit] {
        for (fate, kind) in WAYS {
            let fate = fate(when);
            let (wrong, told) = (["a".to_owned()], fate.clone());
            let server = LedgerServer::builder()
                .decide(move |attempt| {
                    if attempt.ids == wrong {
                        told.clone()
                    } else {
                        Fate::answered()
                    }
                })
                .start()
                .unwrap();
            create_table(&server).await;
            let pool = PoolOptions::new()
                .attempt_timeout(Limits::all(Duration::from_millis(200)))
                .connect(server.url())
                .await
                .unwrap();
            let lost = add(&pool, "a").await;
            let error = lost.as_ref().unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown), "{fate}");
            assert_eq!(error.class(), Some(FailureClass::Ambiguous));
            let fine = add(&pool, "b").await;
            fine.as_ref().unwrap();

            let applied = usize::from(when == When::AfterCommit);
            assert_eq!(
                (server.ledger().times("a"), server.ledger().times("b")),
                (applied, 1),
                "{fate}"
            );
            assert_eq!(sum(&server).await, applied + 1);
            let told = [("a", Told::by(&lost)), ("b", Told::by(&fine))];
            assert_eq!(server.ledger().judge(told).unwrap().unknown, 1);
            assert_eq!(server.attempts("a"), 1);
        }
    }
}

#[tokio::test]
async fn a_refusal_is_dynamodbs() {
    let answers = [
        (Answer::access_denied(), ErrorKind::AccessDenied),
        (Answer::condition_failed(), ErrorKind::ConditionFailed),
        (Answer::forged(403, "no"), ErrorKind::UnexpectedResponse),
    ];
    for (answer, kind) in answers {
        let server = LedgerServer::builder().each([answer]).start().unwrap();
        create_table(&server).await;
        let pool = Pool::connect(server.url()).await.unwrap();
        let result = add(&pool, "a").await;
        assert_eq!(result.as_ref().unwrap_err().kind(), kind);
        server.ledger().judge([("a", Told::by(&result))]).unwrap();
        assert_eq!(server.ledger().times("a"), 0);
    }
    let wait = Answer::throttled(ThrottlingReason::TableWriteAccountLimitExceeded).asking_to_wait(Duration::ZERO);
    let server = LedgerServer::builder().each([wait]).start().unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    if let Err(error) = add(&pool, "a").await {
        assert!(error.is_throttled());
        assert_eq!(error.retry_after(), Some(Duration::ZERO));
    }
}

/// It is not only in the client's head: who sends it again has it twice, and the ledger says so.
#[tokio::test]
async fn a_write_that_is_sent_twice_is_found() {
    let server = LedgerServer::start().unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    add(&pool, "a").await.unwrap();
    let again = add(&pool, "a").await;
    assert_eq!(
        (server.attempts("a"), server.ledger().times("a"), sum(&server).await),
        (2, 2, 2)
    );
    let violations = server.ledger().judge([("a", Told::by(&again))]).unwrap_err();
    assert_eq!(violations.iter().collect::<Vec<_>>(), [("a", Some(2))]);
}

#[tokio::test]
async fn a_condition_that_fails_is_no_commit() {
    let server = LedgerServer::start().unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    let update = adding("a").condition("attribute_exists(id)");
    let result = update.send(&pool).await;
    assert!(result.as_ref().unwrap_err().is_condition_failed());
    server.ledger().judge([("a", Told::by(&result))]).unwrap();
    assert!(server.ledger().is_empty());
}

#[tokio::test]
async fn each_write_meets_the_same_sequence() {
    let lost = Fate::closed(When::AfterCommit);
    let server = LedgerServer::builder()
        .each([lost, Answer::access_denied().into(), Answer::conflict().into()])
        .start()
        .unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    for id in ["a", "b"] {
        let mut kinds = Vec::new();
        while let Err(error) = add(&pool, id).await {
            kinds.push(error.kind());
        }
        assert_eq!(kinds[..2], [ErrorKind::Connection, ErrorKind::AccessDenied]);
        assert_eq!(server.attempts(id), 4);
    }
    assert_eq!(sum(&server).await, 4);
}

#[tokio::test]
async fn a_test_decides_for_itself() {
    let server = LedgerServer::builder()
        .decide(|attempt| match attempt.request.operation {
            Operation::BatchWriteItem if attempt.ids.contains(&"b".to_owned()) => Fate::reset(When::AfterCommit),
            Operation::TransactWriteItems if attempt.number == 1 => Answer::access_denied().into(),
            _ => Fate::answered(),
        })
        .start()
        .unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    let item = |id: &str| ddbx_core::Item::new().with("id", id).with("op_id", id);
    let batch = BatchWriteItem::new()
        .put("counters", item("a"))
        .put("counters", item("b"));
    batch.send(&pool).await.unwrap_err();
    assert!(server.ledger().times("b") >= 1 && server.ledger().times("a") == server.ledger().times("b"));
    let transaction = TransactWriteItems::new().update(adding("t"));
    assert!(transaction.clone().send(&pool).await.is_err());
    transaction.send(&pool).await.unwrap();
    assert_eq!(server.ledger().times("t"), 1);
}

/// The same writes meet the same, in whatever order they come.
#[tokio::test]
async fn chance_goes_by_its_seed() {
    let run = |seed, backwards: bool| async move {
        let server = LedgerServer::builder()
            .seed(seed)
            .sometimes(0.1, Fate::closed(When::AfterCommit))
            .sometimes(0.1, Answer::access_denied())
            .start()
            .unwrap();
        create_table(&server).await;
        let pool = Pool::connect(server.url()).await.unwrap();
        let mut ids: Vec<_> = (0..200).collect();
        if backwards {
            ids.reverse();
        }
        let mut told = Vec::new();
        for id in ids {
            told.push((id, add(&pool, &id.to_string()).await.map_err(|error| error.kind())));
        }
        told.sort_by_key(|(id, _)| *id);
        told
    };
    let told = run(1, false).await;
    assert_eq!(told, run(1, true).await);
    assert_ne!(told, run(2, false).await);
    let failed = told.iter().filter(|(_, result)| result.is_err()).count();
    assert!((20..60).contains(&failed), "a fifth: {failed} of 200");
}

#[tokio::test]
async fn reads_are_answered_unless_they_are_meant() {
    let fate = || Fate::from(Answer::access_denied());
    let read = async |server: &LedgerServer| {
        let pool = PoolOptions::new().connect(server.url()).await.unwrap();
        crate::ops::ListTables::new().send(&pool).await
    };
    let server = LedgerServer::builder().sometimes(1.0, fate()).start().unwrap();
    assert!(read(&server).await.is_ok());
    let server = LedgerServer::builder()
        .sometimes(1.0, fate())
        .reads_too()
        .start()
        .unwrap();
    assert!(read(&server).await.is_err());
    assert_eq!((server.requests(), server.connections()), (1, 1));
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let decided = std::sync::Arc::<AtomicU32>::default();
    let count = std::sync::Arc::clone(&decided);
    let server = LedgerServer::builder()
        .decide(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            Fate::stalled(When::BeforeCommit)
        })
        .start()
        .unwrap();
    let (address, url) = (server.address(), server.url().to_owned());
    let pool = Pool::connect(&url).await.unwrap();
    let call = tokio::spawn(async move { add(&pool, "a").await });
    while decided.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    drop(server);
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_unknown() && !error.is_timeout(), "{error}");
    assert!(std::net::TcpStream::connect(address).is_err());
}

/// A pool on the engine that is closed does not close the server's.
#[tokio::test]
async fn its_own_pool_can_be_closed() {
    let server = LedgerServer::start().unwrap();
    create_table(&server).await;
    server.pool().close().await;
    let pool = Pool::connect(server.url()).await.unwrap();
    add(&pool, "a").await.unwrap();
    assert_eq!(sum(&server).await, 1);
    assert_eq!(
        LedgerServer::builder()
            .port(server.address().port())
            .start()
            .unwrap_err()
            .kind(),
        ErrorKind::Configuration
    );
}
