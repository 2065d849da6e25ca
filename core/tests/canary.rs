//! No error shows a value. Every way to fail is given a value that would be recognised, as text, as a number or as
//! binary; names of attributes and map keys may be shown, and must be, in the path.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
#[cfg(feature = "serde_json-1")]
use ddbx_core::codec::form::Json;
#[cfg(feature = "serde-1")]
use ddbx_core::codec::form::Serde;
#[cfg(feature = "chrono-0_4")]
use ddbx_core::codec::form::Zone;
use ddbx_core::codec::form::{As, Base64, Iso, Lenient, TextBool, Unix, UnixMillis};
use ddbx_core::codec::{
    Bind, CodecError, Decode, Encode, EncodeItem, KeyPart, Kind, Parser, Writer, from_slice, item_from_slice,
    item_to_vec, to_vec,
};
use ddbx_core::error::{Error, ErrorKind, FailureClass};
use ddbx_core::expression::{Expressions, Field};
use ddbx_core::schema::{FieldDef, Format, Index, Key, Part, Schema};
use ddbx_core::value::NumberError;
use ddbx_core::{Fault, Item, Number, Operation, Request, Response, Value};

/// What must not be seen: the text, the number, the binary in base64 and as Rust prints bytes.
const CANARIES: [&str; 4] = ["CANARY", "47114711", "Q0FOQVJZ", "67, 65, 78, 65, 82, 89"];

/// An error as it is printed anywhere, and every error behind it.
#[track_caller]
fn silent(error: &(dyn StdError + 'static)) {
    let mut level = Some(error);
    while let Some(error) = level {
        for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
            let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            for canary in CANARIES {
                assert!(!shown.contains(canary) && !flat.contains(canary), "{shown}");
            }
        }
        level = error.source();
    }
}

/// A codec's error, as it is and as an application sees it.
#[track_caller]
fn silent_codec(error: impl Fn() -> CodecError) {
    silent(&error());
    let request = Request::new(Operation::PutItem, "{}").on("users");
    silent(&Error::decode(error().at("field").of("User")).during(&request));
    silent(&Error::encode(error().at_index(3)).during(&request));
    silent(&Error::new(ErrorKind::Layer, "a layer failed").with_source(Error::encode(error())));
}

/// The types that refuse this JSON are named in `refused`; none of them may show it.
fn read_with_everything(json: &str, refused: &mut BTreeSet<&'static str>) {
    macro_rules! all {
        ($($type:ty),* $(,)?) => {$(
            if read::<$type>(json) {
                refused.insert(stringify!($type));
            }
        )*};
    }
    all!(
        String, bool, u8, i64, u128, usize, f32, f64, Number, Bytes, Vec<u8>, Value, Item,
        Option<u32>, Box<bool>, Vec<u32>, Vec<String>, Vec<Value>, Vec<Vec<f64>>,
        BTreeMap<String, u32>, HashMap<String, Vec<bool>>, BTreeSet<String>, BTreeSet<u32>, BTreeSet<Vec<u8>>,
    );
    if item_from_slice::<BTreeMap<String, Bytes>>(json.as_bytes()).is_err() {
        silent_codec(|| item_from_slice::<BTreeMap<String, Bytes>>(json.as_bytes()).expect_err("refused before"));
    }
    let mut parser = Parser::new(json);
    let _ = parser.begin_object();
    assert!(!format!("{parser:?}").contains("CANARY"));
}

/// The same for types of other crates and storage forms; how many there are.
fn read_with_every_form(json: &str, refused: &mut BTreeSet<&'static str>) -> usize {
    let mut types = 0;
    macro_rules! all {
        ($($type:ty),* $(,)?) => {$(
            types += 1;
            if read::<$type>(json) {
                refused.insert(stringify!($type));
            }
        )*};
    }
    all!(
        SystemTime, As<SystemTime, Iso>, As<SystemTime, Unix>, As<SystemTime, UnixMillis>, As<bool, TextBool>,
        As<Vec<u8>, Base64>, Option<As<Bytes, Base64>>, As<SystemTime, Lenient<Unix>>, As<bool, Lenient<TextBool>>,
        BTreeSet<SystemTime>,
    );
    #[cfg(feature = "bigdecimal-0_4")]
    all!(bigdecimal::BigDecimal, BTreeSet<bigdecimal::BigDecimal>);
    #[cfg(feature = "chrono-0_4")]
    all!(
        chrono::DateTime<chrono::Utc>,
        chrono::DateTime<chrono::FixedOffset>,
        chrono::NaiveDate,
        chrono::NaiveTime,
        chrono::NaiveDateTime,
        As<chrono::DateTime<chrono::FixedOffset>, Zone>,
    );
    #[cfg(feature = "jiff-1")]
    all!(
        jiff::Timestamp,
        jiff::ZonedDateTime,
        jiff::civil::Date,
        jiff::civil::Time,
        jiff::civil::DateTime
    );
    #[cfg(feature = "rust_decimal-1")]
    all!(rust_decimal::Decimal, Vec<rust_decimal::Decimal>);
    #[cfg(feature = "time-0_3")]
    all!(
        time::OffsetDateTime,
        time::UtcDateTime,
        time::Date,
        time::Time,
        time::PrimitiveDateTime
    );
    #[cfg(feature = "ulid-3")]
    all!(ulid::Ulid);
    #[cfg(feature = "uuid-1")]
    all!(uuid::Uuid, BTreeSet<uuid::Uuid>);
    #[cfg(feature = "serde-1")]
    all!(
        As<String, Serde>, As<u8, Serde>, As<(), Serde>, As<char, Serde>, As<Vec<BTreeMap<u8, f64>>, Serde>,
        As<Result<(), u8>, Serde>,
    );
    #[cfg(feature = "serde_json-1")]
    all!(serde_json::Value, As<u8, Json>, As<Vec<String>, Json>, As<Result<(), u8>, Json>);
    types
}

