//! What stands in a body beside its expressions.

use serde_json::json;

use super::{CONDITIONAL, REPEATABLE, UNSAFE, class, delete_body, put_body, update_body};
use crate::operation::Operation;
use crate::safety::of_body;

#[test]
fn an_operation_that_says_all_itself_needs_no_body() {
    for operation in Operation::ALL.iter().copied() {
        if matches!(
            operation,
            Operation::PutItem
                | Operation::DeleteItem
                | Operation::UpdateItem
                | Operation::BatchWriteItem
                | Operation::TransactWriteItems
                | Operation::ExecuteStatement
                | Operation::BatchExecuteStatement
                | Operation::ExecuteTransaction
        ) {
            assert_eq!(operation.safety(), UNSAFE, "{operation}");
            assert_eq!(of_body(operation, b""), UNSAFE, "{operation}");
        } else {
            assert_eq!(of_body(operation, b""), operation.safety(), "{operation}");
        }
    }
}

#[test]
fn an_update_without_an_expression_only_creates() {
    assert_eq!(class(Operation::UpdateItem, &delete_body()), REPEATABLE);
    let mut update = delete_body();
    update["ConditionExpression"] = "attribute_not_exists(id)".into();
    assert_eq!(class(Operation::UpdateItem, &update), CONDITIONAL);
}

#[test]
fn accounting_and_old_items_of_failures_change_nothing() {
    let asked = json!({
        "ReturnValues": "NONE", "ReturnConsumedCapacity": "INDEXES", "ReturnItemCollectionMetrics": "SIZE",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    });
    for (operation, mut body) in [
        (Operation::PutItem, put_body()),
        (Operation::DeleteItem, delete_body()),
        (Operation::UpdateItem, update_body("SET a = :1")),
    ] {
        for (name, value) in asked.as_object().unwrap() {
            body[name] = value.clone();
        }
        assert_eq!(class(operation, &body), REPEATABLE, "{operation}");
    }
}

/// Only a condition that a success makes false proves that a repeat that succeeds was the first success.
#[test]
fn return_values_are_right_only_if_no_attempt_succeeds_twice() {
    for values in [
        "ALL_OLD",
        "ALL_NEW",
        "UPDATED_OLD",
        "UPDATED_NEW",
        "",
        "none",
        "NEW_IN_2030",
    ] {
        for (operation, mut body, condition, expected) in [
            (Operation::PutItem, put_body(), None, UNSAFE),
            (Operation::PutItem, put_body(), Some("attribute_exists(id)"), UNSAFE),
            (
                Operation::PutItem,
                put_body(),
                Some("attribute_not_exists(id)"),
                CONDITIONAL,
            ),
            (Operation::PutItem, put_body(), Some("a = :2"), CONDITIONAL),
            (Operation::PutItem, put_body(), Some("contains(l, :1)"), UNSAFE),
            (Operation::DeleteItem, delete_body(), None, UNSAFE),
            (
                Operation::DeleteItem,
                delete_body(),
                Some("attribute_not_exists(id)"),
                UNSAFE,
            ),
            (
                Operation::DeleteItem,
                delete_body(),
                Some("attribute_exists(id)"),
                CONDITIONAL,
            ),
            (Operation::DeleteItem, delete_body(), Some("a <> :1"), UNSAFE),
            (Operation::UpdateItem, update_body("SET a = :1"), None, UNSAFE),
            (
                Operation::UpdateItem,
                update_body("SET a = :1"),
                Some("attribute_exists(id)"),
                UNSAFE,
            ),
            (
                Operation::UpdateItem,
                update_body("SET a = :1"),
                Some("size(a) = :1"),
                UNSAFE,
            ),
            (
                Operation::UpdateItem,
                update_body("SET a = :1"),
                Some("a = :2"),
                CONDITIONAL,
            ),
            (
                Operation::UpdateItem,
                update_body("ADD a :1"),
                Some("a = :2"),
                CONDITIONAL,
            ),
        ] {
            body["ReturnValues"] = values.into();
            if let Some(condition) = condition {
                body["ConditionExpression"] = condition.into();
            }
            assert_eq!(
                class(operation, &body),
                expected,
                "{operation} if {condition:?}, {values}"
            );
        }
    }
}

