mod precedence;

use std::collections::BTreeSet;

use super::{Comparison, Condition, Expressions, Field};

struct User;

const NAME: Field<User, String> = Field::new(0, "name");
const VISITS: Field<User, u32> = Field::new(1, "visits");
const SCORE: Field<User, Option<f64>> = Field::new(2, "score");
const TAGS: Field<User, BTreeSet<String>> = Field::new(3, "tags");
const PHOTO: Field<User, Vec<u8>> = Field::new(4, "photo");
const STOPS: Field<User, Vec<u32>> = Field::new(5, "stops");
const ACTIVE: Field<User, bool> = Field::new(6, "active");

/// The text of a condition and its values.
fn written(condition: Condition<User>) -> (String, String) {
    let mut expressions = Expressions::new();
    let text = expressions.condition(condition.into()).unwrap();
    (text, String::from_utf8(expressions.values().to_vec()).unwrap())
}

fn text(condition: Condition<User>) -> String {
    written(condition).0
}

fn refused(condition: Condition<User>) -> String {
    Expressions::new().condition(condition.into()).unwrap_err().to_string()
}

#[test]
fn every_operator_has_its_text_and_its_values() {
    for (condition, expected, values) in [
        (VISITS.eq(5), "#0 = :0", r#"":0":{"N":"5"}"#),
        (VISITS.ne(5), "#0 <> :0", r#"":0":{"N":"5"}"#),
        (VISITS.lt(5), "#0 < :0", r#"":0":{"N":"5"}"#),
        (VISITS.le(5), "#0 <= :0", r#"":0":{"N":"5"}"#),
        (VISITS.gt(5), "#0 > :0", r#"":0":{"N":"5"}"#),
        (VISITS.ge(5), "#0 >= :0", r#"":0":{"N":"5"}"#),
        (
            VISITS.between(1, 9),
            "#0 BETWEEN :0 AND :1",
            r#"":0":{"N":"1"},":1":{"N":"9"}"#,
        ),
        (
            VISITS.is_in([1, 2, 3]),
            "#0 IN (:0_0, :0_1, :0_2)",
            r#"":0_0":{"N":"1"},":0_1":{"N":"2"},":0_2":{"N":"3"}"#,
        ),
        (VISITS.exists(), "attribute_exists(#0)", ""),
        (VISITS.not_exists(), "attribute_not_exists(#0)", ""),
        (NAME.begins_with("A\""), "begins_with(#0, :0)", r#"":0":{"S":"A\""}"#),
        (NAME.contains("x"), "contains(#0, :0)", r#"":0":{"S":"x"}"#),
        (TAGS.contains("x"), "contains(#0, :0)", r#"":0":{"S":"x"}"#),
        (
            TAGS.eq(BTreeSet::from(["x".to_owned()])),
            "#0 = :0",
            r#"":0":{"SS":["x"]}"#,
        ),
        (STOPS.contains(7), "contains(#0, :0)", r#"":0":{"N":"7"}"#),
        (STOPS.eq(vec![1, 2]), "#0 = :0", r#"":0":{"L":[{"N":"1"},{"N":"2"}]}"#),
        (PHOTO.begins_with(b"ab"), "begins_with(#0, :0)", r#"":0":{"B":"YWI="}"#),
        (PHOTO.eq(b"ab".to_vec()), "#0 = :0", r#"":0":{"B":"YWI="}"#),
        (ACTIVE.eq(true), "#0 = :0", r#"":0":{"BOOL":true}"#),
        (SCORE.ge(1), "#0 >= :0", r#"":0":{"N":"1"}"#),
        (SCORE.lt(0.5), "#0 < :0", r#"":0":{"N":"0.5"}"#),
        (NAME.eq("ж".to_owned()), "#0 = :0", r#"":0":{"S":"ж"}"#),
    ] {
        assert_eq!(written(condition), (expected.to_owned(), values.to_owned()));
    }
}

#[test]
fn every_comparison_has_its_symbol() {
    for (comparison, symbol) in [
        (Comparison::Equal, "="),
        (Comparison::Greater, ">"),
        (Comparison::GreaterOrEqual, ">="),
        (Comparison::Less, "<"),
        (Comparison::LessOrEqual, "<="),
        (Comparison::NotEqual, "<>"),
    ] {
        assert_eq!(comparison.symbol(), symbol);
    }
}

#[test]
fn one_attribute_has_one_name_and_every_value_its_own() {
    let mut expressions = Expressions::default();
    let first = VISITS.gt(1).and(NAME.eq("a")).and(VISITS.lt(9));
    let second = NAME.ne("a").or(SCORE.not_exists());
    assert_eq!(
        expressions.condition(first.into()).unwrap(),
        "#0 > :0 AND #1 = :1 AND #0 < :2"
    );
    assert_eq!(
        expressions.condition(second.into()).unwrap(),
        "#1 <> :3 OR attribute_not_exists(#2)"
    );
    assert_eq!(expressions.name("name"), "#1");
    assert_eq!(expressions.name("new"), "#3");
    let names: Vec<_> = expressions.names().collect();
    assert_eq!(
        names,
        [
            ("#0".to_owned(), "visits"),
            ("#1".to_owned(), "name"),
            ("#2".to_owned(), "score"),
            ("#3".to_owned(), "new")
        ]
    );
    let values = format!("{{{}}}", std::str::from_utf8(expressions.values()).unwrap());
    assert_eq!(
        values,
        r#"{":0":{"N":"1"},":1":{"S":"a"},":2":{"N":"9"},":3":{"S":"a"}}"#
    );
    serde_json::from_str::<serde_json::Value>(&values).unwrap();
}

#[test]
fn nothing_has_no_names_and_no_values() {
    let expressions = Expressions::new();
    assert_eq!(expressions.names().count(), 0);
    assert!(expressions.values().is_empty());
}

#[test]
fn is_in_takes_one_to_a_hundred_values() {
    for count in [1, 2, 99, 100] {
        let (text, values) = written(VISITS.is_in(0..count));
        assert_eq!(text.matches(':').count(), count as usize);
        assert!(
            text.starts_with("#0 IN (:0_0") && text.ends_with(&format!(":0_{})", count - 1)),
            "{text}"
        );
        assert!(
            values.ends_with(&format!(r#"":0_{0}":{{"N":"{0}"}}"#, count - 1)),
            "{values}"
        );
    }
    assert_eq!(text(VISITS.is_in([7])), "#0 IN (:0_0)");
    assert_eq!(
        refused(VISITS.is_in(Vec::<u32>::new())),
        "`visits`: `is_in` needs at least one value"
    );
    assert_eq!(
        refused(VISITS.is_in(0..101)),
        "`visits`: `is_in` takes at most 100 values"
    );
}

#[test]
fn a_value_that_cannot_be_stored_is_reported_with_its_field() {
    let held = "`score`: not a number DynamoDB can hold";
    let nan = f64::NAN;
    for condition in [
        SCORE.eq(nan),
        SCORE.lt(nan),
        SCORE.between(nan, 1.0),
        SCORE.between(1.0, f64::INFINITY),
        SCORE.is_in([1.0, 1e300]),
        !SCORE.eq(nan),
        VISITS.eq(1).and(SCORE.eq(nan)),
        VISITS.eq(1).or(NAME.exists().and(!SCORE.eq(nan))),
    ] {
        assert_eq!(refused(condition), held);
    }
    assert_eq!(
        refused(TAGS.eq(BTreeSet::new())),
        "`tags`: an empty set cannot be stored; a field of an item leaves it out, and an update removes it"
    );
}

#[test]
fn values_do_not_show_in_debug() {
    let conditions = [
        NAME.eq("canary"),
        NAME.is_in(["canary"]),
        !NAME.begins_with("canary").and(NAME.between("canary", "canary")),
    ];
    for condition in conditions {
        let shown = format!("{condition:?}");
        assert!(shown.contains("name") && !shown.contains("canary"), "{shown}");
        let mut expressions = Expressions::new();
        expressions.condition(condition.into()).unwrap();
        let shown = format!("{expressions:?}");
        assert!(!shown.contains("canary") && !shown.contains("99, 97, 110"), "{shown}");
    }
    assert_eq!(format!("{NAME:?}"), "Field(name)");
}

#[test]
fn a_field_is_what_it_was_made_of() {
    let copy = VISITS;
    assert_eq!(copy.reference(), VISITS.reference());
    assert_eq!((VISITS.reference().index, VISITS.reference().attribute), (1, "visits"));
}
