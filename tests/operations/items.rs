//! `GetItem`, `PutItem` and `DeleteItem`.

use std::collections::BTreeMap;

use ddbx::request::TableName;
use ddbx::{Item, ops};
use ddbx_core::Safety;
use serde_json::json;

use crate::executors::{Canned, body, code};
use crate::{orders, user, users};

#[test]
fn get_item_sends_its_options() {
    let request = ops::GetItem::new("orders")
        .key("customer", "c")
        .key("n", 7)
        .consistent()
        .projection("#t, n")
        .name("#t", "total")
        .return_consumed_capacity(ops::Capacity::Indexes)
        .into_request()
        .unwrap();
    assert_eq!(request.tables.single(), Some(&TableName::from("orders")));
    assert_eq!(request.safety, Safety::Read);
    assert_eq!(
        body(&request),
        json!({
            "TableName": "orders",
            "Key": {"customer": {"S": "c"}, "n": {"N": "7"}},
            "ConsistentRead": true,
            "ProjectionExpression": "#t, n",
            "ExpressionAttributeNames": {"#t": "total"},
            "ReturnConsumedCapacity": "INDEXES",
        })
    );
}

#[test]
fn put_item_sends_its_options() {
    let put = || {
        ops::PutItem::new("users")
            .item(user("u1").with("age", 30))
            .return_consumed_capacity(ops::Capacity::Total)
            .return_item_collections()
    };
    let bare = put().into_request().unwrap();
    assert_eq!(bare.safety, Safety::Repeatable);
    assert_eq!(
        body(&bare),
        json!({
            "TableName": "users",
            "Item": {"id": {"S": "u1"}, "age": {"N": "30"}},
            "ReturnConsumedCapacity": "TOTAL",
            "ReturnItemCollectionMetrics": "SIZE",
        })
    );

    let conditional = put()
        .condition("#a < :a")
        .name("#a", "age")
        .value(":a", 30)
        .return_old_on_failure()
        .return_old();
    let conditional = conditional.into_request().unwrap();
    assert_eq!(conditional.safety, Safety::Conditional, "30 is not below 30");
    let body = body(&conditional);
    assert_eq!(body["ConditionExpression"], "#a < :a");
    assert_eq!(body["ExpressionAttributeNames"], json!({"#a": "age"}));
    assert_eq!(body["ExpressionAttributeValues"], json!({":a": {"N": "30"}}));
    assert_eq!(body["ReturnValuesOnConditionCheckFailure"], "ALL_OLD");
    assert_eq!(body["ReturnValues"], "ALL_OLD");
}

#[test]
fn delete_item_sends_its_options() {
    let delete = || {
        ops::DeleteItem::new("users")
            .key("id", "u1")
            .return_consumed_capacity(ops::Capacity::Total)
    };
    assert_eq!(delete().into_request().unwrap().safety, Safety::Repeatable);
    assert_eq!(delete().return_old().into_request().unwrap().safety, Safety::Unsafe);

    let conditional = delete()
        .condition("#a = :a")
        .name("#a", "age")
        .value(":a", 30)
        .return_old_on_failure();
    let conditional = conditional
        .return_old()
        .return_item_collections()
        .into_request()
        .unwrap();
    assert_eq!(conditional.safety, Safety::Conditional);
    assert_eq!(
        body(&conditional),
        json!({
            "TableName": "users",
            "Key": {"id": {"S": "u1"}},
            "ConditionExpression": "#a = :a",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            "ExpressionAttributeNames": {"#a": "age"},
            "ExpressionAttributeValues": {":a": {"N": "30"}},
            "ReturnValues": "ALL_OLD",
            "ReturnConsumedCapacity": "TOTAL",
            "ReturnItemCollectionMetrics": "SIZE",
        })
    );
}