#[test]
fn no_form_shows_what_it_was_given() {
    fn refuse<T: Encode>(value: &T) {
        silent_codec(|| to_vec(value).unwrap_err());
    }
    let odd = SystemTime::UNIX_EPOCH + Duration::new(47_114_711, 471_147_110);
    refuse(&As::<_, Unix>::new(odd));
    refuse(&As::<_, UnixMillis>::new(odd));
    refuse(&(SystemTime::UNIX_EPOCH + Duration::from_secs(471_147_114_711)));
    #[cfg(feature = "bigdecimal-0_4")]
    refuse(
        &"4711471147114711471147114711471147114711.1"
            .parse::<bigdecimal::BigDecimal>()
            .unwrap(),
    );
    #[cfg(feature = "serde_json-1")]
    refuse(&serde_json::json!(["CANARY", 4.711_471_1e300]));
    #[cfg(feature = "serde-1")]
    {
        /// Refuses in its own words.
        struct Talkative;

        impl serde::Serialize for Talkative {
            fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("CANARY"))
            }
        }

        impl<'de> serde::Deserialize<'de> for Talkative {
            fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                Err(serde::de::Error::custom("CANARY"))
            }
        }

        impl std::fmt::Debug for Talkative {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("Talkative")
            }
        }

        refuse(&As::<_, Serde>::new(Talkative));
        assert!(read::<As<Talkative, Serde>>(r#"{"S":"CANARY"}"#));
        #[cfg(feature = "serde_json-1")]
        {
            refuse(&As::<_, Json>::new(Talkative));
            assert!(read::<As<Talkative, Json>>(r#"{"S":"\"CANARY\""}"#));
        }
    }
}

fn read<'de, T: Decode<'de> + std::fmt::Debug>(json: &'de str) -> bool {
    let failed = from_slice::<T>(json.as_bytes()).is_err();
    if failed {
        silent_codec(|| from_slice::<T>(json.as_bytes()).expect_err("refused before"));
    }
    failed
}

#[test]
fn no_reader_shows_what_it_read() {
    let (mut refused, mut forms) = (BTreeSet::new(), BTreeSet::new());
    for json in [
        r#"{"S":"[\"CANARY\",47114711]"}"#,
        r#"{"S":"2030-01-31T12:00:00ZCANARY"}"#,
        r#"{"S":"2030-01-31T12:00:00Z[CANARY]"}"#,
        r#"{"M":{"Circle":{"S":"CANARY"}}}"#,
        r#"{"S":"CANARY"}"#,
        r#"{"N":"CANARY"}"#,
        r#"{"N":"47114711"}"#,
        r#"{"N":"-47114711.5"}"#,
        r#"{"N":"47114711e300"}"#,
        r#"{"N":"0.1234567890123456789047114711"}"#,
        r#"{"N":"471147114711471147114711471147114711471147114711"}"#,
        r#"{"B":"Q0FOQVJZ"}"#,
        r#"{"B":"CANARY!"}"#,
        r#"{"BOOL":"CANARY"}"#,
        r#"{"BOOL":CANARY}"#,
        r#"{"NULL":"CANARY"}"#,
        r#"{"NULL":true,"S":"CANARY"}"#,
        r#"{"X":"CANARY"}"#,
        r#"{"SS":["CANARY","CANARY"]}"#,
        r#"{"NS":["47114711","CANARY"]}"#,
        r#"{"BS":["Q0FOQVJZ","CANARY!"]}"#,
        r#"{"L":[{"S":"CANARY"},{"N":"CANARY"},{"X":"CANARY"}]}"#,
        r#"{"L":[{"L":[{"N":"47114711"},{"S":"CANARY"}]}]}"#,
        r#"{"M":{"key":{"S":"CANARY"}}}"#,
        r#"{"M":{"key":{"L":[{"N":"CANARY"}]}}}"#,
        r#"{"key":{"S":"CANARY"}}"#,
        r#"{"S":"CANARY"} CANARY"#,
        r#"{"S":"CANARY"#,
        r#"{"S":"CANARY\"#,
        r#"{"S":"CANARY\uCANARY"}"#,
        r#"{"S":"CANARY\ud83d"}"#,
        r#"{"S":CANARY}"#,
        r#""CANARY""#,
        "CANARY",
        "",
    ] {
        read_with_everything(json, &mut refused);
        read_with_every_form(json, &mut forms);
    }
    assert_eq!(refused.len(), 24, "each type refused something: {refused:?}");
    assert_eq!(forms.len(), read_with_every_form("", &mut BTreeSet::new()), "{forms:?}");
    let deep = format!("{}{}{}", r#"{"L":["#.repeat(40), r#"{"S":"CANARY"}"#, "]}".repeat(40));
    silent_codec(|| from_slice::<Value>(deep.as_bytes()).unwrap_err());
    silent_codec(|| from_slice::<String>(b"{\"S\":\"CANARY\xff\"}").unwrap_err());
}

/// The path and the types are what an error is for: silence alone would pass every other test here.
#[test]
fn the_path_and_the_types_are_shown() {
    let error =
        from_slice::<HashMap<String, Vec<bool>>>(br#"{"M":{"key":{"L":[{"BOOL":true},{"S":"CANARY"}]}}}"#).unwrap_err();
    silent(&error);
    assert_eq!(
        error.to_string(),
        "`key[1]`: expected a bool, stored as boolean (BOOL); found string (S)"
    );
}

#[test]
fn no_writer_shows_what_it_was_given() {
    fn refuse<T: Encode>(value: &T) {
        silent_codec(|| to_vec(value).unwrap_err());
    }
    fn refuse_item<T: EncodeItem>(item: &T) {
        silent_codec(|| item_to_vec(item).unwrap_err());
    }
    refuse(&4.711_471_1e300_f64);
    refuse(&4.711_471_1e-300_f64);
    refuse(&f64::NAN);
    refuse(&147_114_711_471_147_114_711_471_147_114_711_471_147_i128);
    refuse(&Pairs(vec![("CANARY", 4.711_471_1), ("CANARY", f64::NAN)]));
    refuse(&vec![BTreeSet::from(["CANARY".to_owned()]), BTreeSet::new()]);
    refuse(&Value::L(vec![Value::from("CANARY"), Value::Ss(BTreeSet::new())]));
    let deep = (0..40).fold(Value::from("CANARY"), |inner, _| Value::L(vec![inner]));
    refuse(&deep);
    refuse_item(
        &Item::new()
            .with("a", "CANARY")
            .with("b", BTreeSet::<Number>::new())
            .with("c", 47_114_711),
    );
    refuse_item(&BTreeMap::from([("a".to_owned(), vec![4.711_471_1, f64::INFINITY])]));

    let mut writer = Writer::new();
    writer.s("CANARY");
    assert!(!format!("{writer:?}").contains(CANARIES[0]) && !format!("{writer:?}").contains(CANARIES[3]));
}

/// A list of pairs: the first of each is a value, too.
struct Pairs(Vec<(&'static str, f64)>);

impl ddbx_core::codec::Type for Pairs {
    const KIND: Kind = Kind::L;
}

impl Encode for Pairs {
    fn encode(&self, writer: &mut Writer) -> ddbx_core::codec::Result<()> {
        writer.begin_list()?;
        for (index, (name, value)) in self.0.iter().enumerate() {
            writer.s(name);
            value.encode(writer).map_err(|error| error.at_index(index))?;
        }
        writer.end_list();
        Ok(())
    }
}

#[test]
fn no_number_is_shown_by_its_error() {
    for text in [
        "CANARY",
        "47114711e300",
        "471147114711471147114711471147114711471147114711",
        "47114711x",
    ] {
        let error: NumberError = text.parse::<Number>().unwrap_err();
        silent(&error);
    }
    let number: Number = "47114711.5".parse().unwrap();
    silent(&u8::try_from(&number).unwrap_err());
    silent(&u64::try_from(&number).unwrap_err());
}

static SCHEMA: Schema = Schema::new(
    "Order",
    "shop",
    &[FieldDef::new("id", "id", Kind::S, false)],
    &[Index::primary(&[Key::field("id", Kind::S, &[Part::field(0)])], &[])],
);

#[test]
fn no_key_shows_what_it_cannot_hold() {
    const PLAIN: Key = Key::field("id", Kind::S, &[Part::field(0)]);
    const COMPOSED: Key = Key::template(
        "pk",
        "A#{id:04}",
        "#",
        &[
            Part::Literal("A#"),
            Part::Field {
                index: 0,
                format: Format::Padded(4),
            },
        ],
    );
    for (key, part) in [
        (PLAIN, KeyPart::S("CANARYCANARY")),
        (PLAIN, KeyPart::B(b"CANARYCANARY")),
        (COMPOSED, KeyPart::S("CANARY#")),
        (COMPOSED, KeyPart::S("CANARYCANARY")),
        (COMPOSED, KeyPart::B(b"CANARY")),
        (COMPOSED, KeyPart::Int(47_114_711)),
        (COMPOSED, KeyPart::Int(-47_114_711)),
        (COMPOSED, KeyPart::N("47114711.5")),
        (COMPOSED, KeyPart::N("CANARY")),
    ] {
        silent_codec(|| {
            key.write(&SCHEMA, &mut Writer::new(), 8, &mut |_| Ok(part))
                .unwrap_err()
                .of("Order")
        });
        let shown = format!("{part:?}");
        assert!(CANARIES.iter().all(|canary| !shown.contains(canary)), "{shown}");
    }
}

#[test]
fn no_expression_shows_its_values() {
    struct Order;
    let total: Field<Order, f64> = Field::new(0, "total");
    let name: Field<Order, String> = Field::new(1, "name");
    let conditions = [
        || Field::<Order, f64>::new(0, "total").eq(4.711_471_1e300),
        || Field::<Order, f64>::new(0, "total").is_in([4.711_471_1, f64::NAN]),
        || {
            Field::<Order, String>::new(1, "name")
                .eq("CANARY")
                .and(Field::<Order, f64>::new(0, "total").lt(f64::NAN))
        },
        || Field::<Order, String>::new(1, "name").is_in(vec!["CANARY"; 101]),
    ];
    for condition in conditions {
        silent_codec(|| Expressions::new().condition(condition().into()).unwrap_err());
    }
    let condition = name
        .eq("CANARY")
        .or(total.gt(4_711_471))
        .and(name.between("CANARY", "CANARY"));
    assert!(!format!("{condition:?}").contains("CANARY"));
    let bound = Bind::<Vec<u8>>::bind(&b"CANARY"[..]).unwrap();
    assert_eq!(format!("{bound:?}"), "Bound(B)");
}

#[test]
fn no_answer_shows_its_items() {
    let item = r#"{"id":{"S":"CANARY"},"n":{"N":"47114711"},"b":{"B":"Q0FOQVJZ"}}"#;
    let request = Request::new(Operation::TransactWriteItems, item).on("users");
    for body in [
        format!(
            r#"{{"__type":"ConditionalCheckFailedException","message":"The conditional request failed","Item":{item}}}"#
        ),
        format!(
            r#"{{"__type":"TransactionCanceledException","Message":"cancelled","CancellationReasons":[{{"Code":"ConditionalCheckFailed","Item":{item}}},{{"Code":"ValidationError","Message":"The parameter cannot be converted to a numeric value: CANARY"}}]}}"#
        ),
        r#"{"__type":"ValidationException","message":"1 validation error detected: Value 'CANARY' at 'item' failed"}"#
            .to_owned(),
        r#"{"__type":"ValidationException","message":"The parameter cannot be converted to a numeric value: CANARY"}"#
            .to_owned(),
        r#"{"__type":"InvalidSignatureException","message":"no match\nx-amz-security-token:CANARY"}"#.to_owned(),
        format!(r#"{{"Item":{item}}}"#),
        format!("<html>{item}</html>"),
        format!(r#"{{"__type":"CANA{item}"#),
    ] {
        for status in [400, 500] {
            let response = Response::new(status, body.clone());
            let error = Error::from_response(&request, &response);
            silent(&error);
            if let Some(fault) = error.fault() {
                silent(&Fault::clone(fault));
            }
            if let Err(error) = error.old_item::<BTreeMap<String, bool>>() {
                silent(&error);
            }
            for shown in [format!("{request:?}"), format!("{response:?}")] {
                assert!(!shown.contains("CANARY"), "{shown}");
            }
        }
    }
    silent(&Error::failed(
        ErrorKind::Timeout,
        FailureClass::Ambiguous,
        &request,
        "no answer within 1s",
    ));
}
