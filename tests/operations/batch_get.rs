//! `BatchGetItem`, and the keys it leaves over.

use ddbx::ops::{self, BatchGetItem, Capacity, Key};
use ddbx::{Item, Pool};
use serde_json::json;

use crate::executors::{Canned, Recorded, body, code, tables};
use crate::{order, orders, user, users};

#[test]
fn batch_get_sends_its_options() {
    let batch = BatchGetItem::new()
        .key("users", ("id", "u1"))
        .keys("orders", [(("customer", "c"), ("n", 1)), (("customer", "c"), ("n", 2))])
        .key("users", Key::new("id", "u2"))
        .consistent("orders")
        .projection("users", "id, #n")
        .name("users", "#n", "name")
        .return_consumed_capacity(Capacity::Total);
    assert_eq!(batch.len(), 4);
    let request = batch.into_request().unwrap();
    assert_eq!(tables(&request), ["users", "orders"]);
    assert_eq!(
        body(&request),
        json!({
            "RequestItems": {
                "users": {
                    "Keys": [{"id": {"S": "u1"}}, {"id": {"S": "u2"}}],
                    "ProjectionExpression": "id, #n",
                    "ExpressionAttributeNames": {"#n": "name"},
                },
                "orders": {
                    "Keys": [{"customer": {"S": "c"}, "n": {"N": "1"}}, {"customer": {"S": "c"}, "n": {"N": "2"}}],
                    "ConsistentRead": true,
                },
            },
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[tokio::test]
async fn several_tables_are_read_at_once() {
    let pool = orders(3).await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::S),
    )
    .await;
    ops::PutItem::new("users")
        .item(user("u1").with("name", "Ann").with("age", 30))
        .send(&pool)
        .await
        .unwrap();

    let batch = BatchGetItem::new()
        .keys("users", [("id", "u1"), ("id", "u2")])
        .key("orders", (("customer", "c"), ("n", 2)))
        .projection("users", "#n")
        .name("users", "#n", "name");
    let mut output = batch.send::<Item>(&pool).await.unwrap();
    assert!(output.unprocessed.is_none());
    assert_eq!(output.items["users"], [Item::new().with("name", "Ann")]);
    assert_eq!(output.take("orders"), [order(2)]);
    assert!(output.take("orders").is_empty() && output.take("other").is_empty());
}

#[tokio::test]
async fn more_than_16_mb_come_in_several_answers() {
    const COUNT: usize = 60;
    let pool = users().await;
    let payload = "x".repeat(350_000);
    for id in 0..COUNT {
        let item = user(&format!("u{id}"))
            .with("payload", payload.as_str())
            .with("age", 30);
        ops::PutItem::new("users").item(item).send(&pool).await.unwrap();
    }
    let recorded = Recorded::new(pool);
    let ids: Vec<String> = (0..COUNT).map(|id| format!("u{id}")).collect();
    let mut batch = Some(
        BatchGetItem::new()
            .keys("users", ids.iter().map(|id| ("id", id.as_str())))
            .consistent("users")
            .projection("users", "id, #p")
            .name("users", "#p", "payload")
            .return_consumed_capacity(Capacity::Total),
    );
    let mut found = Vec::new();
    while let Some(request) = batch {
        let mut output = request.send::<Item>(&recorded).await.unwrap();
        let (items, rest) = (
            output.take("users"),
            output.unprocessed.as_ref().map_or(0, BatchGetItem::len),
        );
        found.extend(items);
        assert_eq!(found.len() + rest, COUNT, "every key is answered or left over");
        batch = output.unprocessed;
    }
    let bodies = recorded.bodies();
    assert!(bodies.len() > 1, "60 × 350 KB are more than 16 MB");
    for body in &bodies {
        let options = &body["RequestItems"]["users"];
        assert_eq!(options["ConsistentRead"], true);
        assert_eq!(options["ProjectionExpression"], "id, #p");
        assert_eq!(options["ExpressionAttributeNames"], json!({"#p": "payload"}));
        assert_eq!(body["ReturnConsumedCapacity"], "TOTAL");
    }
    assert!(
        found.iter().all(|item| item.len() == 2),
        "the projection holds for the rest, too"
    );
    let mut seen: Vec<&str> = found.iter().map(|item| item["id"].as_s().unwrap()).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), COUNT);
}

#[tokio::test]
async fn what_is_left_over_keeps_its_table_and_options() {
    let answer = r##"{
        "Responses": {"users": [{"id": {"S": "u1"}}]},
        "UnprocessedKeys": {
            "orders": {"Keys": [{"n": {"N": "1"}}, {"n": {"N": "2"}}]},
            "arn:aws:dynamodb:x:1:table/other": {
                "Keys": [{"id": {"S": "u9"}}],
                "ConsistentRead": true,
                "ProjectionExpression": "id, #n",
                "ExpressionAttributeNames": {"#n": "name"}
            }
        }
    }"##;
    let batch = BatchGetItem::new()
        .key("users", ("id", "u1"))
        .keys("orders", [("n", 1), ("n", 2)])
        .consistent("orders");
    let output = batch.send::<Item>(&Canned::bodies([answer])).await.unwrap();
    assert_eq!(output.items["users"], [user("u1")]);

    let rest = output.unprocessed.unwrap();
    assert_eq!(rest.len(), 3);
    assert_eq!(
        body(&rest.into_request().unwrap())["RequestItems"],
        json!({
            "orders": {"Keys": [{"n": {"N": "1"}}, {"n": {"N": "2"}}], "ConsistentRead": true},
            "arn:aws:dynamodb:x:1:table/other": {
                "Keys": [{"id": {"S": "u9"}}],
                "ConsistentRead": true,
                "ProjectionExpression": "id, #n",
                "ExpressionAttributeNames": {"#n": "name"},
            },
        })
    );
}

#[tokio::test]
async fn an_empty_rest_is_none() {
    for answer in [
        r#"{"Responses":{},"UnprocessedKeys":{}}"#,
        r#"{"UnprocessedKeys":null}"#,
        "{}",
    ] {
        let output = BatchGetItem::new()
            .key("users", ("id", "u1"))
            .send::<Item>(&Canned::bodies([answer]))
            .await;
        assert!(output.unwrap().unprocessed.is_none(), "{answer}");
    }
}

#[tokio::test]
async fn the_same_key_twice_is_refused() {
    let pool: Pool = users().await;
    let error = BatchGetItem::new()
        .keys("users", [("id", "u1"); 2])
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "ValidationException");
}
