use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::{Item, Number, NumberError, Value, item_size, value_size};
use crate::limits;

fn number(text: &str) -> Value {
    Value::N(text.parse().unwrap())
}

#[test]
fn the_obvious_types_become_values() {
    assert_eq!(Value::from("a"), Value::S("a".into()));
    assert_eq!(Value::from(String::from("a")), Value::S("a".into()));
    assert_eq!(Value::from('a'), Value::S("a".into()));
    assert_eq!(Value::from(7_u8), number("7"));
    assert_eq!(Value::from(-7_i64), number("-7.0"));
    assert_eq!(Value::from(true), Value::Bool(true));
    assert_eq!(
        Value::from(Bytes::from_static(b"a")),
        Value::B(Bytes::from_static(b"a"))
    );
    assert_eq!(Value::from(vec![1_u8, 2]), Value::B(Bytes::from_static(&[1, 2])));
    assert_eq!(
        Value::from([Value::from(1), Value::Null]),
        Value::L(vec![number("1"), Value::Null])
    );
    assert_eq!(
        ["a", "b"].map(Value::from).into_iter().collect::<Value>(),
        Value::from(["a", "b"].map(Value::from))
    );
    assert_eq!(
        Value::from(BTreeSet::from(["a".to_owned()])).as_ss().map(BTreeSet::len),
        Some(1)
    );
    assert_eq!(Value::try_from(1.5), Ok(number("1.5")));
    assert_eq!(Value::try_from(f64::NAN), Err(NumberError::NotFinite));
    assert_eq!(Value::try_from(u128::MAX), Err(NumberError::TooManyDigits));
}

#[test]
fn each_accessor_sees_its_own_variant_only() {
    let values = [
        Value::from("a"),
        Value::from(1),
        Value::from(vec![0_u8]),
        Value::from(true),
        Value::Null,
        Value::from(vec![Value::Null]),
        Value::from(Item::new()),
        Value::Ss(BTreeSet::new()),
        Value::Ns(BTreeSet::new()),
        Value::Bs(BTreeSet::new()),
    ];
    for (index, value) in values.iter().enumerate() {
        let seen = [
            value.as_s().is_some(),
            value.as_n().is_some(),
            value.as_b().is_some(),
            value.as_bool().is_some(),
            value.is_null(),
            value.as_l().is_some(),
            value.as_m().is_some(),
            value.as_ss().is_some(),
            value.as_ns().is_some(),
            value.as_bs().is_some(),
        ];
        assert_eq!(seen.iter().position(|seen| *seen), Some(index));
        assert_eq!(seen.iter().filter(|seen| **seen).count(), 1);
    }
}

#[test]
fn sets_of_numbers_hold_a_value_once() {
    let set: BTreeSet<Number> = ["1", "1.0", "1e0", "2"]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    assert_eq!(set.len(), 2);
    assert_eq!(Value::Ns(set), Value::Ns([1, 2].map(Number::from).into()));
}

