//! `TransactWriteItems`: its parts, and its token.

use ddbx::ops::{self, Capacity, ConditionCheck, DeleteItem, PutItem, ReturnValues, TransactWriteItems, UpdateItem};
use ddbx::{ErrorKind, Item};
use ddbx_core::Safety;
use serde_json::{Value, json};

use crate::executors::{Recorded, body, tables};
use crate::{causes, orders, user, users};

fn token(transaction: &TransactWriteItems) -> Value {
    body(&transaction.clone().into_request().unwrap())["ClientRequestToken"].clone()
}

fn put(id: &str) -> PutItem {
    PutItem::new("users").item(user(id))
}

#[test]
fn transact_write_sends_its_options() {
    let request = TransactWriteItems::new()
        .put(put("u1").condition("attribute_not_exists(id)").return_old_on_failure())
        .update(
            UpdateItem::new("users")
                .key("id", "u2")
                .update("SET #a = :a")
                .name("#a", "a")
                .value(":a", 1),
        )
        .delete(DeleteItem::new("orders").key("customer", "c").key("n", 1))
        .check(
            ConditionCheck::new("users")
                .key("id", "u3")
                .condition("#a = :a")
                .name("#a", "a")
                .value(":a", 2)
                .return_old_on_failure(),
        )
        .token("mine")
        .return_consumed_capacity(Capacity::Indexes)
        .return_item_collections()
        .into_request()
        .unwrap();
    assert_eq!(request.safety, Safety::Repeatable);
    assert_eq!(tables(&request), ["users", "orders"]);
    assert_eq!(
        body(&request),
        json!({
            "TransactItems": [
                {"Put": {
                    "TableName": "users",
                    "Item": {"id": {"S": "u1"}},
                    "ConditionExpression": "attribute_not_exists(id)",
                    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                }},
                {"Update": {
                    "TableName": "users",
                    "Key": {"id": {"S": "u2"}},
                    "UpdateExpression": "SET #a = :a",
                    "ExpressionAttributeNames": {"#a": "a"},
                    "ExpressionAttributeValues": {":a": {"N": "1"}},
                }},
                {"Delete": {"TableName": "orders", "Key": {"customer": {"S": "c"}, "n": {"N": "1"}}}},
                {"ConditionCheck": {
                    "TableName": "users",
                    "Key": {"id": {"S": "u3"}},
                    "ConditionExpression": "#a = :a",
                    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    "ExpressionAttributeNames": {"#a": "a"},
                    "ExpressionAttributeValues": {":a": {"N": "2"}},
                }},
            ],
            "ClientRequestToken": "mine",
            "ReturnConsumedCapacity": "INDEXES",
            "ReturnItemCollectionMetrics": "SIZE",
        })
    );
}

#[test]
fn a_token_is_minted_once_and_kept_by_clones() {
    let transaction = TransactWriteItems::new();
    let clone = transaction.clone().put(put("u1"));
    let original = transaction.put(put("u1"));
    assert_eq!(token(&original), token(&clone));
    assert_eq!(token(&original), token(&original));
    assert_eq!(token(&original).as_str().map(str::len), Some(36));
    assert_ne!(token(&original), token(&TransactWriteItems::new().put(put("u1"))));
    assert_eq!(token(&original.token("mine")), "mine");
}

#[test]
fn a_token_has_1_to_36_characters() {
    let error = TransactWriteItems::new()
        .put(put("u1"))
        .token("x".repeat(37))
        .into_request()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "TransactWriteItems: a token has 1 to 36 characters, this one has 37"
    );
    assert!(
        TransactWriteItems::new()
            .put(put("u1"))
            .token("")
            .into_request()
            .is_err()
    );
    assert!(
        TransactWriteItems::new()
            .put(put("u1"))
            .token("ü".repeat(36))
            .into_request()
            .is_ok()
    );
}

