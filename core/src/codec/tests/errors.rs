use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::items::User;
use super::{chain, refused};
use crate::codec::{CodecError, Kind, Segment, from_slice, item_from_slice};
use crate::value::{Item, Number, Value};

#[test]
fn another_type_than_expected_is_named_with_its_path() {
    for (found, message) in [
        (
            refused::<String>(r#"{"N":"1"}"#),
            "expected a String, stored as string (S); found number (N)",
        ),
        (
            refused::<Box<str>>(r#"{"N":"1"}"#),
            "expected a Box<str>, stored as string (S); found number (N)",
        ),
        (
            refused::<std::sync::Arc<str>>(r#"{"N":"1"}"#),
            "expected an Arc<str>, stored as string (S); found number (N)",
        ),
        (
            refused::<u32>(r#"{"S":"1"}"#),
            "expected a u32, stored as number (N); found string (S)",
        ),
        (
            refused::<i64>(r#"{"S":"1"}"#),
            "expected an i64, stored as number (N); found string (S)",
        ),
        (
            refused::<f32>(r#"{"S":"1"}"#),
            "expected an f32, stored as number (N); found string (S)",
        ),
        (
            refused::<f64>(r#"{"BOOL":true}"#),
            "expected an f64, stored as number (N); found boolean (BOOL)",
        ),
        (
            refused::<usize>(r#"{"L":[]}"#),
            "expected a usize, stored as number (N); found list (L)",
        ),
        (
            refused::<Number>(r#"{"NULL":true}"#),
            "expected a Number, stored as number (N); found null (NULL)",
        ),
        (
            refused::<bool>(r#"{"S":"true"}"#),
            "expected a bool, stored as boolean (BOOL); found string (S)",
        ),
        (
            refused::<bytes::Bytes>(r#"{"S":"YWI="}"#),
            "expected a Bytes, stored as binary (B); found string (S)",
        ),
        (
            refused::<Vec<String>>(r#"{"SS":["a"]}"#),
            "expected a list, stored as list (L); found string set (SS)",
        ),
        (
            refused::<BTreeSet<String>>(r#"{"L":[]}"#),
            "expected a set, stored as string set (SS); found list (L)",
        ),
        (
            refused::<BTreeSet<u8>>(r#"{"SS":["1"]}"#),
            "expected a set, stored as number set (NS); found string set (SS)",
        ),
        (
            refused::<BTreeSet<Vec<u8>>>(r#"{"NS":["1"]}"#),
            "expected a set, stored as binary set (BS); found number set (NS)",
        ),
        (
            refused::<HashMap<String, u8>>(r#"{"L":[]}"#),
            "expected a map, stored as map (M); found list (L)",
        ),
        (
            refused::<Item>(r#"{"BS":["YQ=="]}"#),
            "expected a map, stored as map (M); found binary set (BS)",
        ),
        (
            refused::<Option<u32>>(r#"{"M":{}}"#),
            "expected a u32, stored as number (N); found map (M)",
        ),
        (
            refused::<Box<u32>>(r#"{"B":""}"#),
            "expected a u32, stored as number (N); found binary (B)",
        ),
        (
            refused::<Vec<u32>>(r#"{"L":[{"N":"1"},{"S":"2"}]}"#),
            "`[1]`: expected a u32, stored as number (N); found string (S)",
        ),
        (
            refused::<Vec<Vec<Option<bool>>>>(r#"{"L":[{"L":[]},{"L":[{"NULL":true},{"N":"1"}]}]}"#),
            "`[1][1]`: expected a bool, stored as boolean (BOOL); found number (N)",
        ),
        (
            refused::<BTreeMap<String, BTreeMap<String, u8>>>(r#"{"M":{"a":{"M":{"b":{"S":"x"}}}}}"#),
            "`a.b`: expected a u8, stored as number (N); found string (S)",
        ),
        (
            refused::<HashMap<String, Vec<u8>>>(r#"{"M":{"a b":{"S":"x"}}}"#),
            "`a b`: expected a Vec<u8>, stored as binary (B); found string (S)",
        ),
    ] {
        assert_eq!(found, message);
    }
}

#[test]
fn a_struct_puts_its_name_before_the_path() {
    for (json, message) in [
        (
            r#"{"id":{"N":"1"}}"#,
            "`User.id`: expected a String, stored as string (S); found number (N)",
        ),
        (
            r#"{"visits":{"N":"-1"}}"#,
            "`User.visits`: does not fit a u32: the number is out of its range",
        ),
        (
            r#"{"visits":{"N":"0.5"}}"#,
            "`User.visits`: does not fit a u32: the number has a fraction",
        ),
        (
            r#"{"tags":{"NS":["1"]}}"#,
            "`User.tags`: expected a set, stored as string set (SS); found number set (NS)",
        ),
        (
            r#"{"stops":{"L":[{"NULL":true},{"S":""}]}}"#,
            "`User.stops[1]`: expected an f64, stored as number (N); found string (S)",
        ),
        (
            r#"{"stops":{"L":[{"N":"0.12345678901234567890"}]}}"#,
            "`User.stops[0]`: does not fit an f64: it would lose digits; read it as a `Number`",
        ),
        (
            r#"{"scores":{"M":{"a.b":{"N":"256"}}}}"#,
            "`User.scores.a.b`: does not fit a u8: the number is out of its range",
        ),
        (
            r#"{"id":{"S":"x"},}"#,
            "`User`: not DynamoDB JSON at byte 16: expected a name",
        ),
        (
            r#"{"other":[1}"#,
            "`User`: not DynamoDB JSON at byte 11: expected `,` or `]`",
        ),
        (
            r#"{"id":{"S":}}"#,
            "`User.id`: not DynamoDB JSON at byte 11: expected a string",
        ),
        (
            r#"{"id":{"S":"x"}}"#,
            "`User.stops`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
    ] {
        let error = item_from_slice::<User>(json.as_bytes()).unwrap_err();
        assert_eq!(chain(&error), message, "{json}");
        assert_eq!(error.entity(), Some("User"));
    }
}

#[test]
fn the_path_is_given_from_the_item_inwards() {
    let error = item_from_slice::<User>(br#"{"scores":{"M":{"a":{"N":"x"}}}}"#).unwrap_err();
    assert_eq!(
        error.path().collect::<Vec<_>>(),
        [&Segment::Name("scores".into()), &Segment::Name("a".into())]
    );
    let error = from_slice::<Value>(br#"{"L":[{"M":{"a":{"L":[{"X":1}]}}}]}"#).unwrap_err();
    assert_eq!(
        error.path().collect::<Vec<_>>(),
        [&Segment::Index(0), &Segment::Name("a".into()), &Segment::Index(0)]
    );
    assert_eq!(
        error.to_string(),
        "`[0].a[0]`: not DynamoDB JSON at byte 27: a type that DynamoDB does not have"
    );
}

#[test]
fn names_of_map_keys_reach_no_terminal_unescaped() {
    let json = "{\"M\":{\"a\\nb\\u001b[31m\\u202e`c\":{\"S\":\"x\"}}}";
    assert_eq!(
        refused::<HashMap<String, u8>>(json),
        "`a\\nb\\u{1b}[31m\\u{202e}`c`: expected a u8, stored as number (N); found string (S)"
    );
}

#[test]
fn errors_made_by_hand() {
    for (error, message) in [
        (CodecError::custom("no such color"), "no such color"),
        (
            CodecError::custom("no such color").at("color"),
            "`color`: no such color",
        ),
        (
            CodecError::custom("no such color").at_index(3).at("colors").of("Car"),
            "`Car.colors[3]`: no such color",
        ),
        (CodecError::custom("no such color").of("Car"), "`Car`: no such color"),
        (
            CodecError::custom("no such color").of("Car").of("Garage"),
            "`Car`: no such color",
        ),
        (
            CodecError::expected("Color", Kind::S, Kind::N),
            "expected a Color, stored as string (S); found number (N)",
        ),
        (
            CodecError::expected("Odometer", Kind::N, Kind::Null),
            "expected an Odometer, stored as number (N); found null (NULL)",
        ),
        (
            CodecError::misfit("Age", "it is negative"),
            "does not fit an Age: it is negative",
        ),
        (
            CodecError::misfit("float", "it is too long"),
            "does not fit a float: it is too long",
        ),
        (
            CodecError::missing().at("age"),
            "`age`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (CodecError::empty_key(), "a key cannot be empty"),
        (
            CodecError::key_too_long(1024, 1025),
            "this key has 1025 bytes, DynamoDB takes at most 1024",
        ),
        (
            CodecError::separator('#', "A#{b}"),
            "the value contains `#`, which separates the parts of the key template \"A#{b}\"",
        ),
    ] {
        assert_eq!(chain(&error), message);
    }
}

#[test]
fn each_predicate_is_true_of_its_own_problem_only() {
    let rows: [(CodecError, [bool; 3]); 6] = [
        (CodecError::missing(), [true, false, false]),
        (
            from_slice::<f64>(br#"{"N":"0.12345678901234567890"}"#).unwrap_err(),
            [false, true, false],
        ),
        (from_slice::<u8>(br#"{"N":"0.5"}"#).unwrap_err(), [false, false, false]),
        (from_slice::<u8>(br#"{"N":"x"}"#).unwrap_err(), [false, false, false]),
        (from_slice::<u8>(br#"{"S":"x"}"#).unwrap_err(), [false, false, false]),
        (from_slice::<u8>(br#"{"N":1}"#).unwrap_err(), [false, false, true]),
    ];
    for (error, expected) in rows {
        assert_eq!(
            [error.is_missing(), error.is_precision_loss(), error.is_malformed()],
            expected,
            "{error}"
        );
    }
}

#[test]
fn errors_are_one_pointer_wide_and_may_cross_threads() {
    fn everywhere<T: Send + Sync + 'static>() {}
    everywhere::<CodecError>();
    assert_eq!(size_of::<CodecError>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), CodecError>>(), size_of::<usize>());
}

#[test]
fn a_clone_has_the_path_the_entity_and_the_cause() {
    let cause = std::io::Error::other("no disk");
    let error = CodecError::caused("it failed", cause).at("photo").of("User");
    let clone = error.clone().at("users");
    assert_eq!(error.to_string(), "`User.photo`: it failed");
    assert_eq!(clone.to_string(), "`users`: `User.photo`: it failed");
    for error in [error, clone] {
        let cause = std::error::Error::source(&error).unwrap();
        assert!(cause.downcast_ref::<std::io::Error>().is_some(), "{cause}");
    }
}
