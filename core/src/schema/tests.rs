mod format;
mod properties;

use super::{FieldDef, Format, Index, Key, Part, Schema, Scope, check_key_kind, check_sort_placeholder};
use crate::codec::{CodecError, KeyPart, Kind, Result, Writer};
use crate::limits::{PARTITION_KEY_BYTES, SORT_KEY_BYTES};

const FIELDS: &[FieldDef] = &[
    FieldDef::new("customer", "customer", Kind::S, false),
    FieldDef::new("number", "no", Kind::N, false),
    FieldDef::new("note", "note", Kind::S, true),
];

const CUSTOMER: Part = Part::field(0);
const NUMBER: Part = Part::field(1);
const PADDED: Part = Part::Field {
    index: 1,
    format: Format::Padded(6),
};

const PLAIN: Key = Key::field("customer", Kind::S, &[CUSTOMER]);
const COMPOSED: Key = Key::template(
    "sk",
    "ORDER#{customer}-{number:06}",
    "#-",
    &[Part::Literal("ORDER#"), CUSTOMER, Part::Literal("-"), PADDED],
);
const UNPADDED: Key = Key::template("pk", "N.{number}", ".", &[Part::Literal("N."), NUMBER]);
const DASHED: Key = Key::template("pk", "{number}-x", "-", &[NUMBER, Part::Literal("-x")]);
const QUOTED: Key = Key::template(
    "pk",
    "\"\\{customer}\n",
    "\"\\\n",
    &[Part::Literal("\"\\"), CUSTOMER, Part::Literal("\n")],
);
const ONLY: Key = Key::template("pk", "{customer}", "", &[CUSTOMER]);

static SCHEMA: Schema = Schema::new(
    "Order",
    "shop",
    FIELDS,
    &[Index::primary(&[ONLY], &[COMPOSED]), Index::primary(&[PLAIN], &[])],
);

/// What the key writes from these values of the fields `customer` and `number`.
fn write(key: Key, limit: usize, customer: KeyPart<'_>, number: KeyPart<'_>) -> Result<String> {
    let mut writer = Writer::new();
    key.write(&SCHEMA, &mut writer, limit, &mut |field| match field {
        0 => Ok(customer),
        1 => Ok(number),
        _ => Err(CodecError::custom("no such field")),
    })?;
    Ok(String::from_utf8(writer.into_vec()).unwrap())
}

