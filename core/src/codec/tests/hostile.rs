//! Text of any kind: no reader panics, and each ends.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::sync::Arc;

use bytes::Bytes;
use proptest::prelude::*;
use proptest::sample::Index;

use super::items::{User, user};
use crate::codec::{Decode, DecodeItem, Parser, from_slice, item_from_slice, item_to_vec};
use crate::fault::Fault;
use crate::value::{Item, Number, Value};

/// Reads `json` with everything that reads. What is refused must say so in a message that can be shown.
pub(super) fn read_with_everything(json: &[u8]) {
    macro_rules! all {
        ($($type:ty),* $(,)?) => { $( value::<$type>(json); )* };
    }
    all!(
        Value, Item, String, Box<str>, Arc<str>, Cow<'_, str>, bool, Number, Bytes, Vec<u8>,
        u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
        Option<Value>, Option<Option<u32>>, Box<Value>, Vec<Value>, Vec<Option<Value>>, Vec<Vec<u8>>, Vec<u32>,
        BTreeMap<String, Value>, HashMap<String, Option<String>>, BTreeMap<String, BTreeSet<u32>>,
        BTreeSet<String>, BTreeSet<u64>, HashSet<Bytes>, BTreeSet<Vec<u8>>, HashSet<Number>,
    );
    item::<Item>(json);
    item::<User>(json);
    item::<BTreeMap<String, u8>>(json);
    item::<HashMap<String, Value>>(json);

    for status in [200, 400, 500] {
        if let Some(fault) = Fault::parse(status, &Bytes::copy_from_slice(json)) {
            assert!(!format!("{fault} {fault:?}").is_empty());
        }
    }
    if let Ok(mut parser) = Parser::from_slice(json) {
        let start = parser.clone();
        if let Ok(text) = parser.raw_value() {
            assert!(!text.is_empty());
        }
        for read in [
            |parser: &mut Parser<'_>| parser.u64().is_ok(),
            |parser: &mut Parser<'_>| parser.f64().is_ok(),
            |parser: &mut Parser<'_>| parser.optional_string().is_ok(),
            |parser: &mut Parser<'_>| parser.null().is_ok(),
            |parser: &mut Parser<'_>| parser.next_key().is_ok(),
            |parser: &mut Parser<'_>| parser.next_element().is_ok(),
        ] {
            read(&mut start.clone());
        }
    }
}

fn value<'de, T: Decode<'de> + Debug>(json: &'de [u8]) {
    if let Err(error) = from_slice::<T>(json) {
        assert!(!error.to_string().is_empty());
    }
}

fn item<'de, T: DecodeItem<'de> + Debug>(json: &'de [u8]) {
    if let Err(error) = item_from_slice::<T>(json) {
        assert!(!error.to_string().is_empty());
    }
}

/// Documents of every shape the readers know.
fn documents() -> Vec<Vec<u8>> {
    let item = Item::new()
        .with("s", "a\"\\\u{1}😀 and some more text than fits in a word")
        .with("n", -15)
        .with("b", vec![1_u8, 2, 3, 4])
        .with("bool", true)
        .with("null", Value::Null)
        .with(
            "l",
            vec![Value::from(1), Value::Null, Value::L(vec![Value::M(Item::new())])],
        )
        .with("m", Item::new().with("k", Item::new().with("", "")))
        .with("ss", BTreeSet::from(["x".to_owned(), "y".to_owned()]))
        .with("ns", BTreeSet::from([Number::from(1), Number::from(2)]))
        .with("bs", BTreeSet::from([Bytes::from_static(b"ab")]));
    let item = String::from_utf8(item_to_vec(&item).unwrap()).unwrap();
    let user = String::from_utf8(item_to_vec(&user()).unwrap()).unwrap();
    let fault = format!(
        r#"{{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Value 'é' at 'x'",
        "CancellationReasons":[{{"Code":"None"}},{{"Code":"ConditionalCheckFailed","Message":"m","Item":{item}}}],
        "ThrottlingReasons":[{{"reason":"TableReadAccountLimitExceeded","resource":"arn"}}],"Item":{item}}}"#
    );
    let mut all: Vec<String> = [
        r#"{"S":"é\ud83d\ude00\n"}"#,
        r#"{"N":"-1.5e3"}"#,
        r#"{"N":"99999999999999999999999999999999999999"}"#,
        r#"{"NULL":true}"#,
        r#"{"L":[{"\u004eULL":true},{"NULL":true}]}"#,
        "{ \"L\" : [ { \"NS\" : [ \"1\" , \"2\" ] } , { \"NULL\" : true } ] }",
        r#"{"B":"YWJj"}"#,
        r#"{"BOOL":false}"#,
    ]
    .map(str::to_owned)
    .into();
    all.extend([format!(r#"{{"M":{item}}}"#), item, user, fault]);
    all.into_iter().map(String::into_bytes).collect()
}

#[test]
fn every_document_cut_short_anywhere_is_read_to_an_end() {
    for document in documents() {
        for end in 0..=document.len() {
            read_with_everything(&document[..end]);
        }
    }
}

/// What was found to loop, overflow or be taken for something else.
#[test]
fn documents_that_once_did_harm() {
    for json in [
        &br#"{"L":[{"\u004eULL":true}]}"#[..],
        br#"{"M":{"a":{"N\u0055LL":true}}}"#,
        br#"{"N":"NaN"}"#,
        br#"{"N":"1e999999999999999999999"}"#,
        br#"{"L":[,"#,
        br#"[,,,,,]"#,
        b"\xef\xbb\xbf{}",
        b"{\"S\":\"\xed\xa0\x80\"}",
        b"\"\\",
        b"{\"\\",
        b"-",
        b"",
    ] {
        read_with_everything(json);
    }
}

/// One way of changing a document.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            " ",
            "\n",
            "\\u",
            "\\ud83d",
            "null",
            "true",
            "1",
            "-",
            "e",
            "NaN",
            "{\"L\":[",
            "{\"M\":{",
            "{\"NULL\":true}",
            "\"Item\":",
            "é",
            "\u{0}",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at(), piece).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at(), 1..12_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (at(), 1..12_usize, 1..40_usize).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
    ]
}

fn apply(document: &mut Vec<u8>, change: Change) {
    let length = document.len();
    if length == 0 {
        return;
    }
    match change {
        Change::Set(at, byte) => document[at.index(length)] = byte,
        Change::Insert(at, piece) => {
            let at = at.index(length);
            document.splice(at..at, piece);
        }
        Change::Remove(at, count) => {
            let at = at.index(length);
            document.drain(at..(at + count).min(length));
        }
        Change::Repeat(at, count, times) => {
            let at = at.index(length);
            let piece = document[at..(at + count).min(length)].repeat(times);
            document.splice(at..at, piece);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        read_with_everything(&bytes);
    }

    #[test]
    fn any_run_of_json_tokens_is_read_to_an_end(tokens in prop::collection::vec(proptest::sample::select(vec![
        "{", "}", "[", "]", ",", ":", " ", "\"S\"", "\"N\"", "\"L\"", "\"M\"", "\"NULL\"", "\"\\u004eULL\"", "\"SS\"",
        "{\"L\":[", "{\"M\":{", "\"a\":", "true", "null", "1", "\"1\"", "\"\\ud83d\"", "\"__type\":", "\"Item\":",
    ]), 0..24)) {
        read_with_everything(tokens.concat().as_bytes());
    }

    #[test]
    fn changed_documents_are_read_to_an_end(
        document in proptest::sample::select(documents()),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut document = document;
        for change in changes {
            apply(&mut document, change);
        }
        read_with_everything(&document);
    }
}
