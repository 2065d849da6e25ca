use std::collections::BTreeSet;

use bytes::Bytes;
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::codec::{Decode, Parser, Writer, from_slice, item_from_slice, item_to_vec, to_vec};
use crate::value::{Item, Number, Value};

/// Text with what matters to JSON more often than chance would have it.
fn text() -> impl Strategy<Value = String> {
    const TELLING: [char; 16] = [
        '"', '\\', '/', '\n', '\t', '\0', '\u{1f}', ' ', '{', '[', ':', 'a', '\u{7f}', 'é', '\u{2028}', '😀',
    ];
    prop_oneof![
        prop::collection::vec(proptest::sample::select(&TELLING[..]), 0..12),
        prop::collection::vec(any::<char>(), 0..12),
        // As long as what is looked at in blocks, and longer.
        (0..70_usize, proptest::sample::select(&TELLING[..])).prop_map(|(length, last)| std::iter::repeat_n(
            'x', length
        )
        .chain([last, 'y'])
        .collect()),
    ]
    .prop_map(|characters: Vec<char>| characters.into_iter().collect())
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("within DynamoDB's range", |float| Number::try_from(float).ok()),
        (any::<i64>(), any::<u64>(), -99..99_i32).prop_filter_map("within DynamoDB's range", |(a, b, power)| format!(
            "{a}.{b}e{power}"
        )
        .parse()
        .ok()),
    ]
}

fn bytes() -> impl Strategy<Value = Bytes> {
    prop::collection::vec(any::<u8>(), 0..20).prop_map(Bytes::from)
}

fn members<T: Ord + std::fmt::Debug>(member: impl Strategy<Value = T>) -> impl Strategy<Value = BTreeSet<T>> {
    // DynamoDB has no empty sets.
    prop::collection::btree_set(member, 1..4)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        text().prop_map(Value::S),
        number().prop_map(Value::N),
        bytes().prop_map(Value::B),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        members(text()).prop_map(Value::Ss),
        members(number()).prop_map(Value::Ns),
        members(bytes()).prop_map(Value::Bs),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::L),
            prop::collection::btree_map(text(), inner, 0..4).prop_map(|members| Value::M(members.into())),
        ]
    })
}

fn item() -> impl Strategy<Value = Item> {
    prop::collection::btree_map(text(), value(), 0..3).prop_map(Item::from)
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 10, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((text(), inner), 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// The same JSON with white space, and characters of strings as escapes, where `choices` say so.
fn respelled(json: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut one_in = |count: u8| choices.next().unwrap_or(0) % count == 0;
    let (mut out, mut quoted) = (String::new(), false);
    let mut characters = json.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escape = characters.next();
                let digits = if escape == Some('u') { 4 } else { 0 };
                out.extend(['\\'].into_iter().chain(escape).chain(characters.by_ref().take(digits)));
                continue;
            }
            '"' => quoted = !quoted,
            _ if quoted && one_in(5) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
                continue;
            }
            _ => {}
        }
        out.push(character);
        if !quoted && "{}[],:\"".contains(character) && one_in(4) {
            out.push_str(if one_in(2) {
                " "
            } else {
                "\r\n\t                              "
            });
        }
    }
    out
}

