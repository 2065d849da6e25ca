//! Requests that are refused before dynoxide's own rules: unreadable, too large, unknown.

use serde_json::{Value, json};

use super::super::Engine;
use super::{answer, put, read, refused, towns};

/// A value of `levels` lists in one another.
fn nested(levels: usize) -> String {
    format!("{}{{\"S\":\"x\"}}{}", "{\"L\":[".repeat(levels), "]}".repeat(levels))
}

fn put_value(value: &str) -> String {
    format!(r#"{{"TableName":"Towns","Item":{{"name":{{"S":"Ely"}},"secret":{value}}}}}"#)
}

#[tokio::test]
async fn an_operation_it_does_not_have_is_named() {
    let engine = Engine::memory().unwrap();
    let (status, body) = read(&answer(&engine, "CreateBackup", "{}").await);
    assert_eq!(status, 400);
    assert_eq!(
        body,
        json!({
            "__type": "com.amazon.coral.service#UnknownOperationException",
            "message": "the embedded engine does not have the operation CreateBackup",
        })
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_without_a_message() {
    let engine = towns().await;
    for body in [
        "",
        "secret",
        "{\"TableName\":",
        "{\"TableName\":\"Towns\",\"Key\":{\"name\":{\"S\":\"Ely\"}}} {}",
        "{\"TableName\":\"\u{1}\"}",
    ] {
        let (status, refusal) = read(&answer(&engine, "GetItem", body.to_owned()).await);
        assert_eq!(status, 400, "{body}");
        let bare = json!({ "__type": "com.amazon.coral.service#SerializationException" });
        assert_eq!(refusal, bare, "{body}");
    }
    let (status, _) = read(&answer(&engine, "GetItem", &b"{\"TableName\":\"\xff\"}"[..]).await);
    assert_eq!(status, 400);
}

#[tokio::test]
async fn nesting_is_refused_at_any_depth_and_ends_nothing() {
    let engine = towns().await;
    let accepted = put_value(&nested(31));
    let (status, body) = read(&answer(&engine, "PutItem", accepted).await);
    assert_eq!((status, body), (200, json!({})));

    for levels in [33, 61, 100, 100_000] {
        let (code, message) = refused(&engine, "PutItem", put_value(&nested(levels))).await;
        assert_eq!(code, "ValidationException", "{levels}");
        assert!(message.to_lowercase().contains("nesting levels"), "{levels}: {message}");

        let update = format!(
            r#"{{"TableName":"Towns","Key":{{"name":{{"S":"Ely"}}}},"UpdateExpression":"SET a = :a",
                "ExpressionAttributeValues":{{":a":{}}}}}"#,
            nested(levels)
        );
        let (code, message) = refused(&engine, "UpdateItem", update).await;
        assert_eq!(code, "ValidationException", "{levels}");
        assert!(message.to_lowercase().contains("nest"), "{levels}: {message}");
    }
    let brackets = "[".repeat(100_000);
    refused(&engine, "Scan", brackets).await;
    assert_eq!(read(&answer(&engine, "ListTables", "{}").await).0, 200);
}

#[tokio::test]
async fn a_body_over_16_mb_is_refused_and_one_of_16_mb_is_read() {
    let engine = towns().await;
    let padded = |bytes: usize| {
        let mut body = "{}".to_owned();
        body.push_str(&" ".repeat(bytes - body.len()));
        body
    };
    let (status, body) = read(&answer(&engine, "ListTables", padded((16 << 20) + 1)).await);
    assert_eq!(status, 413);
    assert_eq!(
        body["message"],
        "Request must be smaller than 16777216 bytes for the ListTables operation"
    );
    assert_eq!(read(&answer(&engine, "PutItem", padded(17 << 20)).await).0, 413);
    assert_eq!(read(&answer(&engine, "ListTables", padded(16 << 20)).await).0, 200);
}

#[tokio::test]
async fn a_value_of_the_wrong_json_type_is_a_serialization_fault() {
    let engine = towns().await;
    let key = r#""Key":{"name":{"S":"Ely"}}"#;
    let cases = [
        (
            "GetItem",
            format!(r#"{{"TableName":"Towns",{key},"ConsistentRead":1}}"#),
            "NUMBER_VALUE cannot be converted to Boolean",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":"Towns",{key},"ConsistentRead":[]}}"#),
            "Unrecognized collection type class java.lang.Boolean",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":77712,{key}}}"#),
            "NUMBER_VALUE cannot be converted to String",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":7.5,{key}}}"#),
            "DECIMAL_VALUE cannot be converted to String",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":true,{key}}}"#),
            "TRUE_VALUE cannot be converted to String",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":{{}},{key}}}"#),
            "Start of structure or map found where not expected",
        ),
        (
            "GetItem",
            format!(r#"{{"TableName":[],{key}}}"#),
            "Unrecognized collection type class java.lang.String",
        ),
        (
            "PutItem",
            put_value(r#"{"BOOL":1}"#),
            "NUMBER_VALUE cannot be converted to Boolean",
        ),
        (
            "PutItem",
            put_value(r#"{"S":77712}"#),
            "Unexpected value type in payload",
        ),
        (
            "PutItem",
            put_value(r#"{"B":"!77712!"}"#),
            "Unexpected value type in payload",
        ),
        (
            "Scan",
            r#"{"TableName":"Towns","Limit":"77712"}"#.to_owned(),
            "STRING_VALUE cannot be converted to Integer",
        ),
    ];
    for (operation, body, expected) in cases {
        let (code, message) = refused(&engine, operation, body.clone()).await;
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("SerializationException", expected),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_value_with_no_meaning_is_a_validation_fault() {
    let engine = towns().await;
    let empty = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
    for value in ["{}", "77712", r#"{"S":null}"#, r#"{"X":"77712"}"#] {
        let (code, message) = refused(&engine, "PutItem", put_value(value)).await;
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("ValidationException", empty),
            "{value}"
        );
    }
    let (code, message) = refused(&engine, "PutItem", put_value(r#"{"S":"a","N":"1"}"#)).await;
    assert_eq!(code, "ValidationException");
    assert!(
        message.starts_with("Supplied AttributeValue has more than one datatypes set"),
        "{message}"
    );

    let (code, message) = refused(&engine, "GetItem", "{}").await;
    assert_eq!(code, "ValidationException");
    assert!(!message.contains(" at line "), "{message}");
}

#[tokio::test]
async fn the_request_is_validated_as_a_whole_by_three_operations_only() {
    let engine = towns().await;
    let value = r#"{"NULL":false}"#;
    let words = "One or more parameter values were invalid: Null attribute value types must have the value of true";
    let enveloped = format!("1 validation error detected: {words}");

    let (code, message) = refused(&engine, "PutItem", put_value(value)).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("ValidationException", enveloped.as_str())
    );

    for (operation, expected) in [
        ("DeleteItem", enveloped.as_str()),
        ("UpdateItem", &enveloped),
        ("GetItem", words),
    ] {
        let body = format!(r#"{{"TableName":"Towns","Key":{{"name":{value}}}}}"#);
        let (code, message) = refused(&engine, operation, body).await;
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("ValidationException", expected),
            "{operation}"
        );
    }
}

#[tokio::test]
async fn no_marker_is_ever_seen() {
    let engine = towns().await;
    let values = [
        "{\"N\":\"1e999\"}",
        "{\"N\":\"\"}",
        "{\"SS\":[]}",
        "{\"NULL\":false}",
        "{\"NS\":[\"a\"]}",
        "{\"BOOL\":[]}",
    ];
    for value in values {
        let item: Value = serde_json::from_str(value).unwrap();
        let mut whole = put("Ely");
        whole["Item"]["secret"] = item.clone();
        let batch = json!({ "RequestItems": { "Towns": [{ "PutRequest": { "Item": whole["Item"] } }] } });
        let update = json!({
            "TableName": "Towns",
            "Key": { "name": { "S": "Ely" } },
            "UpdateExpression": "SET a = :a",
            "ExpressionAttributeValues": { ":a": item },
        });
        let transaction = json!({ "TransactItems": [{ "Put": whole }, { "Update": update }] });
        let requests = [
            ("PutItem", whole),
            ("BatchWriteItem", batch),
            ("UpdateItem", update),
            ("TransactWriteItems", transaction),
        ];
        for (operation, body) in requests {
            let refusal = refused(&engine, operation, body.to_string()).await;
            let text = format!("{refusal:?}");
            assert!(
                !text.contains("VALIDATION") && !text.contains("SERIALIZATION"),
                "{operation} {value}: {text}"
            );
            assert!(!text.contains(" at line "), "{operation} {value}: {text}");
        }
    }
}
