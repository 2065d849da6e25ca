//! The ledger by itself: a judge that accepts everything would prove nothing.

use ddbx_core::{Operation, Outcome, Request};

use crate::testing::ledger::ids::Ids;
use crate::testing::ledger::{Ledger, Told};

const UNKNOWN: Told = Told::Failed(Outcome::Unknown);
const DENIED: Told = Told::Failed(Outcome::NotApplied);
const APPLIED: Told = Told::Failed(Outcome::Applied);

/// `a` once, `b` twice, nothing else.
fn ledger() -> Ledger {
    let ledger = Ledger::default();
    for id in ["a", "b", "b"] {
        ledger.commit(Operation::UpdateItem, [id]);
    }
    ledger
}

#[test]
fn what_was_lost_doubled_or_denied_is_found() {
    let told = |told: &[(&str, Told)]| {
        let mut told = told.to_vec();
        // Whatever is said of it, it is one violation.
        if !told.iter().any(|(id, _)| *id == "b") {
            told.push(("b", UNKNOWN));
        }
        ledger().judge(told).map_err(|violations| violations.len() - 1)
    };
    for fine in [Told::Done, APPLIED, UNKNOWN, Told::Nothing] {
        assert_eq!(told(&[("a", fine)]), Err(0), "{fine:?}");
    }
    for fine in [DENIED, UNKNOWN, Told::Nothing] {
        assert_eq!(told(&[("a", Told::Done), ("x", fine)]), Err(0), "{fine:?}");
    }
    assert_eq!(told(&[("a", DENIED)]), Err(1));
    assert_eq!(told(&[("a", Told::Done), ("x", Told::Done)]), Err(1));
    assert_eq!(told(&[("a", Told::Done), ("x", APPLIED)]), Err(1));
    assert_eq!(told(&[]), Err(1), "`a` is nobody's");
    assert_eq!(told(&[("a", Told::Done), ("a", Told::Done)]), Err(1), "told twice");
}

#[test]
fn the_numbers_of_a_ledger_without_a_violation() {
    let ledger = Ledger::default();
    for id in ["a", "b", "c"] {
        ledger.commit(Operation::PutItem, [id]);
    }
    let told = [
        ("a", Told::Done),
        ("b", UNKNOWN),
        ("c", Told::Nothing),
        ("d", UNKNOWN),
        ("e", DENIED),
    ];
    let tally = ledger.judge(told).unwrap();
    assert_eq!(
        (
            tally.writes,
            tally.applied,
            tally.done,
            tally.unknown,
            tally.not_applied
        ),
        (5, 3, 1, 3, 1)
    );
    let commits = ledger.commits();
    assert_eq!(
        commits.iter().map(|commit| commit.sequence).collect::<Vec<_>>(),
        [0, 1, 2]
    );
    assert!(commits.is_sorted_by_key(|commit| commit.at));
}

/// What may be repeated may be there twice, and nothing else may.
#[test]
fn repeatable_writes_may_be_carried_out_twice() {
    let told = |told: &[(&str, Told)]| ledger().judge_repeatable(told.to_vec()).map(|tally| tally.applied);
    assert_eq!(told(&[("a", Told::Done), ("b", Told::Done)]), Ok(2));
    assert_eq!(told(&[("a", Told::Done), ("b", UNKNOWN), ("x", UNKNOWN)]), Ok(2));
    assert!(told(&[("a", Told::Done), ("b", DENIED)]).is_err());
    assert!(told(&[("a", Told::Done), ("b", Told::Done), ("x", Told::Done)]).is_err());
    assert!(told(&[("a", Told::Done)]).is_err());
}

#[test]
fn violations_say_what_they_are() {
    let violations = ledger().judge([("b", Told::Done), ("x", Told::Done)]).unwrap_err();
    assert_eq!(
        violations.to_string(),
        "3 violations\n\
         `b` was carried out 2 times; its caller knows: done\n\
         `x` was carried out 0 times; its caller knows: done\n\
         `a` was carried out 1 times, and nobody told of it"
    );
    let ledger = Ledger::default();
    (0..100).for_each(|number| ledger.commit(Operation::PutItem, [number.to_string()]));
    let printed = ledger.judge([("x", DENIED)]).unwrap_err().to_string();
    assert!(
        printed.starts_with("100 violations\n") && printed.ends_with("\n… and 80 more"),
        "{printed}"
    );
}

#[test]
fn ids_are_found_wherever_they_are() {
    let ids = |operation, body: &'static str| Ids::Named("op_id".into()).of(&Request::new(operation, body));
    let none: [&str; 0] = [];
    for (operation, body, wanted) in [
        (
            Operation::PutItem,
            r#"{"Item":{"op_id":{"S":"a"},"m":{"M":{"x":{"N":"1"}}}}}"#,
            &["a"][..],
        ),
        (
            Operation::UpdateItem,
            r#"{"ExpressionAttributeValues":{":one":{"N":"1"},":op_id":{"N":"7"}}}"#,
            &["7"],
        ),
        (
            Operation::UpdateItem,
            r#"{"ExpressionAttributeValues":{":op_id":{"SS":["a","b"]}}}"#,
            &["a", "b"],
        ),
        (
            Operation::BatchWriteItem,
            r#"{"RequestItems":{"t":[{"PutRequest":{"Item":{"op_id":{"S":"a"}}}},{"PutRequest":{"Item":{"op_id":{"S":"b"}}}}]}}"#,
            &["a", "b"],
        ),
        (
            Operation::TransactWriteItems,
            r#"{"ClientRequestToken":"t","TransactItems":[{"Update":{"ExpressionAttributeValues":{":op_id":{"S":"a"}}}}]}"#,
            &["a"],
        ),
        (
            Operation::TransactWriteItems,
            r#"{"ClientRequestToken":"t","TransactItems":[]}"#,
            &["t"],
        ),
        (Operation::PutItem, r#"{"Item":{"id":{"S":"a"}}}"#, &none),
        (Operation::PutItem, "no JSON", &none),
        (Operation::GetItem, r#"{"Key":{"op_id":{"S":"a"}}}"#, &none),
    ] {
        assert_eq!(ids(operation, body), wanted, "{body}");
    }
}
