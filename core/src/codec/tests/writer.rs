use super::super::Writer;
use crate::codec::{CodecError, Encode};

#[test]
fn members_and_elements_are_separated() {
    let mut writer = Writer::with_capacity(8);
    assert!(writer.is_empty());
    writer.begin_object();
    writer.key("a");
    writer.begin_array();
    writer.u64(0);
    writer.u64(u64::MAX);
    writer.string("x,[{:");
    writer.bool(true);
    writer.raw(b"null");
    writer.begin_object();
    writer.end_object();
    writer.begin_array();
    writer.end_array();
    writer.end_array();
    writer.quoted_key("\"b\":");
    writer.bool(false);
    writer.key("c:");
    writer.begin_object();
    writer.raw(br#""d":1,"e":2"#);
    writer.key("f");
    writer.null();
    writer.end_object();
    writer.end_object();
    let expected =
        r#"{"a":[0,18446744073709551615,"x,[{:",true,null,{},[]],"b":false,"c:":{"d":1,"e":2,"f":{"NULL":true}}}"#;
    assert_eq!(std::str::from_utf8(writer.as_slice()).unwrap(), expected);
    assert_eq!(writer.len(), expected.len());
    assert_eq!(writer.into_vec(), expected.as_bytes());
}

#[test]
fn values_of_every_type_are_separated() {
    let mut writer = Writer::new();
    writer.begin_array();
    writer.s("a");
    writer.b(b"ab");
    writer.boolean(true);
    writer.boolean(false);
    writer.null();
    writer.begin_list().unwrap();
    writer.s("b");
    writer.begin_map().unwrap();
    writer.key("k");
    writer.s("c");
    writer.end_map();
    writer.end_list();
    1_u8.encode(&mut writer).unwrap();
    writer.end_array();
    assert_eq!(
        String::from_utf8(writer.into_vec()).unwrap(),
        r#"[{"S":"a"},{"B":"YWI="},{"BOOL":true},{"BOOL":false},{"NULL":true},{"L":[{"S":"b"},{"M":{"k":{"S":"c"}}}]},{"N":"1"}]"#
    );
}

/// A string is all that may end in a byte after which no comma is written.
#[test]
fn what_a_string_ends_in_does_not_matter() {
    for text in ["{", "[", ":", "a:", "\\", "\""] {
        let mut writer = Writer::new();
        writer.begin_array();
        writer.string(text);
        writer.string(text);
        writer.end_array();
        let read: Vec<String> = serde_json::from_slice(writer.as_slice()).unwrap();
        assert_eq!(read, [text, text]);
    }
}

#[test]
fn attributes_name_themselves_in_errors() {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.attribute("none", &None::<u8>).unwrap();
    writer.field("\"none\":", &None::<u8>).unwrap();
    writer.attribute("a", &1_u8).unwrap();
    writer.field("\"b\":", &2_u8).unwrap();
    let written = writer.len();
    for (error, path) in [
        (writer.attribute("c", &f64::NAN).unwrap_err(), "`c`: "),
        (writer.field("\"c:\":", &f64::NAN).unwrap_err(), "`c:`: "),
        (
            writer.field("\"\\\"c\\\"\":", &f64::NAN).unwrap_err(),
            r#"`\\\"c\\\"`: "#,
        ),
    ] {
        assert!(error.to_string().starts_with(path), "{error}");
    }
    writer.truncate(written);
    writer.end_object();
    assert_eq!(writer.into_vec(), br#"{"a":{"N":"1"},"b":{"N":"2"}}"#);
}

/// The levels of what failed halfway must not count for what comes after it.
#[test]
fn what_was_taken_back_leaves_no_level_behind() {
    let deep = vec![vec![vec![f64::NAN]]];
    let mut writer = Writer::new();
    writer.begin_object();
    for _ in 0..100 {
        let start = writer.len();
        let error: CodecError = writer.attribute("deep", &deep).unwrap_err();
        assert!(
            error.to_string().starts_with("`deep[0][0][0]`: not a number"),
            "{error}"
        );
        writer.truncate(start);
    }
    writer.attribute("deep", &vec![vec![vec![0.0]]]).unwrap();
    writer.end_object();
    assert_eq!(writer.into_vec(), br#"{"deep":{"L":[{"L":[{"L":[{"N":"0"}]}]}]}}"#);
}

/// Members may be written without the braces around them, and each may be taken back.
#[test]
fn commas_stand_between_the_members_that_stay() {
    let mut writer = Writer::new();
    for (name, stays) in [("a", false), ("b", true), ("c", false), ("d", false), ("e", true)] {
        let start = writer.len();
        writer.attribute(name, &1_u8).unwrap();
        if !stays {
            writer.truncate(start);
        }
    }
    let start = writer.len();
    writer.key("f");
    writer.truncate(start);
    writer.raw(br#""g":1"#);
    assert_eq!(writer.into_vec(), br#""b":{"N":"1"},"e":{"N":"1"},"g":1"#);

    let mut writer = Writer::new();
    writer.begin_array();
    let start = writer.len();
    writer.null();
    writer.truncate(start);
    writer.s("x");
    writer.end_array();
    assert_eq!(writer.into_vec(), br#"[{"S":"x"}]"#);
}

#[test]
fn what_is_written_does_not_show_in_debug() {
    let mut writer = Writer::new();
    writer.s("canary");
    assert_eq!(format!("{writer:?}"), "Writer { bytes: 14, .. }");
}
