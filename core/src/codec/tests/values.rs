use std::collections::BTreeSet;

use bytes::Bytes;

use super::{read, refused, round};
use crate::codec::{Kind, Type};
use crate::value::{Item, Number, Value};

#[test]
fn values_of_every_type_round_trip() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let rows: [(Value, Kind, &str); 14] = [
        (Value::B(Bytes::from_static(b"ab")), Kind::B, r#"{"B":"YWI="}"#),
        (Value::B(Bytes::new()), Kind::B, r#"{"B":""}"#),
        (Value::Bool(true), Kind::Bool, r#"{"BOOL":true}"#),
        (
            Value::Bs(BTreeSet::from([Bytes::from_static(b"ab"), Bytes::new()])),
            Kind::Bs,
            r#"{"BS":["","YWI="]}"#,
        ),
        (Value::L(vec![]), Kind::L, r#"{"L":[]}"#),
        (
            Value::L(vec![Value::Null, Value::from(1)]),
            Kind::L,
            r#"{"L":[{"NULL":true},{"N":"1"}]}"#,
        ),
        (Value::M(Item::new()), Kind::M, r#"{"M":{}}"#),
        (
            Value::M(
                Item::new()
                    .with("b", Value::L(vec![Value::M(Item::new())]))
                    .with("a", true),
            ),
            Kind::M,
            r#"{"M":{"a":{"BOOL":true},"b":{"L":[{"M":{}}]}}}"#,
        ),
        (Value::N(number("-1.50e3")), Kind::N, r#"{"N":"-1.50e3"}"#),
        (
            Value::Ns(BTreeSet::from([number("10"), number("9.5")])),
            Kind::Ns,
            r#"{"NS":["9.5","10"]}"#,
        ),
        (Value::Null, Kind::Null, r#"{"NULL":true}"#),
        (Value::from(""), Kind::S, r#"{"S":""}"#),
        (Value::from("\"\u{1}😀"), Kind::S, r#"{"S":"\"\u0001😀"}"#),
        (
            Value::Ss(BTreeSet::from(["b".to_owned(), "a".to_owned()])),
            Kind::Ss,
            r#"{"SS":["a","b"]}"#,
        ),
    ];
    for (value, kind, json) in rows {
        assert_eq!(value.kind(), kind, "{json}");
        round(
            Item::new().with("x", value.clone()),
            &format!(r#"{{"M":{{"x":{json}}}}}"#),
        );
        round(vec![value.clone()], &format!(r#"{{"L":[{json}]}}"#));
        round(value, json);
    }
    assert_eq!(Value::KIND, Kind::Any);
    assert_eq!(Item::KIND, Kind::M);
}

/// A descriptor may be spelled with escapes, as every JSON string may.
#[test]
fn values_are_read_in_every_spelling() {
    for (json, value) in [
        (r#"{"\u004e\u0055\u004c\u004c":true}"#, Value::Null),
        (r#"{"\u0053":"x"}"#, Value::from("x")),
        (
            r#"{"\u004c":[{"\u004eULL":true},{"N\u0055LL":true}]}"#,
            Value::L(vec![Value::Null, Value::Null]),
        ),
        (
            " {\n\"L\" :\t[ { \"NULL\" : true } , { \"S\" : \"x\" } ] } ",
            Value::L(vec![Value::Null, Value::from("x")]),
        ),
        (r#" { "M" : { } } "#, Value::M(Item::new())),
        (r#"{"NULL":false}"#, Value::Null),
        (
            r#"{"NS":["1","1.0","2"]}"#,
            Value::Ns(BTreeSet::from([Number::from(1), Number::from(2)])),
        ),
    ] {
        assert_eq!(read::<Value>(json), value, "{json}");
    }
}

#[test]
fn values_that_are_none_are_refused() {
    for (json, problem) in [
        ("", "not DynamoDB JSON at byte 0: expected an attribute value"),
        ("{}", "not DynamoDB JSON at byte 2: an attribute value without a type"),
        (r#""x""#, "not DynamoDB JSON at byte 0: expected an attribute value"),
        (
            r#"{"X":"x"}"#,
            "not DynamoDB JSON at byte 5: a type that DynamoDB does not have",
        ),
        (
            r#"{"s":"x"}"#,
            "not DynamoDB JSON at byte 5: a type that DynamoDB does not have",
        ),
        (
            r#"{"NUL":true}"#,
            "not DynamoDB JSON at byte 7: a type that DynamoDB does not have",
        ),
        (
            r#"{"any":true}"#,
            "not DynamoDB JSON at byte 7: a type that DynamoDB does not have",
        ),
        (
            r#"{"S":"x","N":"1"}"#,
            "not DynamoDB JSON at byte 8: expected the end of an attribute value",
        ),
        (
            r#"{"NULL":true,"S":""}"#,
            "not DynamoDB JSON at byte 12: expected the end of an attribute value",
        ),
        (r#"{"NULL":null}"#, "not DynamoDB JSON at byte 8: expected a boolean"),
        (r#"{"S":1}"#, "not DynamoDB JSON at byte 5: expected a string"),
        (r#"{"N":1}"#, "not DynamoDB JSON at byte 5: expected a string"),
        (r#"{"L":{}}"#, "not DynamoDB JSON at byte 5: expected an array"),
        (r#"{"M":[]}"#, "not DynamoDB JSON at byte 5: expected an object"),
        (r#"{"SS":[1]}"#, "not DynamoDB JSON at byte 7: expected a string"),
        (r#"{"SS":["a"}"#, "not DynamoDB JSON at byte 10: expected `,` or `]`"),
        (
            r#"{"L":[{"S":""},]}"#,
            "`[1]`: not DynamoDB JSON at byte 15: expected an attribute value",
        ),
        (
            r#"{"M":{"a":{"S":""},}}"#,
            "not DynamoDB JSON at byte 19: expected a name",
        ),
        (r#"{"S":"x"} ,"#, "not DynamoDB JSON at byte 10: text after the end"),
    ] {
        assert_eq!(refused::<Value>(json), problem, "{json}");
    }
}

#[test]
fn kinds_lead_back_from_their_descriptors() {
    let all = [
        (Kind::B, "B", "binary (B)", true),
        (Kind::Bool, "BOOL", "boolean (BOOL)", false),
        (Kind::Bs, "BS", "binary set (BS)", false),
        (Kind::L, "L", "list (L)", false),
        (Kind::M, "M", "map (M)", false),
        (Kind::N, "N", "number (N)", true),
        (Kind::Ns, "NS", "number set (NS)", false),
        (Kind::Null, "NULL", "null (NULL)", false),
        (Kind::S, "S", "string (S)", true),
        (Kind::Ss, "SS", "string set (SS)", false),
    ];
    for (kind, descriptor, words, key) in all {
        assert_eq!(kind.descriptor(), descriptor);
        assert_eq!(Kind::parse(descriptor), Some(kind));
        assert_eq!(kind.to_string(), words);
        assert_eq!(kind.is_key(), key, "{kind}");
    }
    for text in ["", "s", "any", "Any", "SSS", " S", "BOOLEAN"] {
        assert_eq!(Kind::parse(text), None, "{text}");
    }
    assert!(!Kind::Any.is_key());
}
