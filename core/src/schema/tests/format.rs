//! How placeholders write their values.

use super::super::{FieldDef, Format, Index, Integer, Key, Part, Schema};
use crate::codec::{KeyPart, Kind, Result, ShortText, Writer};

static SCHEMA: Schema = Schema::new(
    "Order",
    "shop",
    &[FieldDef::new("value", "value", Kind::S, false)],
    &[Index::primary(&[Key::field("value", Kind::S, &[Part::field(0)])], &[])],
);

fn key(format: Format) -> Key {
    let parts = vec![Part::Literal("A#"), Part::Field { index: 0, format }];
    Key::template("sk", "A#{value}", "#-…", parts.leak())
}

fn write(format: Format, value: KeyPart<'_>) -> Result<String> {
    let mut writer = Writer::new();
    key(format).write(&SCHEMA, &mut writer, 100, &mut |_| Ok(value))?;
    let json = String::from_utf8(writer.into_vec()).unwrap();
    Ok(json
        .strip_prefix(r#"{"S":"A#"#)
        .unwrap()
        .strip_suffix(r#""}"#)
        .unwrap()
        .to_owned())
}

#[test]
fn integers_are_written_as_their_distance_from_the_least() {
    for (integer, value, text) in [
        (Integer::I8, -128, "000"),
        (Integer::I8, -1, "127"),
        (Integer::I8, 127, "255"),
        (Integer::I16, -1, "32767"),
        (Integer::I32, 0, "2147483648"),
        (Integer::I64, i64::MIN.into(), "00000000000000000000"),
        (Integer::I64, -1, "09223372036854775807"),
        (Integer::I64, i64::MAX.into(), "18446744073709551615"),
        (Integer::U8, 7, "007"),
        (Integer::U16, 7, "00007"),
        (Integer::U32, u32::MAX.into(), "4294967295"),
        (Integer::U64, 7, "00000000000000000007"),
    ] {
        let format = Format::Offset(integer);
        assert_eq!(write(format, KeyPart::Int(value)).unwrap(), text, "{integer:?} {value}");
        let number = format!("{value}.0");
        assert_eq!(write(format, KeyPart::N(&number)).unwrap(), text, "{integer:?} {value}");
    }
}

#[test]
fn an_integer_out_of_the_range_is_refused() {
    let beyond = "`value`: the number is out of the range of i8, which is all its key template has room for";
    let i8 = Format::Offset(Integer::I8);
    for value in [-129, 128, i128::MIN, i128::MAX] {
        assert_eq!(write(i8, KeyPart::Int(value)).unwrap_err().to_string(), beyond);
    }
    assert_eq!(write(i8, KeyPart::N("1e125")).unwrap_err().to_string(), beyond);
    assert!(write(Format::Offset(Integer::U64), KeyPart::Int(-1)).is_err());
    assert_eq!(
        write(i8, KeyPart::N("1.5")).unwrap_err().to_string(),
        "`value`: a number with a fraction cannot be padded in a key template: it would not sort"
    );
}

#[test]
fn separators_and_the_escape_itself_are_escaped() {
    for (value, text) in [
        ("plain", "plain"),
        ("a#b", "a%23b"),
        ("#-", "%23%2D"),
        ("50%", "50%25"),
        ("%23", "%2523"),
        ("é…", "é%E2%80%A6"),
        ("{}", "{}"),
        ("\u{1}", "\\u0001"),
    ] {
        assert_eq!(write(Format::Escaped, KeyPart::S(value)).unwrap(), text);
        let short = ShortText::new(value).unwrap();
        assert_eq!(write(Format::Escaped, KeyPart::Text(short)).unwrap(), text);
    }
    assert_eq!(
        write(Format::Escaped, KeyPart::S("")).unwrap_err().to_string(),
        "`value`: a key cannot be empty"
    );
}

#[test]
fn what_is_escaped_counts_as_it_is_written() {
    let mut writer = Writer::new();
    let key = key(Format::Escaped);
    let error = key
        .write(&SCHEMA, &mut writer, 7, &mut |_| Ok(KeyPart::S("##")))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`sk`: this key has 8 bytes, DynamoDB takes at most 7"
    );
}

/// The sign of a number is one of its own; in text it is the separator that the template refuses.
#[test]
fn only_a_number_begins_with_a_separator() {
    static FIELDS: [FieldDef; 2] = [
        FieldDef::new("text", "text", Kind::S, false),
        FieldDef::new("number", "number", Kind::N, false),
    ];
    static PARTS: [[Part; 2]; 2] = [
        [Part::Literal("-"), Part::field(0)],
        [Part::Literal("-"), Part::field(1)],
    ];
    static PRIMARY: [Index; 1] = [Index::primary(&[Key::field("text", Kind::S, &[Part::field(0)])], &[])];
    let schema = Schema::new("Order", "shop", &FIELDS, &PRIMARY);
    let read = |field: u16, key: &'static str| {
        let template = Key::template("sk", "-{..}", "-", &PARTS[usize::from(field)]);
        template.read(&schema, key, field).map(std::borrow::Cow::into_owned)
    };
    assert_eq!(read(1, "--7").as_deref(), Some("-7"));
    assert_eq!(read(0, "-a").as_deref(), Some("a"));
    assert_eq!(read(0, "--a"), None);
    assert_eq!(read(0, "--"), None);
}
