use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

use super::{read, refused, round, written};
use crate::codec::{Kind, Type, from_slice, to_vec};

#[test]
fn strings_round_trip_through_their_exact_json() {
    for (text, json) in [
        ("", r#"{"S":""}"#),
        (" ", r#"{"S":" "}"#),
        ("plain", r#"{"S":"plain"}"#),
        ("\"", r#"{"S":"\""}"#),
        ("\\", r#"{"S":"\\"}"#),
        ("\\\"", r#"{"S":"\\\""}"#),
        ("/", r#"{"S":"/"}"#),
        ("a\nb\rc\td", r#"{"S":"a\nb\rc\td"}"#),
        ("\u{8}\u{c}", r#"{"S":"\u0008\u000c"}"#),
        ("\u{0}\u{1f}\u{7f}", "{\"S\":\"\\u0000\\u001f\u{7f}\"}"),
        ("é ß ж 日本", r#"{"S":"é ß ж 日本"}"#),
        ("😀", r#"{"S":"😀"}"#),
        ("👩‍👩‍👧‍👦🏽", r#"{"S":"👩‍👩‍👧‍👦🏽"}"#),
        ("\u{2028}\u{feff}\u{202e}", "{\"S\":\"\u{2028}\u{feff}\u{202e}\"}"),
        ("\u{d7ff}\u{e000}\u{ffff}", "{\"S\":\"\u{d7ff}\u{e000}\u{ffff}\"}"),
        ("\u{10000}\u{10ffff}", "{\"S\":\"\u{10000}\u{10ffff}\"}"),
        (r#"{"S":"x"}"#, r#"{"S":"{\"S\":\"x\"}"}"#),
    ] {
        round(text.to_owned(), json);
        round(Box::<str>::from(text), json);
        round(Arc::<str>::from(text), json);
        round(Cow::Borrowed(text).into_owned(), json);
        assert_eq!(written(&text), json);
        assert_eq!(written(&Cow::Borrowed(text)), json);
        assert_eq!(written(&&Cow::<str>::Owned(text.to_owned())), json);
    }
}

#[test]
fn every_control_character_is_escaped_as_json_asks() {
    for byte in 0..0x20_u8 {
        let escape = match byte {
            b'\n' => "\\n".to_owned(),
            b'\r' => "\\r".to_owned(),
            b'\t' => "\\t".to_owned(),
            _ => format!("\\u{byte:04x}"),
        };
        round(format!("<{}>", char::from(byte)), &format!(r#"{{"S":"<{escape}>"}}"#));
    }
}

/// What looks at some bytes one by one and at the rest in blocks must not depend on where a character stands, nor take
/// one for an escape that differs from it by a bit.
#[test]
fn escapes_are_found_at_every_position() {
    let mut characters: Vec<(String, String)> = ["\u{7f}", "\u{80}", "é", "\u{122}", "😀"]
        .map(|c| (c.into(), c.into()))
        .into();
    characters.extend((0..0x7f_u8).map(char::from).map(|character| {
        let escaped = match character {
            '"' | '\\' => format!("\\{character}"),
            '\n' | '\r' | '\t' => character.escape_default().to_string(),
            '\0'..' ' => format!("\\u{:04x}", u32::from(character)),
            _ => character.to_string(),
        };
        (character.to_string(), escaped)
    }));
    for length in 0..80 {
        let before = "x".repeat(length);
        for (character, escaped) in &characters {
            let text = format!("{before}{character}tail");
            round(text, &format!(r#"{{"S":"{before}{escaped}tail"}}"#));
            round(
                format!("{before}{character}"),
                &format!(r#"{{"S":"{before}{escaped}"}}"#),
            );
        }
    }
}

#[test]
fn every_spelling_of_a_character_is_read() {
    for (json, text) in [
        (r#"{"S":"\u0041\u00e9\u00E9"}"#, "Aéé"),
        (r#"{"S":"\ud83d\ude00\uD83D\uDE00"}"#, "😀😀"),
        (r#"{"S":"\ud800\udc00\udbff\udfff"}"#, "\u{10000}\u{10ffff}"),
        (r#"{"S":"\ud7ff\ue000\uffff"}"#, "\u{d7ff}\u{e000}\u{ffff}"),
        (r#"{"S":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#"{"S":"\u0000"}"#, "\0"),
        (r#"{"S":"a\\"}"#, "a\\"),
        (r#"{"\u0053":"x"}"#, "x"),
        (" \t\r\n{ \"S\" : \"x\" } ", "x"),
    ] {
        assert_eq!(read::<String>(json), text, "{json}");
    }
}

#[test]
fn strings_that_are_none_are_refused() {
    for (inside, problem) in [
        (r"\ud83d", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (r"\ude00", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (r"\ud83dx", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (r"\ud83d\n", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (r"\ud83dA", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (r"\ud83d\ud83d", "not DynamoDB JSON at byte 8: half of a surrogate pair"),
        (
            r"\x41",
            "not DynamoDB JSON at byte 7: an escape that JSON does not have",
        ),
        (r"\'", "not DynamoDB JSON at byte 7: an escape that JSON does not have"),
        (
            r"\U0041",
            "not DynamoDB JSON at byte 7: an escape that JSON does not have",
        ),
        (
            r"\u12",
            "not DynamoDB JSON at byte 8: a \\u escape with other than hex digits",
        ),
        (
            r"\u12g4",
            "not DynamoDB JSON at byte 8: a \\u escape with other than hex digits",
        ),
        (
            r"\u+123",
            "not DynamoDB JSON at byte 8: a \\u escape with other than hex digits",
        ),
        (
            r"\u00é",
            "not DynamoDB JSON at byte 8: a \\u escape with other than hex digits",
        ),
    ] {
        let json = format!(r#"{{"S":"{inside}"}}"#);
        assert_eq!(refused::<String>(&json), problem, "{json}");
    }
    for (json, problem) in [
        (r#"{"S":"abc"#, "not DynamoDB JSON at byte 6: a string without an end"),
        (r#"{"S":"abc\"#, "not DynamoDB JSON at byte 6: a string without an end"),
        (r#"{"S":"abc\""#, "not DynamoDB JSON at byte 6: a string without an end"),
        (
            r#"{"S":"abc\u00"#,
            "not DynamoDB JSON at byte 6: a string without an end",
        ),
        (
            "{\"S\":\"abc\\u0\"} ",
            "not DynamoDB JSON at byte 11: a \\u escape with other than hex digits",
        ),
        (r#"{"S":"abc\u""#, "not DynamoDB JSON at byte 11: a short \\u escape"),
        (r#"{"S":abc}"#, "not DynamoDB JSON at byte 5: expected a string"),
        (r#"{"S":null}"#, "not DynamoDB JSON at byte 5: expected a string"),
    ] {
        assert_eq!(refused::<String>(json), problem, "{json}");
    }
}

#[test]
fn text_without_escapes_is_borrowed() {
    for (json, borrowed) in [
        (r#"{"S":"plain"}"#, true),
        (r#"{"S":""}"#, true),
        (
            r#"{"S":"日本 in a text that is longer than what is looked at byte by byte"}"#,
            true,
        ),
        (r#"{"S":"a\nb"}"#, false),
    ] {
        let text: Cow<'_, str> = from_slice(json.as_bytes()).unwrap();
        assert_eq!(matches!(text, Cow::Borrowed(_)), borrowed, "{json}");
    }
}

#[test]
fn booleans() {
    round(true, r#"{"BOOL":true}"#);
    round(false, r#"{"BOOL":false}"#);
    for json in [
        r#"{"BOOL":"true"}"#,
        r#"{"BOOL":1}"#,
        r#"{"BOOL":truth}"#,
        r#"{"BOOL":tru"#,
        r#"{"BOOL":TRUE}"#,
    ] {
        assert_eq!(
            refused::<bool>(json),
            "not DynamoDB JSON at byte 8: expected a boolean",
            "{json}"
        );
    }
}

#[test]
fn binary_is_base64() {
    let all: Vec<u8> = (0..=255).collect();
    let rows: [(&[u8], &str); 7] = [
        (b"", r#"{"B":""}"#),
        (b"\0", r#"{"B":"AA=="}"#),
        (b"ab", r#"{"B":"YWI="}"#),
        (b"abc", r#"{"B":"YWJj"}"#),
        (b"abcd", r#"{"B":"YWJjZA=="}"#),
        (&[0xfb, 0xff, 0xfe], r#"{"B":"+//+"}"#),
        (&[0xff; 9], r#"{"B":"////////////"}"#),
    ];
    for (bytes, json) in rows {
        round(bytes.to_vec(), json);
        round(Bytes::copy_from_slice(bytes), json);
    }
    assert_eq!(read::<Vec<u8>>(&written(&all)), all);
    assert_eq!(read::<Vec<u8>>(r#"{"B":"\u0059WI\u003d"}"#), b"ab");
    for text in ["YWI", "YW=I", "Y", "YWI==", "YW I=", "YWI=\\n", "-__-", "é", "YWJ="] {
        let json = format!(r#"{{"B":"{text}"}}"#);
        assert_eq!(refused::<Vec<u8>>(&json), "binary that is not base64", "{json}");
        assert_eq!(refused::<Bytes>(&json), "binary that is not base64", "{json}");
    }
}

#[test]
fn kinds_of_the_scalars() {
    for (kind, expected) in [
        (<str as Type>::KIND, Kind::S),
        (<String as Type>::KIND, Kind::S),
        (<Cow<'_, str> as Type>::KIND, Kind::S),
        (<Arc<str> as Type>::KIND, Kind::S),
        (<bool as Type>::KIND, Kind::Bool),
        (<Bytes as Type>::KIND, Kind::B),
        (<Vec<u8> as Type>::KIND, Kind::B),
        (<Vec<Vec<u8>> as Type>::KIND, Kind::L),
    ] {
        assert_eq!(kind, expected);
    }
    assert_eq!(to_vec(&"x").unwrap(), to_vec(&"x".to_owned()).unwrap());
}
