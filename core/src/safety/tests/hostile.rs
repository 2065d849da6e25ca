//! Text that was written to be hard to read.

use proptest::prelude::*;
use serde_json::json;

use super::{CONDITIONAL, REPEATABLE, UNSAFE, class, delete_if, put_body, put_if, update, update_body, update_if};
use crate::operation::Operation;
use crate::safety::of_body;

const OPERATIONS: [Operation; 8] = [
    Operation::PutItem,
    Operation::DeleteItem,
    Operation::UpdateItem,
    Operation::BatchWriteItem,
    Operation::TransactWriteItems,
    Operation::ExecuteStatement,
    Operation::BatchExecuteStatement,
    Operation::ExecuteTransaction,
];

#[test]
fn brackets_end_at_a_depth() {
    let nested = |levels: usize| format!("{}attribute_exists(id){}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(delete_if(&nested(64)), CONDITIONAL);
    assert_eq!(delete_if(&nested(65)), UNSAFE);
    assert_eq!(
        delete_if(&format!("{}attribute_exists(id)", "NOT ".repeat(64))),
        CONDITIONAL
    );
    assert_eq!(delete_if(&format!("{}attribute_exists(id)", "NOT ".repeat(65))), UNSAFE);
    assert_eq!(delete_if(&"(".repeat(4096)), UNSAFE);

    let sum = |levels: usize| format!("SET a = {}:1{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(update(&sum(64)), REPEATABLE);
    assert_eq!(update(&sum(65)), UNSAFE);
    assert_eq!(update(&"SET a = if_not_exists(a,".repeat(100)), UNSAFE);
    // What stands side by side is not deep.
    let wide = format!(
        "SET {}",
        (0..100).map(|n| format!("a{n} = (:1)")).collect::<Vec<_>>().join(", ")
    );
    assert_eq!(update(&wide), REPEATABLE);
}

#[test]
fn what_dynamodb_refuses_for_its_length_is_unsafe() {
    let actions = |count: usize| {
        format!(
            "REMOVE {}",
            (0..count).map(|n| format!("a{n}")).collect::<Vec<_>>().join(",")
        )
    };
    assert_eq!(update(&actions(300)), REPEATABLE);
    assert_eq!(update(&actions(301)), UNSAFE);
    let tests = |count: usize| vec!["b=:1"; count].join(" OR ");
    assert_eq!(update_if("SET a = :1", &tests(300)), REPEATABLE);
    assert_eq!(update_if("SET a = :1", &tests(301)), UNSAFE);
    let list = |count: usize| format!("b IN ({})", vec![":1"; count].join(","));
    assert_eq!(update_if("SET a = :1", &list(100)), REPEATABLE);
    assert_eq!(update_if("SET a = :1", &list(101)), UNSAFE);
    let spaced = |bytes: usize| format!("SET a = :1{}", " ".repeat(bytes - 10));
    assert_eq!(update(&spaced(4096)), REPEATABLE);
    assert_eq!(update(&spaced(4097)), UNSAFE);
}

#[test]
fn a_body_that_is_no_json_is_unsafe() {
    let good = put_body().to_string();
    for end in 0..good.len() {
        assert_eq!(of_body(Operation::PutItem, &good.as_bytes()[..end]), UNSAFE, "{end}");
    }
    assert_eq!(of_body(Operation::PutItem, format!("{good} ").as_bytes()), REPEATABLE);
    assert_eq!(of_body(Operation::PutItem, format!("{good}x").as_bytes()), UNSAFE);
    assert_eq!(of_body(Operation::PutItem, b"{\"Item\":{\"\xff\":1}}"), UNSAFE);
    for operation in OPERATIONS {
        for text in ["", "null", "[]", "{}", "0", "\"\"", "{\"a\"}", "{\"Item\":1,}"] {
            assert_eq!(of_body(operation, text.as_bytes()), UNSAFE, "{operation}: {text}");
        }
    }
}

#[test]
fn members_of_another_type_are_unsafe() {
    for (name, value) in [
        ("UpdateExpression", json!(1)),
        ("UpdateExpression", json!(null)),
        ("ConditionExpression", json!(["a = :1"])),
        ("ReturnValues", json!(null)),
        ("ExpressionAttributeNames", json!([])),
        ("ExpressionAttributeNames", json!({"#a": 1})),
        ("ExpressionAttributeValues", json!("x")),
    ] {
        let mut body = update_body("SET #a = :1");
        body[name] = value.clone();
        assert_eq!(class(Operation::UpdateItem, &body), UNSAFE, "{name}: {value}");
    }
    let mut odd = update_body("ADD a :odd");
    for value in [
        json!({}),
        json!([]),
        json!({"Q": "1"}),
        json!("SS"),
        json!({"N": 1, "SS": []}),
    ] {
        odd["ExpressionAttributeValues"] = json!({":odd": value});
        assert_eq!(class(Operation::UpdateItem, &odd), UNSAFE, "{value}");
    }
}

#[test]
fn odd_numbers_prove_nothing() {
    for number in ["", "x", "1e999", "NaN", "١", &"9".repeat(39)] {
        let mut body = update_body("ADD version :by");
        body["ConditionExpression"] = "version = :v".into();
        for (v, by) in [(number, "1"), ("1", number)] {
            body["ExpressionAttributeValues"] = json!({":v": {"N": v}, ":by": {"N": by}});
            assert_eq!(class(Operation::UpdateItem, &body), UNSAFE, "{v} + {by}");
        }
    }
    // The sum has 38 digits, or one more.
    for (v, by, expected) in [
        ("1e36", "1", CONDITIONAL),
        ("1e37", "1", UNSAFE),
        ("1", "1e36", CONDITIONAL),
        ("1", "-1e37", UNSAFE),
        ("0.1", "1e35", CONDITIONAL),
        ("0.1", "1e36", UNSAFE),
        ("1e-130", "-2e-130", CONDITIONAL),
    ] {
        let mut body = update_body("ADD version :by");
        body["ConditionExpression"] = "version = :v".into();
        body["ExpressionAttributeValues"] = json!({":v": {"N": v}, ":by": {"N": by}});
        assert_eq!(class(Operation::UpdateItem, &body), expected, "{v} + {by}");
    }
}

/// Long inputs must not take long: what is quadratic here would take minutes.
#[test]
fn long_bodies_are_read_in_one_pass() {
    let mut put = put_body();
    for n in 0..40_000 {
        put["Item"][format!("attribute{n:05}")] = json!({"N": "1"});
    }
    // An item is not searched without end; what was not found may be either.
    for (searches, expected) in [(16, REPEATABLE), (17, CONDITIONAL), (100, CONDITIONAL)] {
        put["ConditionExpression"] = vec!["attribute_exists(attribute39999)"; searches].join(" AND ").into();
        assert_eq!(class(Operation::PutItem, &put), expected, "{searches}");
    }

    let mut update = update_body("SET a = :1");
    for n in 0..40_000 {
        update["ExpressionAttributeValues"][format!(":v{n:05}")] = json!({"N": "1"});
    }
    update["ConditionExpression"] = vec!["b = :v39999"; 250].join(" OR ").into();
    assert_eq!(class(Operation::UpdateItem, &update), REPEATABLE);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for operation in OPERATIONS {
            let _ = of_body(operation, &bytes);
        }
    }

    #[test]
    fn no_expression_panics(text in "\\PC{0,60}") {
        let _ = (update(&text), put_if(&text), delete_if(&text), update_if("SET a = :1 ADD n :1", &text));
    }

    /// Text of the right words in any order is closer to the grammar.
    #[test]
    fn no_words_panic(words in prop::collection::vec(prop::sample::select(WORDS), 0..30), glue in "[ ]?") {
        let text = words.join(&glue);
        let _ = (update(&text), put_if(&text), delete_if(&text), update_if("SET a = :1 ADD n :1", &text));
    }
}

const WORDS: &[&str] = &[
    "SET",
    "REMOVE",
    "ADD",
    "DELETE",
    "AND",
    "OR",
    "NOT",
    "BETWEEN",
    "IN",
    "(",
    ")",
    "[",
    "]",
    "0",
    "1",
    ",",
    ".",
    "=",
    "<",
    ">",
    "<>",
    "<=",
    ">=",
    "+",
    "-",
    "a",
    "b",
    "id",
    "#a",
    "#dot",
    ":1",
    ":ss",
    ":l",
    "if_not_exists(",
    "list_append(",
    "size(",
    "attribute_exists(",
    "attribute_not_exists(",
    "contains(",
    "é",
    "#",
    ":",
];
