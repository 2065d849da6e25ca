//! `UpdateItem`.

use ddbx::{Item, ops};
use ddbx_core::Safety;
use serde_json::json;

use crate::executors::body;
use crate::{user, users};

#[test]
fn update_item_sends_its_options() {
    let request = ops::UpdateItem::new("users")
        .key("id", "u1")
        .update("SET #a = :a")
        .condition("#a < :a")
        .name("#a", "age")
        .value(":a", 30)
        .return_old_on_failure()
        .return_values(ops::ReturnValues::UpdatedNew)
        .return_consumed_capacity(ops::Capacity::Total)
        .return_item_collections()
        .into_request()
        .unwrap();
    assert_eq!(request.safety, Safety::Conditional, "30 is not below 30");
    assert_eq!(
        body(&request),
        json!({
            "TableName": "users",
            "Key": {"id": {"S": "u1"}},
            "UpdateExpression": "SET #a = :a",
            "ConditionExpression": "#a < :a",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            "ExpressionAttributeNames": {"#a": "age"},
            "ExpressionAttributeValues": {":a": {"N": "30"}},
            "ReturnValues": "UPDATED_NEW",
            "ReturnConsumedCapacity": "TOTAL",
            "ReturnItemCollectionMetrics": "SIZE",
        })
    );
}

#[tokio::test]
async fn each_of_the_return_values_is_returned() {
    let pool = users().await;
    let stored = user("u1").with("age", 30).with("name", "Ann");
    let cases = [
        (ops::ReturnValues::None, None),
        (ops::ReturnValues::AllOld, Some(stored.clone())),
        (
            ops::ReturnValues::AllNew,
            Some(user("u1").with("age", 31).with("name", "Ann")),
        ),
        (ops::ReturnValues::UpdatedOld, Some(Item::new().with("age", 30))),
        (ops::ReturnValues::UpdatedNew, Some(Item::new().with("age", 31))),
    ];
    for (values, expected) in cases {
        ops::PutItem::new("users").item(&stored).send(&pool).await.unwrap();
        let update = ops::UpdateItem::new("users")
            .key("id", "u1")
            .update("SET age = age + :one")
            .value(":one", 1);
        let output = update.return_values(values).send(&pool).await.unwrap();
        assert_eq!(output.attributes, expected, "{values:?}");
    }
}

#[tokio::test]
async fn an_update_creates_what_is_not_there() {
    let pool = users().await;
    let update = || {
        ops::UpdateItem::new("users")
            .key("id", "u1")
            .return_values(ops::ReturnValues::AllNew)
    };
    assert_eq!(update().send(&pool).await.unwrap().attributes, Some(user("u1")));

    let all_clauses = update()
        .update("SET a = :a REMOVE b ADD c :c, d :d")
        .value(":a", "x")
        .value(":c", 2);
    let output = all_clauses
        .value(":d", std::collections::BTreeSet::from(["m".to_owned()]))
        .send(&pool)
        .await
        .unwrap();
    let item = output.attributes.unwrap();
    assert_eq!((item["a"].as_s(), item["c"].clone()), (Some("x"), 2.into()));
    assert!(item.contains("d"));
}

#[tokio::test]
async fn a_condition_keeps_an_update_from_creating() {
    let pool = users().await;
    let update = ops::UpdateItem::new("users")
        .key("id", "u1")
        .update("SET a = :a")
        .value(":a", 1);
    let error = update
        .condition("attribute_exists(id)")
        .return_old_on_failure()
        .send(&pool)
        .await
        .unwrap_err();
    assert!(error.is_condition_failed());
    assert_eq!(error.old_item::<Item>().unwrap(), None);
    assert_eq!(
        ops::GetItem::new("users")
            .key("id", "u1")
            .send::<Item>(&pool)
            .await
            .unwrap()
            .item,
        None
    );
}
