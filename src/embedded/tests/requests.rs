//! Requests that are carried out, and faults that dynoxide itself reports.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::answer::Answer;
use super::super::{Engine, dispatch};
use super::{answer, has, put, read, refused, send, towns};

#[tokio::test]
async fn an_item_comes_back_as_it_was_put() {
    let engine = towns().await;
    let item = json!({
        "name": { "S": "Ipswich" },
        "people": { "N": "7" },
        "river": { "M": { "name": { "S": "Orwell" }, "bridges": { "L": [{ "N": "1" }, { "NULL": true }] } } },
        "tags": { "SS": ["port", "town"] },
        "crest": { "B": "AAEC" },
        "old": { "BOOL": true },
    });
    let (status, body) = send(&engine, "PutItem", json!({ "TableName": "Towns", "Item": item })).await;
    assert_eq!((status, body), (200, json!({})));

    let key = json!({ "TableName": "Towns", "Key": { "name": { "S": "Ipswich" } } });
    assert_eq!(send(&engine, "GetItem", key).await, (200, json!({ "Item": item })));
    assert!(!has(&engine, "Norwich").await);
}

#[tokio::test]
async fn a_failed_condition_brings_the_old_item() {
    let engine = towns().await;
    let mut request = put("Ely");
    assert_eq!(send(&engine, "PutItem", request.clone()).await.0, 200);

    request["ConditionExpression"] = json!("attribute_not_exists(#n)");
    request["ExpressionAttributeNames"] = json!({ "#n": "name" });
    request["ReturnValuesOnConditionCheckFailure"] = json!("ALL_OLD");
    let (status, body) = send(&engine, "PutItem", request).await;
    assert_eq!(status, 400);
    assert_eq!(
        body,
        json!({
            "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
            "message": "The conditional request failed",
            "Item": { "name": { "S": "Ely" }, "people": { "N": "7" } },
        })
    );
}

#[tokio::test]
async fn a_failed_partiql_condition_brings_the_old_item_beside_a_capitalised_message() {
    let engine = towns().await;
    send(&engine, "PutItem", put("Ely")).await;
    let statement = json!({
        "Statement": "UPDATE Towns SET people = 8 WHERE name = 'Ely' AND people = 9",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    });
    let (status, body) = send(&engine, "ExecuteStatement", statement).await;
    assert_eq!(status, 400, "{body}");
    assert_eq!(body["Item"]["people"], json!({ "N": "7" }), "{body}");
    assert!(body.get("Message").is_some(), "{body}");
}

#[tokio::test]
async fn a_cancelled_transaction_gives_a_reason_for_each_action() {
    let engine = towns().await;
    let condition = json!({
        "TableName": "Towns",
        "Key": { "name": { "S": "Bath" } },
        "ConditionExpression": "attribute_exists(people)",
    });
    let request = json!({ "TransactItems": [{ "Put": put("Ely") }, { "ConditionCheck": condition }] });
    let (status, body) = send(&engine, "TransactWriteItems", request).await;
    assert_eq!(status, 400);
    assert_eq!(body["CancellationReasons"][0]["Code"], "None");
    assert_eq!(body["CancellationReasons"][1]["Code"], "ConditionalCheckFailed");
    assert!(!has(&engine, "Ely").await);
}

#[tokio::test]
async fn a_table_that_is_not_there_is_a_fault() {
    let engine = Engine::memory().unwrap();
    let (code, message) = refused(&engine, "PutItem", put("Ely").to_string()).await;
    assert_eq!(code, "ResourceNotFoundException");
    assert!(!message.contains("Ely"), "{message}");
}

#[tokio::test]
async fn every_operation_of_the_table_is_known() {
    let engine = towns().await;
    assert_eq!(dispatch::OPERATIONS.len(), 28);
    for operation in dispatch::OPERATIONS {
        let (status, body) = read(&answer(&engine, operation, "{}").await);
        let code = body["__type"].as_str().unwrap_or_default();
        assert!(!code.contains("UnknownOperation"), "{operation}: {body}");
        assert!(status == 200 || status == 400, "{operation}: {body}");
    }
}

#[tokio::test]
async fn each_answer_has_an_id_of_its_own_and_a_checksum() {
    let engine = towns().await;
    let mut ids = BTreeSet::new();
    for _ in 0..100 {
        let answer: Answer = answer(&engine, "ListTables", "{}").await;
        assert_eq!(answer.crc32, crc32fast::hash(&answer.body));
        assert_eq!(answer.request_id.len(), 52);
        let is_digit = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        assert!(answer.request_id.chars().all(is_digit));
        assert!(!format!("{answer:?}").contains("Towns"));
        ids.insert(answer.request_id);
    }
    assert_eq!(ids.len(), 100);
}