/// What the parser makes of any JSON, as `serde_json` keeps it.
fn parse(parser: &mut Parser<'_>) -> crate::codec::Result<Json> {
    let mut ahead = parser.clone();
    if parser.null_literal() {
        return Ok(Json::Null);
    }
    if let Ok(text) = ahead.string() {
        *parser = ahead;
        return Ok(text.into());
    }
    let mut ahead = parser.clone();
    if ahead.begin_array().is_ok() {
        *parser = ahead;
        let mut elements = Vec::new();
        while parser.next_element()? {
            elements.push(parse(parser)?);
        }
        return Ok(elements.into());
    }
    if ahead.begin_object().is_ok() {
        *parser = ahead;
        let mut members = serde_json::Map::new();
        while let Some(name) = parser.next_key()? {
            members.insert(name.into_owned(), parse(parser)?);
        }
        return Ok(members.into());
    }
    if let Ok(value) = ahead.bool() {
        *parser = ahead;
        return Ok(value.into());
    }
    let text = parser.number()?;
    Ok(serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn values_survive(value in value()) {
        let json = to_vec(&value).unwrap();
        prop_assert!(serde_json::from_slice::<Json>(&json).is_ok());
        prop_assert_eq!(from_slice::<Value>(&json).unwrap(), value);
    }

    #[test]
    fn items_survive_in_every_spelling(item in item(), choices in prop::collection::vec(any::<u8>(), 1..12)) {
        let compact = item_to_vec(&item).unwrap();
        let compact = std::str::from_utf8(&compact).unwrap();
        prop_assert_eq!(&item_from_slice::<Item>(compact.as_bytes()).unwrap(), &item);

        let other = respelled(compact, &choices);
        prop_assert_eq!(serde_json::from_str::<Json>(&other).unwrap(), serde_json::from_str::<Json>(compact).unwrap());
        prop_assert_eq!(&item_from_slice::<Item>(other.as_bytes()).unwrap(), &item, "{}", other);

        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Json>(compact).unwrap()).unwrap();
        prop_assert_eq!(&item_from_slice::<Item>(pretty.as_bytes()).unwrap(), &item);
    }

    #[test]
    fn strings_are_what_serde_json_reads(value in text()) {
        let mut writer = Writer::new();
        writer.string(&value);
        prop_assert_eq!(&serde_json::from_slice::<String>(writer.as_slice()).unwrap(), &value);

        let json = to_vec(&value).unwrap();
        prop_assert_eq!(&serde_json::from_slice::<Json>(&json).unwrap()["S"], &Json::from(value.clone()));
        prop_assert_eq!(&from_slice::<String>(&json).unwrap(), &value);
        let theirs = format!(r#"{{"S":{}}}"#, serde_json::to_string(&value).unwrap());
        prop_assert_eq!(&from_slice::<String>(theirs.as_bytes()).unwrap(), &value);
    }

    #[test]
    fn any_json_is_read_as_serde_json_reads_it(json in json(), choices in prop::collection::vec(any::<u8>(), 1..12)) {
        let text = respelled(&json.to_string(), &choices);
        let json: Json = serde_json::from_str(&text).unwrap();
        let mut parser = Parser::new(&text);
        prop_assert_eq!(parse(&mut parser).unwrap(), json);
        parser.end().unwrap();

        let mut parser = Parser::new(&text);
        prop_assert_eq!(parser.raw_value().unwrap(), text.trim_ascii());
        parser.end().unwrap();
    }

    /// Strings apart, whose escapes are not looked at when they are passed over, what is JSON is what serde_json says.
    #[test]
    fn what_is_passed_over_is_json(tokens in prop::collection::vec(proptest::sample::select(vec![
        "{", "}", "[", "]", "[", "]", ",", ",", ":", "\"a\"", "\"a\":", "1", "0", "-", "-0.5e1", ".", "e", "null", "true", " ",
        "[1]", "{\"a\":1}", "[]", "{}",
    ]), 0..10)) {
        let text = tokens.concat();
        let mut parser = Parser::new(&text);
        let ours = parser.skip_value().and_then(|()| parser.end());
        // Passed over by serde_json too: as a value it would refuse a number that no `f64` can hold, which is JSON.
        prop_assert_eq!(ours.is_ok(), serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{}", text);
    }

    /// Short text takes a short way into integers and floats; it must come out as the number it is.
    #[test]
    fn numbers_are_read_as_number_reads_them(text in "[-+]?[0-9.]{0,9}([eE][-+]?[0-9]{1,3})?|[-+]?(nan|NaN|inf|infinity)") {
        fn read<T: for<'de> Decode<'de>>(text: &str) -> Option<T> {
            from_slice(format!(r#"{{"N":"{text}"}}"#).as_bytes()).ok()
        }
        let number = text.parse::<Number>().ok();
        prop_assert_eq!(&read::<Number>(&text), &number);
        let number = number.as_ref();
        prop_assert_eq!(read::<f64>(&text), number.and_then(Number::to_f64));
        prop_assert_eq!(read::<f32>(&text), number.and_then(Number::to_f32));
        prop_assert_eq!(read::<u8>(&text), number.and_then(|number| number.try_into().ok()));
        prop_assert_eq!(read::<i16>(&text), number.and_then(|number| number.try_into().ok()));
        prop_assert_eq!(read::<u64>(&text), number.and_then(|number| number.try_into().ok()));
        prop_assert_eq!(read::<i128>(&text), number.and_then(|number| number.try_into().ok()));
    }

    #[test]
    fn floats_survive(bits in any::<u64>(), small in any::<f32>()) {
        let float = f64::from_bits(bits);
        if let Ok(json) = to_vec(&float) {
            prop_assert_eq!(from_slice::<f64>(&json).unwrap(), float);
        } else {
            prop_assert!(!float.is_finite() || float.abs() < 1e-129 || float.abs() > 1e125);
        }
        prop_assert_eq!(to_vec(&small).is_ok(), small.is_finite());
        if let Ok(json) = to_vec(&small) {
            prop_assert_eq!(from_slice::<f32>(&json).unwrap(), small);
        }
    }

    #[test]
    fn binary_survives(bytes in prop::collection::vec(any::<u8>(), 0..70)) {
        let json = to_vec(&bytes).unwrap();
        prop_assert_eq!(json.len(), r#"{"B":""}"#.len() + bytes.len().div_ceil(3) * 4);
        prop_assert_eq!(&from_slice::<Vec<u8>>(&json).unwrap(), &bytes);
        prop_assert_eq!(from_slice::<Bytes>(&json).unwrap(), bytes);
    }
}