#[tokio::test]
async fn the_same_transaction_sent_twice_is_applied_once() {
    let recorded = Recorded::new(users().await);
    let add = UpdateItem::new("users")
        .key("id", "u1")
        .update("ADD visits :one")
        .value(":one", 1);
    let transaction = TransactWriteItems::new().update(add);
    transaction.clone().send(&recorded).await.unwrap();
    transaction.send(&recorded).await.unwrap();
    assert_eq!(recorded.bodies()[0], recorded.bodies()[1]);

    let item = ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(&recorded)
        .await
        .unwrap()
        .item
        .unwrap();
    assert_eq!(item["visits"], 1.into());
}

#[tokio::test]
async fn a_token_is_refused_for_another_transaction() {
    let pool = users().await;
    TransactWriteItems::new()
        .put(put("u1"))
        .token("mine")
        .send(&pool)
        .await
        .unwrap();
    let error = TransactWriteItems::new()
        .put(put("u2"))
        .token("mine")
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IdempotencyMismatch);
}

#[tokio::test]
async fn all_parts_are_applied_or_none() {
    let pool = orders(2).await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::S),
    )
    .await;
    ops::PutItem::new("users")
        .item(user("bank").with("open", true))
        .send(&pool)
        .await
        .unwrap();
    let transaction = |open: bool| {
        TransactWriteItems::new()
            .put(put("u1"))
            .update(
                UpdateItem::new("users")
                    .key("id", "u2")
                    .update("SET a = :a")
                    .value(":a", 1),
            )
            .delete(DeleteItem::new("orders").key("customer", "c").key("n", 1))
            .check(
                ConditionCheck::new("users")
                    .key("id", "bank")
                    .condition("#o = :o")
                    .name("#o", "open")
                    .value(":o", open),
            )
    };
    let count = async || {
        let users = ops::Scan::new("users").all_pages().count(&pool).await.unwrap();
        (users, ops::Scan::new("orders").all_pages().count(&pool).await.unwrap())
    };
    transaction(false).send(&pool).await.unwrap_err();
    assert_eq!(count().await, (1, 2));
    transaction(true).send(&pool).await.unwrap();
    assert_eq!(count().await, (3, 1));
}

#[test]
fn parts_that_ask_for_return_values_are_refused() {
    let returning = UpdateItem::new("users")
        .key("id", "u1")
        .return_values(ReturnValues::AllNew);
    let error = TransactWriteItems::new()
        .put(put("u0"))
        .update(returning)
        .into_request()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "TransactWriteItems: part 1 (counted from 0) cannot be sent"
    );
    assert_eq!(
        causes(&error),
        [
            "UpdateItem on table `users`: a transaction returns no items; leave the return values out, or read the item before or after"
        ]
    );
    for part in [
        put("u1").return_old(),
        put("u1").return_consumed_capacity(Capacity::Total),
        put("u1").return_item_collections(),
    ] {
        assert!(
            TransactWriteItems::new()
                .put(part)
                .into_request()
                .unwrap_err()
                .is_invalid()
        );
    }
    assert!(
        TransactWriteItems::new()
            .delete(DeleteItem::new("users").key("id", "u").return_old())
            .into_request()
            .is_err()
    );
}

#[test]
fn a_part_that_cannot_be_sent_says_why_for_every_clone() {
    let transaction = TransactWriteItems::new().put(put("u1").value(":nan", f64::NAN));
    for transaction in [transaction.clone(), transaction] {
        let error = transaction.into_request().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert_eq!(
            causes(&error)[..2],
            [
                "PutItem on table `users`: a value cannot be stored in DynamoDB",
                "`:nan`: not a number DynamoDB can hold"
            ]
        );
    }
    let check = ConditionCheck::new("users").key("id", "u1");
    let error = TransactWriteItems::new().check(check).into_request().unwrap_err();
    assert_eq!(
        causes(&error),
        [
            "TransactWriteItems on table `users`: a check without a condition checks nothing: say `.condition(expression)`"
        ]
    );
}
