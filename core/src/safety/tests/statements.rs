//! PartiQL.

use serde_json::json;

use super::{READ, REPEATABLE, UNSAFE, class};
use crate::operation::Operation;
use crate::safety::of_statement;

const SELECT: &str = "SELECT * FROM t WHERE id = ?";
const WRITES: [&str; 10] = [
    "INSERT INTO t VALUE {'id': ?}",
    "UPDATE t SET n = n + 1 WHERE id = ?",
    "DELETE FROM t WHERE id = ?",
    "EXISTS(SELECT * FROM t WHERE id = ?)",
    "SELECTED",
    "SELECT",
    "",
    "é é é é",
    "SELEé",
    "select\u{301} *",
];

#[test]
fn only_a_select_reads() {
    assert_eq!(of_statement(SELECT), READ);
    assert_eq!(of_statement("\n select\t*"), READ);
    for text in WRITES {
        assert_eq!(of_statement(text), UNSAFE, "{text}");
    }
}

#[test]
fn a_statement_has_the_class_of_its_text() {
    let one = |text: &str| {
        let body = json!({"Statement": text, "Parameters": [{"S": "u1"}], "ConsistentRead": true, "Limit": 1, "NextToken": "n"});
        class(Operation::ExecuteStatement, &body)
    };
    assert_eq!(one(SELECT), READ);
    for text in WRITES {
        assert_eq!(one(text), UNSAFE, "{text}");
    }
    assert_eq!(class(Operation::ExecuteStatement, &json!({"Parameters": []})), UNSAFE);
    let twice = br#"{"Statement":"SELECT 1","Statement":"DELETE FROM t"}"#;
    assert_eq!(crate::safety::of_body(Operation::ExecuteStatement, twice), UNSAFE);
}

#[test]
fn a_batch_has_the_class_of_its_most_dangerous_statement() {
    let batch = |texts: &[&str]| {
        let statements: Vec<_> = texts.iter().map(|text| json!({"Statement": text})).collect();
        class(
            Operation::BatchExecuteStatement,
            &json!({"Statements": statements, "ReturnConsumedCapacity": "TOTAL"}),
        )
    };
    assert_eq!(batch(&[SELECT, SELECT]), READ);
    assert_eq!(batch(&[SELECT, WRITES[0]]), UNSAFE);
}

#[test]
fn a_transaction_of_statements_reads_or_has_a_token() {
    let transaction = |text: &str, token: Option<&str>| {
        let mut body = json!({"TransactStatements": [{"Statement": SELECT}, {"Statement": text}]});
        if let Some(token) = token {
            body["ClientRequestToken"] = token.into();
        }
        class(Operation::ExecuteTransaction, &body)
    };
    assert_eq!(transaction(SELECT, None), READ);
    assert_eq!(transaction(SELECT, Some("t")), READ);
    assert_eq!(transaction(WRITES[1], None), UNSAFE);
    assert_eq!(transaction(WRITES[1], Some("")), UNSAFE);
    assert_eq!(transaction(WRITES[1], Some("t")), REPEATABLE);
}