#[test]
fn keys_are_written_from_their_fields() {
    use KeyPart::{B, Int, N, S};
    for (key, customer, number, json) in [
        (PLAIN, S("c1"), Int(0), r#"{"S":"c1"}"#),
        (PLAIN, S("a#\"b\n"), Int(0), r#"{"S":"a#\"b\n"}"#),
        (PLAIN, B(b"ab"), Int(0), r#"{"B":"YWI="}"#),
        (PLAIN, Int(-7), Int(0), r#"{"N":"-7"}"#),
        (PLAIN, N("1.50"), Int(0), r#"{"N":"1.50"}"#),
        (ONLY, S("c1"), Int(0), r#"{"S":"c1"}"#),
        (ONLY, S("a#b-c\"\u{1}é😀"), Int(0), r#"{"S":"a#b-c\"\u0001é😀"}"#),
        (COMPOSED, S("c1"), Int(7), r#"{"S":"ORDER#c1-000007"}"#),
        (COMPOSED, S("c 1"), Int(0), r#"{"S":"ORDER#c 1-000000"}"#),
        (COMPOSED, S("c1"), Int(999_999), r#"{"S":"ORDER#c1-999999"}"#),
        (COMPOSED, S("c1"), N("42"), r#"{"S":"ORDER#c1-000042"}"#),
        (COMPOSED, S("c1"), N("4.20e1"), r#"{"S":"ORDER#c1-000042"}"#),
        (COMPOSED, Int(5), Int(7), r#"{"S":"ORDER#5-000007"}"#),
        (QUOTED, S("x"), Int(0), r#"{"S":"\"\\x\n"}"#),
        (UNPADDED, S(""), Int(7), r#"{"S":"N.7"}"#),
        (UNPADDED, S(""), Int(-7), r#"{"S":"N.-7"}"#),
        (
            UNPADDED,
            S(""),
            Int(i128::MAX),
            r#"{"S":"N.170141183460469231731687303715884105727"}"#,
        ),
        // One number is one key, however it was written.
        (UNPADDED, S(""), N("7"), r#"{"S":"N.7"}"#),
        (UNPADDED, S(""), N("+07.00"), r#"{"S":"N.7"}"#),
        (UNPADDED, S(""), N("-0.7e1"), r#"{"S":"N.-7"}"#),
        (UNPADDED, S(""), N("-0"), r#"{"S":"N.0"}"#),
        (UNPADDED, S(""), N("1e3"), r#"{"S":"N.1000"}"#),
        // A sign is no separator, whoever wrote it.
        (DASHED, S(""), Int(-7), r#"{"S":"-7-x"}"#),
        (DASHED, S(""), N("-7"), r#"{"S":"-7-x"}"#),
        (DASHED, S(""), N("-1.50"), r#"{"S":"-1.5-x"}"#),
    ] {
        assert_eq!(write(key, 100, customer, number).unwrap(), json, "{key}");
    }
}

#[test]
fn what_no_key_can_hold_is_refused_by_field() {
    use KeyPart::{B, Int, N, S};
    let too_wide = "`no`: the number has more than the 6 digits its key template gives it";
    for (key, customer, number, message) in [
        (PLAIN, S(""), Int(0), "`customer`: a key cannot be empty"),
        (PLAIN, B(b""), Int(0), "`customer`: a key cannot be empty"),
        (ONLY, S(""), Int(0), "`customer`: a key cannot be empty"),
        (COMPOSED, S(""), Int(0), "`customer`: a key cannot be empty"),
        (
            COMPOSED,
            S("a#b"),
            Int(0),
            "`customer`: the value contains `#`, which separates the parts of the key template \"ORDER#{customer}-{number:06}\"",
        ),
        (
            COMPOSED,
            S("a-#b"),
            Int(0),
            "`customer`: the value contains `-`, which separates the parts of the key template \"ORDER#{customer}-{number:06}\"",
        ),
        (COMPOSED, S("c1"), Int(1_000_000), too_wide),
        (COMPOSED, S("c1"), N("1e6"), too_wide),
        (COMPOSED, S("c1"), N("1e125"), too_wide),
        (
            COMPOSED,
            S("c1"),
            Int(-1),
            "`no`: a negative number cannot be padded in a key template: it would not sort; `i64` in place of the width can hold it",
        ),
        (
            COMPOSED,
            S("c1"),
            N("-1"),
            "`no`: a negative number cannot be padded in a key template: it would not sort; `i64` in place of the width can hold it",
        ),
        (
            COMPOSED,
            S("c1"),
            N("0.5"),
            "`no`: a number with a fraction cannot be padded in a key template: it would not sort",
        ),
        (
            COMPOSED,
            B(b"x"),
            Int(0),
            "`customer`: binary cannot stand in a key template; store it as text",
        ),
        (
            COMPOSED,
            S("c1"),
            B(b""),
            "`no`: binary cannot stand in a key template; store it as text",
        ),
        (
            UNPADDED,
            S(""),
            N("1.5"),
            "`no`: the value contains `.`, which separates the parts of the key template \"N.{number}\"",
        ),
        (UNPADDED, S(""), N("x"), "`no`: not a number DynamoDB can hold"),
    ] {
        let error = write(key, 100, customer, number).unwrap_err();
        assert_eq!(error.to_string(), message, "{key}");
    }
}

#[test]
fn a_value_that_is_not_there_is_its_own_error() {
    let mut writer = Writer::new();
    for key in [PLAIN, COMPOSED] {
        let error = key
            .write(&SCHEMA, &mut writer, 100, &mut |_| Err(CodecError::custom("not given")))
            .unwrap_err();
        assert_eq!(error.to_string(), "not given");
    }
}

/// The limits are DynamoDB's bytes: an escape is no longer than the character it stands for.
#[test]
fn keys_are_as_long_as_dynamodb_lets_them_be() {
    for limit in [PARTITION_KEY_BYTES, SORT_KEY_BYTES] {
        for character in ["x", "\"", "\\", "\n", "\u{1}", "é", "😀"] {
            let fits = character.repeat(limit / character.len());
            let over = format!("{fits}{}", "x".repeat(limit + 1 - fits.len()));
            for (key, field) in [(PLAIN, "customer"), (ONLY, "pk")] {
                let number = KeyPart::Int(0);
                assert!(
                    write(key, limit, KeyPart::S(&fits), number).is_ok(),
                    "{key} {character:?}"
                );
                let error = write(key, limit, KeyPart::S(&over), number).unwrap_err();
                assert_eq!(
                    error.to_string(),
                    format!(
                        "`{field}`: this key has {} bytes, DynamoDB takes at most {limit}",
                        limit + 1
                    ),
                    "{character:?}"
                );
            }
        }
        let bytes = vec![0; limit + 1];
        assert!(write(PLAIN, limit, KeyPart::B(&bytes[..limit]), KeyPart::Int(0)).is_ok());
        let error = write(PLAIN, limit, KeyPart::B(&bytes), KeyPart::Int(0)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`customer`: this key has {} bytes, DynamoDB takes at most {limit}",
                limit + 1
            )
        );
    }
    // Literals and padding count, too: 6 + 1 + 6 bytes besides the customer.
    for (length, fits) in [(1024 - 13, true), (1024 - 12, false)] {
        let customer = "c".repeat(length);
        let result = write(COMPOSED, SORT_KEY_BYTES, KeyPart::S(&customer), KeyPart::Int(7));
        assert_eq!(result.is_ok(), fits, "{length}");
    }
    assert!(
        write(PLAIN, 4, KeyPart::N("123456"), KeyPart::Int(0)).is_ok(),
        "numbers are always short enough"
    );
}

#[test]
fn fields_of_a_key_come_in_order_and_once() {
    const A: Key = Key::template(
        "pk",
        "{number}#{customer}",
        "#",
        &[NUMBER, Part::Literal("#"), CUSTOMER],
    );
    const B: Key = Key::template(
        "sk",
        "{note}#{number:06}",
        "#",
        &[Part::field(2), Part::Literal("#"), PADDED],
    );
    const FIXED: Key = Key::template("sk", "META", "", &[Part::Literal("META")]);
    for (partition, sort, expected) in [
        (&[A][..], &[B][..], &[1, 0, 2][..]),
        (&[B], &[A], &[2, 1, 0]),
        (&[A], &[], &[1, 0]),
        (&[PLAIN], &[FIXED], &[0]),
        (&[PLAIN], &[PLAIN], &[0]),
        (&[FIXED], &[FIXED], &[]),
    ] {
        let indexes = Box::leak(Box::new([Index::primary(
            Box::leak(partition.to_vec().into_boxed_slice()),
            Box::leak(sort.to_vec().into_boxed_slice()),
        )]));
        assert_eq!(Schema::new("E", "t", FIELDS, indexes).key_fields(), expected);
    }
    assert_eq!(A.fields().collect::<Vec<_>>(), [1, 0]);
    assert_eq!(FIXED.fields().count(), 0);
}

#[test]
fn indexes_and_keys_are_shown_as_they_were_written() {
    for (index, shown) in [
        (
            Index::primary(&[ONLY], &[COMPOSED]),
            "index primary: {customer}, sorted by ORDER#{customer}-{number:06}",
        ),
        (Index::primary(&[PLAIN], &[]), "index primary: customer"),
        (
            Index::primary(&[PLAIN, UNPADDED], &[COMPOSED, PLAIN]),
            "index primary: customer + N.{number}, sorted by ORDER#{customer}-{number:06} + customer",
        ),
    ] {
        assert_eq!(index.to_string(), shown);
        assert_eq!(index.name(), "primary");
        assert_eq!(index.scope(), Scope::Primary);
        assert_eq!(index.keys().count(), index.partition().len() + index.sort().len());
    }
}

#[test]
fn a_schema_says_what_it_was_given() {
    assert_eq!(SCHEMA.entity(), "Order");
    assert_eq!(SCHEMA.table(), "shop");
    assert_eq!(SCHEMA.fields(), FIELDS);
    assert_eq!(SCHEMA.indexes().len(), 2);
    assert_eq!(SCHEMA.primary(), &SCHEMA.indexes()[0]);
    assert_eq!(SCHEMA.field("number").map(FieldDef::attribute), Some("no"));
    assert_eq!(SCHEMA.field("no"), None);
    let note = SCHEMA.field("note").unwrap();
    assert_eq!((note.name(), note.kind(), note.is_optional()), ("note", Kind::S, true));
    assert!(!SCHEMA.fields()[0].is_optional());
    assert_eq!(
        (PLAIN.attribute(), PLAIN.kind(), PLAIN.is_field()),
        ("customer", Kind::S, true)
    );
    assert_eq!(
        (COMPOSED.attribute(), COMPOSED.kind(), COMPOSED.is_field()),
        ("sk", Kind::S, false)
    );
    assert_eq!(COMPOSED.parts().len(), 4);
    assert_eq!(
        PADDED,
        Part::Field {
            index: 1,
            format: Format::Padded(6)
        }
    );
    assert_ne!(PADDED, NUMBER);
}

#[test]
fn checks_let_pass_what_is_right() {
    for kind in [Kind::S, Kind::N, Kind::B] {
        check_key_kind("id", kind, false);
    }
    check_sort_placeholder("name", Kind::S);
}

#[test]
fn checks_say_what_is_wrong_when_compiling() {
    fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(check).expect_err("refused");
        *panic.downcast::<String>().unwrap()
    }
    for (found, expected) in [
        (
            message(|| check_key_kind("id", Kind::S, true)),
            "`id` is part of the primary key and cannot be optional: every item has its whole key",
        ),
        (
            message(|| check_key_kind("tags", Kind::Ss, false)),
            "`tags` cannot be part of a key: DynamoDB's keys are strings, numbers or binary, this field is string set",
        ),
        (
            message(|| check_sort_placeholder("number", Kind::N)),
            "`number` is a number in a sort key template and would sort as text: 10 before 9\n  help: pad it, `{number:020}`, or `{number:i64}` if it may be negative",
        ),
    ] {
        assert_eq!(found, expected);
    }
}
