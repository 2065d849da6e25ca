//! What is read from a body.

use std::hash::RandomState;

use ddbx_core::Operation;

use crate::throttle::subject::{action_tables, index, partition};

#[test]
fn the_index_is_read_wherever_it_stands() {
    assert_eq!(
        index(br#"{"TableName":"t","IndexName":"by_status"}"#).as_deref(),
        Some("by_status")
    );
    assert_eq!(
        index(br#"{"Filter":{"IndexName":"no"},"IndexName":"by_\u0061ge"}"#).as_deref(),
        Some("by_age")
    );
    for none in [
        &b"{}"[..],
        b"",
        b"[]",
        b"{\"IndexName\":null}",
        b"{\"IndexName\":7}",
        b"\xff",
        b"{\"A\":{\"IndexName\":\"b\"}}",
    ] {
        assert_eq!(index(none), None, "{}", none.escape_ascii());
    }
}

#[test]
fn actions_are_counted_also_where_they_name_no_table() {
    let body = br#"{"ClientRequestToken":"x","TransactItems":[{"Put":{"TableName":"a","Item":{}}},{},{"Get":{"Key":{},"TableName":"b"}}]}"#;
    assert_eq!(action_tables(body), [Some("a".to_owned()), None, Some("b".to_owned())]);
    assert_eq!(
        action_tables(br#"{"TransactItems":[{"Put":{"TableName":"a"}},{"Put":3}]}"#),
        [Some("a".to_owned())]
    );
    assert!(action_tables(b"{}").is_empty());
}

/// Whether bodies of these operations are about the same partition, and one that can be told.
fn same(attribute: Option<&str>, one: (Operation, &str), other: (Operation, &str)) -> bool {
    let hasher = RandomState::new();
    let [one, other] = [one, other].map(|(operation, body)| partition(operation, body.as_bytes(), attribute, &hasher));
    one.is_some() && one == other
}

#[test]
fn the_only_attribute_of_a_key_is_the_partition() {
    use Operation::{DeleteItem, GetItem, UpdateItem};
    let key = r#"{"TableName":"t","Key":{"id":{"S":"a"}}}"#;
    assert!(same(
        None,
        (GetItem, key),
        (UpdateItem, r#"{ "Key" : { "id" : { "S" : "\u0061" } } }"#)
    ));
    assert!(same(None, (GetItem, key), (DeleteItem, key)));
    assert!(!same(None, (GetItem, key), (GetItem, r#"{"Key":{"id":{"S":"b"}}}"#)));
    assert!(!same(None, (GetItem, key), (GetItem, r#"{"Key":{"id":{"B":"a"}}}"#)));
    assert!(!same(None, (GetItem, "{}"), (GetItem, "{}")));
    assert!(!same(None, (Operation::Scan, key), (Operation::Scan, key)));
}

#[test]
fn of_two_attributes_the_named_one_counts_and_else_both() {
    use Operation::GetItem;
    let one = r#"{"Key":{"pk":{"S":"a"},"sk":{"S":"x"}}}"#;
    let turned = r#"{"Key":{"sk":{"S":"x"},"pk":{"S":"a"}}}"#;
    let neighbour = r#"{"Key":{"pk":{"S":"a"},"sk":{"S":"y"}}}"#;
    let stranger = r#"{"Key":{"pk":{"S":"b"},"sk":{"S":"x"}}}"#;
    assert!(same(None, (GetItem, one), (GetItem, turned)));
    assert!(!same(None, (GetItem, one), (GetItem, neighbour)));
    assert!(same(Some("pk"), (GetItem, one), (GetItem, neighbour)));
    assert!(!same(Some("pk"), (GetItem, one), (GetItem, stranger)));
    let item = r#"{"Item":{"n":{"N":"1"},"pk":{"S":"a"},"set":{"SS":["x"]},"m":{"M":{"pk":{"S":"z"}}}}}"#;
    assert!(same(Some("pk"), (GetItem, one), (Operation::PutItem, item)));
    assert!(!same(None, (Operation::PutItem, item), (Operation::PutItem, item)));
}

#[test]
fn the_only_equality_of_a_key_condition_is_the_partition() {
    use Operation::{GetItem, Query};
    let key = (GetItem, r#"{"Key":{"id":{"S":"a"}}}"#);
    for condition in [
        "id = :v",
        ":v=id",
        "(id=:v)",
        "#i = :v",
        "n >= :n AND id = :v",
        "#i = :v and begins_with(n, :n)",
        "n BETWEEN :n AND :n AND ( #i = :v )",
        "n<=:n AND :v = #i",
    ] {
        let query = format!(
            r##"{{"ExpressionAttributeNames":{{"#i":"id"}},"KeyConditionExpression":"{condition}",
                "ExpressionAttributeValues":{{":n":{{"N":"1"}},":v":{{"S":"a"}}}}}}"##
        );
        assert!(same(None, key, (Query, &query)), "{condition}");
    }
    let two = |key| {
        format!(
            r#"{{"KeyConditionExpression":"n = :n AND id = :v",
                "ExpressionAttributeValues":{{":n":{{"N":"1"}},":v":{{"S":"{key}"}}}}}}"#
        )
    };
    assert!(same(Some("id"), key, (Query, &two("a"))));
    assert!(!same(Some("id"), key, (Query, &two("b"))));
    for nothing in [
        "{}",
        r#"{"KeyConditionExpression":"id = :v"}"#,
        r#"{"KeyConditionExpression":"= ="}"#,
    ] {
        assert!(!same(None, (Query, nothing), (Query, nothing)), "{nothing}");
    }
}
