//! `TransactGetItems`.

use ddbx::Item;
use ddbx::ops::{self, Capacity, GetItem, TransactGetItems};
use serde_json::json;

use crate::executors::{Canned, body, tables};
use crate::{order, orders, user};

#[test]
fn transact_get_sends_its_options() {
    let request = TransactGetItems::new()
        .get(
            GetItem::new("users")
                .key("id", "u1")
                .projection("#n")
                .name("#n", "name"),
        )
        .get(GetItem::new("orders").key("customer", "c").key("n", 1).consistent())
        .return_consumed_capacity(Capacity::Total)
        .into_request()
        .unwrap();
    assert_eq!(tables(&request), ["users", "orders"]);
    assert_eq!(
        body(&request),
        json!({
            "TransactItems": [
                {"Get": {
                    "TableName": "users",
                    "Key": {"id": {"S": "u1"}},
                    "ProjectionExpression": "#n",
                    "ExpressionAttributeNames": {"#n": "name"},
                }},
                {"Get": {"TableName": "orders", "Key": {"customer": {"S": "c"}, "n": {"N": "1"}}}},
            ],
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[tokio::test]
async fn items_come_in_the_order_asked_for() {
    let pool = orders(3).await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::S),
    )
    .await;
    ops::PutItem::new("users").item(user("u1")).send(&pool).await.unwrap();
    let get = |n: i32| GetItem::new("orders").key("customer", "c").key("n", n);
    let output = TransactGetItems::new()
        .get(get(2))
        .get(GetItem::new("users").key("id", "u2"))
        .get(get(0))
        .get(GetItem::new("users").key("id", "u1"))
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(output.items, [Some(order(2)), None, Some(order(0)), Some(user("u1"))]);
}

#[tokio::test]
async fn a_missing_item_is_told_apart_from_the_rest() {
    let canned = Canned::bodies([r#"{"Responses":[{},{"Item":{"id":{"S":"u1"}}},null,{"Item":null}]}"#]);
    let mut transaction = TransactGetItems::new();
    for id in 0..4 {
        transaction = transaction.get(GetItem::new("users").key("id", id));
    }
    assert_eq!(
        transaction.send::<Item>(&canned).await.unwrap().items,
        [None, Some(user("u1")), None, None]
    );
}

#[test]
fn accounting_is_asked_of_the_transaction() {
    let get = GetItem::new("users")
        .key("id", "u1")
        .return_consumed_capacity(Capacity::Total);
    let error = TransactGetItems::new().get(get).into_request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "TransactGetItems: part 0 (counted from 0) cannot be sent"
    );
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "GetItem on table `users`: accounting is returned for a whole transaction: ask the transaction for it, not one of its actions"
    );
}
