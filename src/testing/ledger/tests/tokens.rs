//! Transactions whose token was seen before: answered with success, and not carried out again.

use ddbx_core::{Item, Operation, Request};

use super::{adding, create_table, sum};
use crate::embedded::Engine;
use crate::ops::{PutItem, TransactWriteItems};
use crate::pool::Pool;
use crate::testing::ledger::commit::Committer;
use crate::testing::ledger::{Ledger, LedgerServer};

fn transaction(id: &str) -> TransactWriteItems {
    let put = PutItem::new("counters").item(Item::new().with("id", "other"));
    TransactWriteItems::new().put(put).update(adding(id))
}

#[tokio::test]
async fn what_the_engine_has_not_done_again_is_not_counted() {
    let server = LedgerServer::start().unwrap();
    create_table(&server).await;
    let pool = Pool::connect(server.url()).await.unwrap();
    let first = transaction("a").token("one");
    for _ in 0..3 {
        first.clone().send(&pool).await.unwrap();
    }
    assert_eq!(
        (server.attempts("a"), server.ledger().times("a"), sum(&server).await),
        (3, 1, 1)
    );
    // Another token is another transaction.
    transaction("a").token("two").send(&pool).await.unwrap();
    assert_eq!((server.ledger().times("a"), sum(&server).await), (2, 2));
}

/// Were an engine to do it again, it would be seen: here it is another engine, which has never met the token.
#[tokio::test]
async fn what_an_engine_does_again_is_counted() {
    let ledger = Ledger::default();
    let mut committer = Committer::new(Engine::memory().unwrap(), ledger.clone());
    let create = r#"{"TableName":"counters","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}"#;
    let request = transaction("a").token("one").into_request().unwrap();
    for times in 1..=2 {
        let create = Request::new(Operation::CreateTable, create);
        assert_eq!(committer.carry_out(&create, Vec::new()).await.unwrap().status, 200);
        let answer = committer.carry_out(&request, vec!["a".to_owned()]).await.unwrap();
        assert_eq!((answer.status, ledger.times("a")), (200, times));
        committer = committer.with_engine(Engine::memory().unwrap());
    }
}