#[test]
fn an_item_is_a_map_in_order() {
    let mut item = Item::new().with("b", 1).with("a", "x");
    assert_eq!((item.len(), item.is_empty()), (2, false));
    assert_eq!(item.insert("b", 2), Some(Value::from(1)));
    assert_eq!(item.insert("c", true), None);
    assert_eq!(item.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(item["b"], Value::from(2));
    assert_eq!(item["nothing"], Value::Null);
    assert_eq!(item.get("nothing"), None);
    assert_eq!(item.remove("c"), Some(Value::from(true)));
    assert!(!item.contains("c"));
    if let Some(value) = item.get_mut("a") {
        *value = Value::Null;
    }
    assert_eq!(item, Item::from([("a", Value::Null), ("b", 2.into())]));
    item.extend([("d", 4)]);
    assert_eq!(item.clone().into_iter().collect::<Item>(), item);
    assert_eq!((&item).into_iter().len(), 3);
    assert_eq!(Item::from(BTreeMap::from(item.clone())), item);
}

#[test]
fn debug_shows_the_users_own_data() {
    let shown = format!("{:?}", Item::new().with("n", 1).with("s", "x"));
    assert_eq!(shown, r#"Item({"n": N(Number(1)), "s": S("x")})"#);
}

#[test]
fn values_are_sent_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Value>();
    shared::<Item>();
    assert!(size_of::<Value>() <= 40);
}

#[test]
fn sizes_follow_the_page() {
    // The example of AWS's page on limits.
    assert_eq!(
        item_size(&Item::new().with("shirt-color", "R").with("shirt-size", "M")),
        23
    );
    assert_eq!(item_size(&Item::new()), 0);
    assert_eq!(item_size(&Item::new().with("ключ", "é")), 8 + 2);
    for (value, size) in [
        (Value::from(""), 0),
        (Value::from(vec![0_u8; 5]), 5),
        (Value::Null, 1),
        (Value::from(false), 1),
        // An empty list or map costs 3 bytes, an element one more than itself.
        (Value::from(Vec::<Value>::new()), 3),
        (Value::from(Item::new()), 3),
        (Value::from(vec![Value::from("ab"), Value::Null]), 3 + (1 + 2) + (1 + 1)),
        (Value::from(Item::new().with("name", "ab")), 3 + 1 + 4 + 2),
        (
            Value::from(vec![Value::from(Item::new().with("a", true))]),
            3 + 1 + 3 + 1 + 1 + 1,
        ),
        (Value::Ss(["ab".to_owned(), "c".to_owned()].into()), 3),
        (Value::Ns([1, 22, 333].map(Number::from).into()), 2 + 2 + 3),
        (Value::Bs([Bytes::from_static(b"ab")].into()), 2),
    ] {
        assert_eq!(value_size(&value), size, "{value:?}");
    }
}

#[test]
fn a_numbers_size_counts_pairs_of_digits() {
    for (text, size) in [
        ("0", 1),
        ("-0", 1),
        ("1", 2),
        ("12", 2),
        ("123", 3),
        ("1234567890", 6),
        ("12345678901234567890123456789012345678", 20),
        // Zeros at either end cost nothing.
        ("0042", 2),
        ("100", 2),
        ("1010", 3),
        ("0.0000001", 2),
        ("1E125", 2),
        // Either side of the point is paired for itself.
        ("1.5", 3),
        ("1.200", 3),
        ("3.14159", 5),
        ("100.5", 4),
        ("0.15", 2),
        ("-42", 3),
    ] {
        assert_eq!(value_size(&number(text)), size, "{text}");
        assert_eq!(
            value_size(&Value::N(text.parse::<Number>().unwrap().normalized())),
            size,
            "{text}"
        );
    }
}

#[test]
fn an_item_of_the_greatest_size() {
    let item = |bytes: usize| Item::new().with("id", "1").with("b", vec![0_u8; bytes]);
    assert_eq!(item_size(&item(limits::ITEM_BYTES - 4)), limits::ITEM_BYTES);
    assert!(item_size(&item(limits::ITEM_BYTES)) > limits::ITEM_BYTES);
}

#[cfg(feature = "aws-sdk-dynamodb-1")]
mod sdk {
    use std::collections::HashMap;
    use std::error::Error as _;

    use aws_sdk_dynamodb::primitives::Blob;
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::super::{Item, NumberError, SdkValueReason, Value};
    use super::*;

    fn one_of_each() -> Item {
        Item::new()
            .with("s", "text")
            .with("n", number("12345678901234567890123456789012345678"))
            .with("b", vec![1_u8, 2])
            .with("bool", true)
            .with("null", Value::Null)
            .with("l", vec![Value::from(1), Value::from("a")])
            .with("m", Item::new().with("inner", Item::new().with("deep", false)))
            .with("ss", Value::Ss(["a".to_owned(), "b".to_owned()].into()))
            .with("ns", Value::Ns([1, 2].map(Number::from).into()))
            .with("bs", Value::Bs([Bytes::from_static(b"x")].into()))
    }

    #[test]
    fn every_type_goes_there_and_back() {
        let there = HashMap::from(one_of_each());
        assert_eq!(there["s"], AttributeValue::S("text".into()));
        assert_eq!(
            there["n"],
            AttributeValue::N("12345678901234567890123456789012345678".into())
        );
        assert_eq!(there["b"], AttributeValue::B(Blob::new([1, 2])));
        assert_eq!(there["null"], AttributeValue::Null(true));
        assert_eq!(there["ns"], AttributeValue::Ns(vec!["1".into(), "2".into()]));
        assert_eq!(Item::try_from(there).unwrap(), one_of_each());
    }

    #[test]
    fn what_has_no_counterpart_is_an_error_that_says_where() {
        let nested = |value| {
            let list = AttributeValue::L(vec![AttributeValue::Null(true), value]);
            let map = AttributeValue::M(HashMap::from([("list".to_owned(), list)]));
            Item::try_from(HashMap::from([("map".to_owned(), map)])).unwrap_err()
        };
        let error = nested(AttributeValue::N("secret".into()));
        assert_eq!(error.path(), "map.list[1]");
        assert_eq!(error.reason(), SdkValueReason::Number(NumberError::NotANumber));
        assert_eq!(
            error.to_string(),
            "the SDK's value at `map.list[1]` has an invalid number"
        );
        assert!(error.source().is_some());
        assert!(!format!("{error:?}").contains("secret"));

        let error = nested(AttributeValue::Null(false));
        assert_eq!(error.reason(), SdkValueReason::FalseNull);
        assert!(error.source().is_none());

        let error = nested(AttributeValue::Ns(vec!["1".into(), "x".into()]));
        assert_eq!(error.path(), "map.list[1][1]");
        let error = Value::try_from(AttributeValue::N("1E200".into())).unwrap_err();
        assert_eq!(error.to_string(), "the SDK's value has an invalid number");
    }
}