#[tokio::test]
async fn an_item_is_put_replaced_read_and_deleted() {
    let pool = users().await;
    let (young, old) = (user("u1").with("age", 30), user("u1").with("age", 60));

    let first = ops::PutItem::new("users")
        .item(&young)
        .return_old()
        .send(&pool)
        .await
        .unwrap();
    assert_eq!(first.old, None);
    let second = ops::PutItem::new("users")
        .item(&old)
        .return_old()
        .send(&pool)
        .await
        .unwrap();
    assert_eq!(second.old, Some(young));

    let get = || ops::GetItem::new("users").key("id", "u1").consistent();
    assert_eq!(get().send::<Item>(&pool).await.unwrap().item, Some(old.clone()));
    let projected = get()
        .projection("#a")
        .name("#a", "age")
        .send::<BTreeMap<String, u8>>(&pool)
        .await
        .unwrap();
    assert_eq!(projected.item, Some(BTreeMap::from([("age".to_owned(), 60)])));

    let delete = || ops::DeleteItem::new("users").key("id", "u1").return_old();
    assert_eq!(delete().send(&pool).await.unwrap().old, Some(old));
    assert_eq!(delete().send_as::<Item>(&pool).await.unwrap().old, None);
    assert_eq!(get().send::<Item>(&pool).await.unwrap().item, None);
}

#[tokio::test]
async fn a_false_condition_is_an_error_with_the_item_that_made_it_false() {
    let pool = users().await;
    let stored = user("u1").with("age", 30);
    ops::PutItem::new("users").item(&stored).send(&pool).await.unwrap();

    let put = || {
        ops::PutItem::new("users")
            .item(user("u1"))
            .condition("attribute_not_exists(id)")
    };
    let error = put().send(&pool).await.unwrap_err();
    assert!(error.is_condition_failed());
    assert_eq!(error.old_item::<Item>().unwrap(), None);
    assert_eq!(error.to_string(), "PutItem on table `users`: the condition was false");
    let error = put().return_old_on_failure().send(&pool).await.unwrap_err();
    assert_eq!(error.old_item::<Item>().unwrap(), Some(stored.clone()));

    let delete = ops::DeleteItem::new("users")
        .key("id", "u1")
        .condition("age > :limit")
        .value(":limit", 30);
    let error = delete.return_old_on_failure().send(&pool).await.unwrap_err();
    assert!(error.is_condition_failed());
    assert_eq!(error.old_item::<Item>().unwrap(), Some(stored));
}

#[tokio::test]
async fn a_key_has_both_of_its_attributes() {
    let pool = orders(2).await;
    let get = ops::GetItem::new("orders").key("customer", "c");
    let whole = get.key("n", 1).send::<Item>(&pool).await.unwrap();
    assert!(whole.item.is_some());

    let half = ops::GetItem::new("orders")
        .key("customer", "c")
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    assert_eq!(code(&half), "ValidationException");
}

#[tokio::test]
async fn an_answer_has_its_request_id_and_attempts() {
    let pool = users().await;
    let output = ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert!(output.info.request_id.is_some_and(|id| !id.is_empty()));
    assert_eq!(output.info.attempts, 1);
    assert!(output.info.consumed_capacity.is_empty());
}

#[tokio::test]
async fn members_of_a_later_api_are_passed_over() {
    let canned = Canned::bodies([
        r#"{"Later": {"deep": [1, null, {"x": "}"}]}, "Item": {"id": {"S": "u1"}}, "Attributes": null}"#,
    ]);
    let output = ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(&canned)
        .await
        .unwrap();
    assert_eq!(output.item, Some(user("u1")));
}

#[test]
fn nothing_prints_a_value() {
    let put = ops::PutItem::new("users")
        .item(user("secret"))
        .value(":v", "secret")
        .condition("id = :v");
    let get = ops::GetItem::new("users").key("id", "secret");
    let batch = ops::BatchWriteItem::new()
        .put("users", user("secret"))
        .delete("users", ("id", "secret"));
    let gets = ops::BatchGetItem::new().key("users", ("id", "secret"));
    let statement = ops::Statement::new("SELECT").parameter("secret");
    let transaction = ops::TransactWriteItems::new().put(ops::PutItem::new("users").item(user("secret")));
    let search = ops::SearchVectors::new("users", "by")
        .vector([1.0])
        .value(":v", "secret");
    let printed = format!("{put:?} {get:?} {batch:?} {gets:?} {statement:?} {transaction:?} {search:?}");
    // The bytes of the word in decimal, too: what a derived `Debug` makes of a buffer.
    assert!(
        !printed.contains("secret") && !printed.contains("115, 101, 99"),
        "{printed}"
    );
}