#[test]
fn legacy_parameters_and_unknown_members_are_unsafe() {
    for (name, value) in [
        ("Expected", json!({"a": {"Exists": false}})),
        ("AttributeUpdates", json!({"a": {"Action": "ADD", "Value": {"N": "1"}}})),
        ("ConditionalOperator", json!("AND")),
        ("IncrementEverything", json!(true)),
        ("conditionexpression", json!("a = :1")),
        ("FilterExpression", json!("a = :1")),
    ] {
        for (operation, mut body) in [
            (Operation::PutItem, put_body()),
            (Operation::DeleteItem, delete_body()),
            (Operation::UpdateItem, update_body("SET a = :1")),
            (Operation::BatchWriteItem, json!({"RequestItems": {}})),
            (
                Operation::TransactWriteItems,
                json!({"TransactItems": [], "ClientRequestToken": "t"}),
            ),
            (Operation::ExecuteStatement, json!({"Statement": "SELECT * FROM t"})),
        ] {
            body[name] = value.clone();
            assert_eq!(class(operation, &body), UNSAFE, "{operation}: {name}");
        }
    }
    // The members of one operation are none of another's.
    let mut put = put_body();
    put["UpdateExpression"] = "SET a = :1".into();
    assert_eq!(class(Operation::PutItem, &put), UNSAFE);
    assert_eq!(class(Operation::PutItem, &delete_body()), UNSAFE);
    assert_eq!(class(Operation::DeleteItem, &put_body()), UNSAFE);
}

#[test]
fn what_is_there_twice_is_unsafe() {
    for text in [
        r#"{"Key":{},"Key":{}}"#,
        r#"{"Key":{},"UpdateExpression":"SET a = :1","UpdateExpression":"ADD a :1","ExpressionAttributeValues":{":1":{"N":"1"}}}"#,
        r#"{"Key":{},"UpdateExpression":"REMOVE a","ReturnValues":"NONE","ReturnValues":"ALL_OLD"}"#,
        r#"{"Key":{},"UpdateExpression":"REMOVE a","Return\u0056alues":"NONE","ReturnValues":"ALL_OLD"}"#,
        r##"{"Key":{},"UpdateExpression":"REMOVE #a","ExpressionAttributeNames":{"#a":"a","#a":"b"}}"##,
        r##"{"Key":{},"UpdateExpression":"REMOVE #a","ExpressionAttributeNames":{"#b":"b","#a":"a","#b":"b"}}"##,
        r##"{"Key":{},"UpdateExpression":"REMOVE #a","ExpressionAttributeNames":{"#a":"a"},"ExpressionAttributeNames":{}}"##,
        r#"{"Key":{},"UpdateExpression":"ADD a :v","ExpressionAttributeValues":{":v":{"SS":["x"]},":v":{"N":"1"}}}"#,
        r#"{"Key":{},"UpdateExpression":"ADD a :v","ExpressionAttributeValues":{":v":{"SS":["x"]},"\u003av":{"N":"1"}}}"#,
        r#"{"Key":{"id":{"S":"x"},"id":{"S":"y"}},"UpdateExpression":"REMOVE a","ConditionExpression":"attribute_exists(id)"}"#,
    ] {
        assert_eq!(of_body(Operation::UpdateItem, text.as_bytes()), UNSAFE, "{text}");
    }
    // Which of two attributes is stored nobody knows; that there is one is certain.
    let put = |condition: &str| {
        let text = format!(
            r#"{{"Item":{{"a":{{"N":"1"}},"a":{{"N":"2"}}}},"ConditionExpression":"{condition}","ReturnValues":"ALL_OLD",
                "ExpressionAttributeValues":{{":1":{{"N":"1"}},":3":{{"N":"3"}}}}}}"#
        );
        of_body(Operation::PutItem, text.as_bytes())
    };
    assert_eq!(put("a = :1"), UNSAFE);
    assert_eq!(put("a = :3"), UNSAFE);
    assert_eq!(put("attribute_not_exists(a)"), CONDITIONAL);
}

