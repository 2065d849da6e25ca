//! The forms `serde` and `json`: any type that serde knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{refused, round, unwritable};
use crate::codec::form::{As, Serde};
use crate::codec::{from_slice, to_vec};

#[track_caller]
fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, json: &str) {
    round(As::<T, Serde>::new(value), json);
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
struct Unit;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Pair(u8, String);

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
enum Shape {
    Empty,
    Circle(u32),
    Line(i8, i8),
    Named { text: String, more: Option<Box<Shape>> },
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Everything {
    flag: bool,
    letter: char,
    text: String,
    float: f64,
    wide: u128,
    none: Option<u8>,
    some: Option<u8>,
    unit: (),
    nothing: Unit,
    pair: Pair,
    tuple: (u8, bool),
    list: Vec<Shape>,
    by_number: BTreeMap<i32, Shape>,
    by_flag: BTreeMap<bool, ()>,
    set: BTreeSet<u64>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "kind")]
enum Tagged {
    A { a: u8, list: Vec<i64> },
    B,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Float(f64),
    Text(String),
    Map(BTreeMap<String, Untagged>),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Flat {
    id: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, i64>,
}

fn everything() -> Everything {
    Everything {
        flag: true,
        letter: 'é',
        text: "\"".into(),
        float: 0.5,
        wide: 99_999_999_999_999_999_999_999_999_999_999_999_999,
        none: None,
        some: Some(1),
        unit: (),
        nothing: Unit,
        pair: Pair(1, "x".into()),
        tuple: (2, false),
        list: vec![
            Shape::Empty,
            Shape::Circle(3),
            Shape::Line(-1, 1),
            Shape::Named {
                text: "n".into(),
                more: Some(Box::new(Shape::Empty)),
            },
        ],
        by_number: [(-1, Shape::Empty)].into(),
        by_flag: [(true, ())].into(),
        set: [1, u64::MAX].into(),
    }
}

#[test]
fn everything_of_serdes_model_has_its_place() {
    stored(
        everything(),
        concat!(
            r#"{"M":{"flag":{"BOOL":true},"letter":{"S":"é"},"text":{"S":"\""},"float":{"N":"0.5"},"#,
            r#""wide":{"N":"99999999999999999999999999999999999999"},"none":{"NULL":true},"some":{"N":"1"},"#,
            r#""unit":{"NULL":true},"nothing":{"NULL":true},"pair":{"L":[{"N":"1"},{"S":"x"}]},"#,
            r#""tuple":{"L":[{"N":"2"},{"BOOL":false}]},"list":{"L":[{"S":"Empty"},{"M":{"Circle":{"N":"3"}}},"#,
            r#"{"M":{"Line":{"L":[{"N":"-1"},{"N":"1"}]}}},"#,
            r#"{"M":{"Named":{"M":{"text":{"S":"n"},"more":{"S":"Empty"}}}}}]},"#,
            r#""byNumber":{"M":{"-1":{"S":"Empty"}}},"byFlag":{"M":{"true":{"NULL":true}}},"#,
            r#""set":{"L":[{"N":"1"},{"N":"18446744073709551615"}]}}}"#,
        ),
    );
    stored(
        Tagged::A { a: 1, list: vec![-5] },
        r#"{"M":{"kind":{"S":"A"},"a":{"N":"1"},"list":{"L":[{"N":"-5"}]}}}"#,
    );
    stored(Tagged::B, r#"{"M":{"kind":{"S":"B"}}}"#);
    stored(Untagged::Number(7), r#"{"N":"7"}"#);
    stored(Untagged::Float(7.5), r#"{"N":"7.5"}"#);
    stored(
        Untagged::Map([("x".to_owned(), Untagged::Text("y".into()))].into()),
        r#"{"M":{"x":{"S":"y"}}}"#,
    );
    stored(
        Flat {
            id: 1,
            rest: [("x".to_owned(), -2)].into(),
        },
        r#"{"M":{"id":{"N":"1"},"x":{"N":"-2"}}}"#,
    );
}

#[test]
fn what_others_wrote_is_read() {
    fn read<T: DeserializeOwned + Serialize + Debug>(json: &str) -> T {
        from_slice::<As<T, Serde>>(json.as_bytes()).unwrap().into_inner()
    }
    // Sets, missing and unknown members, white space, numbers in other words.
    assert_eq!(
        read::<BTreeSet<String>>(r#"{"SS":["a","b"]}"#),
        ["a".to_owned(), "b".to_owned()].into()
    );
    assert_eq!(read::<Vec<f64>>(r#"{"NS":["1","0.5"]}"#), [1.0, 0.5]);
    assert_eq!(read::<(u8, u8)>(r#"{"NS":["1","2"]}"#), (1, 2));
    assert_eq!(read::<u32>(r#"{"N":"1e2"}"#), 100);
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Some {
        a: Option<u8>,
        #[serde(default)]
        b: String,
    }
    let some = Some {
        a: None,
        b: String::new(),
    };
    assert_eq!(read::<Some>(r#"{"M":{}}"#), some);
    assert_eq!(
        read::<Some>(r#"{ "M": { "c": {"L": [{"M": {}}]}, "a": {"NULL": true} } }"#),
        some
    );
}

#[test]
fn refusals_name_the_path_and_never_the_value() {
    assert_eq!(
        refused::<As<Flat, Serde>>(r#"{"M":{"rest":{"N":"1"}}}"#),
        "`id`: the attribute is missing from the item; make the field an `Option`, or mark it `default`"
    );
    assert_eq!(
        refused::<As<Vec<Pair>, Serde>>(r#"{"L":[{"L":[{"N":"1"},{"S":"x"}]},{"L":[{"S":"CANARY"}]}]}"#),
        "`[1][0]`: expected a u8, stored as number (N); found string (S)"
    );
    assert_eq!(
        refused::<As<Vec<String>, Serde>>(r#"{"L":[{"N":"47114711"}]}"#),
        "`[0]`: does not fit the field's type"
    );
    assert_eq!(
        refused::<As<Shape, Serde>>(r#"{"S":"CANARY"}"#),
        "unknown variant; the type knows Empty, Circle, Line, Named"
    );
    assert_eq!(
        refused::<As<Shape, Serde>>(r#"{"M":{"Circle":{"N":"-1"}}}"#),
        "`Circle`: does not fit a u32: the number is out of its range"
    );
    assert_eq!(
        refused::<As<Shape, Serde>>(r#"{"S":"Circle"}"#),
        "a variant that carries data is stored as a map, this is its name alone"
    );
    assert_eq!(
        refused::<As<(u8, u8), Serde>>(r#"{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]}"#),
        "more elements than the type has"
    );
    assert_eq!(
        refused::<As<f64, Serde>>(r#"{"N":"0.12345678901234567890123"}"#),
        "does not fit an f64: it would lose digits; read it as a `Number`"
    );
    assert_eq!(
        unwritable(&As::<_, Serde>::new(vec![f64::NAN])),
        "`[0]`: not a number DynamoDB can hold: NaN and infinity are not numbers to DynamoDB"
    );
    let deep = (0..33).fold(Shape::Empty, |inner, _| Shape::Named {
        text: String::new(),
        more: Some(Box::new(inner)),
    });
    assert!(unwritable(&As::<_, Serde>::new(deep)).contains("more than 32 levels of nesting"));
    assert_eq!(
        unwritable(&As::<_, Serde>::new(BTreeMap::from([(Shape::Circle(1), 1)]))),
        "a key of a map is a string, a number, a boolean or a variant without data"
    );
}

fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Empty),
        any::<u32>().prop_map(Shape::Circle),
        any::<(i8, i8)>().prop_map(|(a, b)| Shape::Line(a, b)),
    ];
    leaf.prop_recursive(3, 6, 1, |inner| {
        (any::<String>(), prop::option::of(inner.prop_map(Box::new)))
            .prop_map(|(text, more)| Shape::Named { text, more })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_comes_back(
        list in prop::collection::vec(shape(), 0..3),
        by_number in prop::collection::btree_map(any::<i32>(), shape(), 0..2),
        text in any::<String>(), letter in any::<char>(), wide in any::<u64>(), flag in any::<bool>(),
    ) {
        let value = As::<_, Serde>::new(Everything { list, by_number, text, letter, wide: wide.into(), flag, ..everything() });
        prop_assert_eq!(from_slice::<As<Everything, Serde>>(&to_vec(&value).unwrap()).unwrap(), value);
    }
}

#[cfg(feature = "serde_json-1")]
mod json {
    use super::*;
    use crate::codec::form::Json;

    #[test]
    fn is_text() {
        round(
            As::<_, Json>::new(Shape::Named {
                text: "\"".into(),
                more: None,
            }),
            r#"{"S":"{\"Named\":{\"text\":\"\\\"\",\"more\":null}}"}"#,
        );
        assert_eq!(
            refused::<As<Vec<u8>, Json>>(r#"{"S":"[1,\"CANARY\"]"}"#),
            "its JSON does not fit the field's type at line 1, column 11"
        );
        assert_eq!(
            refused::<As<Vec<u8>, Json>>(r#"{"S":"CANARY"}"#),
            "the text is not JSON at line 1, column 1"
        );
        assert_eq!(
            refused::<As<Vec<u8>, Json>>(r#"{"L":[]}"#),
            "expected a JSON text, stored as string (S); found list (L)"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back(list in prop::collection::vec(shape(), 0..3)) {
            let value = As::<_, Json>::new(list);
            prop_assert_eq!(from_slice::<As<Vec<Shape>, Json>>(&to_vec(&value).unwrap()).unwrap(), value);
        }
    }
}
