//! `BatchWriteItem`, and the items it leaves over.

use ddbx::ops::{self, BatchWriteItem, Capacity};
use ddbx::{Item, Outcome};
use ddbx_core::Safety;
use serde_json::json;

use crate::executors::{Canned, body, code, tables};
use crate::{order, orders, user, users};

#[test]
fn batch_write_sends_its_options() {
    let batch = BatchWriteItem::new()
        .put("users", user("u1"))
        .delete("orders", (("customer", "c"), ("n", 1)))
        .delete("users", ("id", "u2"))
        .return_consumed_capacity(Capacity::Indexes)
        .return_item_collections();
    assert_eq!(batch.len(), 3);
    let request = batch.into_request().unwrap();
    assert_eq!(request.safety, Safety::Repeatable);
    assert_eq!(tables(&request), ["users", "orders"]);
    assert_eq!(
        body(&request),
        json!({
            "RequestItems": {
                "users": [{"PutRequest": {"Item": {"id": {"S": "u1"}}}}, {"DeleteRequest": {"Key": {"id": {"S": "u2"}}}}],
                "orders": [{"DeleteRequest": {"Key": {"customer": {"S": "c"}, "n": {"N": "1"}}}}],
            },
            "ReturnConsumedCapacity": "INDEXES",
            "ReturnItemCollectionMetrics": "SIZE",
        })
    );
}

#[tokio::test]
async fn several_tables_are_written_at_once() {
    let pool = orders(2).await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::S),
    )
    .await;
    let batch = BatchWriteItem::new()
        .put("users", user("u1"))
        .put("orders", order(2))
        .delete("orders", (("customer", "c"), ("n", 0)))
        .delete("orders", (("customer", "c"), ("n", 9)));
    assert!(batch.send(&pool).await.unwrap().unprocessed.is_none());

    let users = ops::Scan::new("users")
        .all_pages()
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(users, [user("u1")]);
    let orders = ops::Scan::new("orders")
        .all_pages()
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(orders, [order(1), order(2)]);
}

#[tokio::test]
async fn what_is_left_over_is_ready_to_be_sent() {
    let answer = r#"{
        "UnprocessedItems": {
            "users": [
                {"PutRequest": {"Item": {"id": {"S": "u\"1"}, "n": {"N": "1.10"}}}},
                {"DeleteRequest": {"Key": {"id": {"S": "u2"}}}}
            ],
            "orders": []
        }
    }"#;
    let canned = Canned::bodies([answer, "{}"]);
    let batch = BatchWriteItem::new()
        .put("users", user("u\"1").with("n", 1))
        .delete("users", ("id", "u2"));
    let output = batch
        .return_consumed_capacity(Capacity::Total)
        .send(&canned)
        .await
        .unwrap();

    let rest = output.unprocessed.expect("two items were left");
    assert_eq!(rest.len(), 2);
    assert!(rest.send(&canned).await.unwrap().unprocessed.is_none());
    assert_eq!(
        body(&canned.requests()[1]),
        json!({
            "RequestItems": {
                "users": [
                    {"PutRequest": {"Item": {"id": {"S": "u\"1"}, "n": {"N": "1.10"}}}},
                    {"DeleteRequest": {"Key": {"id": {"S": "u2"}}}},
                ],
            },
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
    assert_eq!(canned.requests()[1].safety, Safety::Repeatable);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_leaves_the_outcome_unknown() {
    let batch = BatchWriteItem::new().put("users", user("u1"));
    let error = batch
        .send(&Canned::bodies([r#"{"UnprocessedItems": 7}"#]))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ddbx::ErrorKind::UnexpectedResponse);
    assert_eq!(
        error.outcome(),
        Outcome::Unknown,
        "nobody knows which items were left over"
    );

    // Of a single write, success is known where only the item does not fit.
    let put = ops::PutItem::new("users").item(user("u1")).return_old();
    let answer = Canned::bodies([r#"{"Attributes":{"id":{"S":"u1"}}}"#]);
    let error = put
        .send_as::<std::collections::BTreeMap<String, u32>>(&answer)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Applied);
}

#[tokio::test]
async fn the_same_key_twice_is_refused() {
    let pool = users().await;
    let error = BatchWriteItem::new()
        .put("users", user("u1"))
        .delete("users", ("id", "u1"))
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "ValidationException");
    assert_eq!(error.outcome(), Outcome::NotApplied);
}