#[test]
fn escapes_hide_nothing() {
    for (text, expected) in [
        (
            r#"{"Key":{},"Update\u0045xpression":"\u0041DD a :v","ExpressionAttributeValues":{":v":{"N":"1"}}}"#,
            UNSAFE,
        ),
        (
            r#"{"Key":{},"UpdateExpression":"ADD a :v","ExpressionAttributeValues":{":v":{"\u004e":"1"}}}"#,
            UNSAFE,
        ),
        (
            r#"{"Key":{},"UpdateExpression":"SET\ta = :v","ExpressionAttributeValues":{":v":{"N":"1"}}}"#,
            REPEATABLE,
        ),
        // Allowed, but written by nobody.
        (
            r#"{"Key":{},"UpdateExpression":"SET\ta = :v","ExpressionAttributeValues":{"\u003av":{"N":"1"}}}"#,
            UNSAFE,
        ),
        (
            r##"{"Key":{},"UpdateExpression":"REMOVE #a","ExpressionAttributeNames":{"#a":"n\u0061me"}}"##,
            UNSAFE,
        ),
    ] {
        assert_eq!(of_body(Operation::UpdateItem, text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn strings_are_compared_without_their_escapes() {
    let put = |stored: &str, asked: &str| {
        let text = format!(
            r#"{{"Item":{{"id":{{"S":"x"}},"s":{{"S":"{stored}"}}}},"ConditionExpression":"s = :s","ExpressionAttributeValues":{{":s":{{"S":"{asked}"}}}}}}"#
        );
        of_body(Operation::PutItem, text.as_bytes())
    };
    assert_eq!(put("caf\u{e9}", r"caf\u00e9"), REPEATABLE);
    assert_eq!(put("caf\u{e9}", "cafe"), CONDITIONAL);
}

#[test]
fn a_batch_puts_and_deletes() {
    let batch = json!({"RequestItems": {"users": [{"PutRequest": {"Item": {"id": {"S": "u1"}}}}]}, "ReturnConsumedCapacity": "TOTAL"});
    assert_eq!(class(Operation::BatchWriteItem, &batch), REPEATABLE);
}

#[test]
fn a_transaction_is_repeatable_by_its_token() {
    let class_with = |token: serde_json::Value| {
        let mut body = json!({"TransactItems": [{"Update": {"UpdateExpression": "ADD a :1"}}]});
        if !token.is_null() {
            body["ClientRequestToken"] = token;
        }
        class(Operation::TransactWriteItems, &body)
    };
    assert_eq!(class_with(json!("t")), REPEATABLE);
    assert_eq!(class_with(json!("é".repeat(36))), REPEATABLE);
    for token in [json!(null), json!(""), json!("t".repeat(37)), json!(1)] {
        assert_eq!(class_with(token.clone()), UNSAFE, "{token}");
    }
    let twice = br#"{"TransactItems":[],"ClientRequestToken":"t","ClientRequestToken":"u"}"#;
    assert_eq!(of_body(Operation::TransactWriteItems, twice), UNSAFE);
    let null = br#"{"TransactItems":[],"ClientRequestToken":null}"#;
    assert_eq!(of_body(Operation::TransactWriteItems, null), UNSAFE);
}

#[test]
fn a_condition_without_names_and_values_needs_none() {
    let body = json!({"TableName": "t", "Key": {"id": {"S": "u1"}}, "ConditionExpression": "attribute_exists(id)"});
    assert_eq!(class(Operation::DeleteItem, &body), CONDITIONAL);
}
