//! Values on their way into statements and keys.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;

use crate::codec::{Attribute, Bind, Bound, KeyAttribute, KeyPart, Kind, Writer};
use crate::value::{Item, Number, Value};

fn bind<T: ?Sized>(value: impl Bind<T>) -> Bound {
    value.bind().unwrap()
}

fn json(bound: &Bound) -> String {
    let mut writer = Writer::new();
    bound.write(&mut writer);
    String::from_utf8(writer.into_vec()).unwrap()
}

/// As a member of a set, or why it is none.
fn member(bound: &Bound) -> String {
    let mut writer = Writer::new();
    match bound.write_member(&mut writer) {
        Ok(()) => String::from_utf8(writer.into_vec()).unwrap(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn everything_that_binds_has_its_json_its_kind_and_its_key_part() {
    const NO_MEMBER: &str = "DynamoDB's sets hold strings, numbers or binary";
    let number: Number = "1.50".parse().unwrap();
    let text = "t\"".to_owned();
    let bytes = Some(KeyPart::B(b"ab"));
    let string = Some(KeyPart::S("t\""));
    let rows = [
        (bind::<String>("t\""), Kind::S, r#"{"S":"t\""}"#, string, r#""t\"""#),
        (
            bind::<String>(text.clone()),
            Kind::S,
            r#"{"S":"t\""}"#,
            string,
            r#""t\"""#,
        ),
        (bind::<String>(&text), Kind::S, r#"{"S":"t\""}"#, string, r#""t\"""#),
        (
            bind::<String>(Cow::Borrowed("t\"")),
            Kind::S,
            r#"{"S":"t\""}"#,
            string,
            r#""t\"""#,
        ),
        (
            bind::<String>(Box::<str>::from("t\"")),
            Kind::S,
            r#"{"S":"t\""}"#,
            string,
            r#""t\"""#,
        ),
        (
            bind::<Arc<str>>(Arc::<str>::from("t\"")),
            Kind::S,
            r#"{"S":"t\""}"#,
            string,
            r#""t\"""#,
        ),
        (
            bind::<String>('é'),
            Kind::S,
            r#"{"S":"é"}"#,
            Some(KeyPart::S("é")),
            r#""é""#,
        ),
        (
            bind::<u64>(u64::MAX),
            Kind::N,
            r#"{"N":"18446744073709551615"}"#,
            Some(KeyPart::Int(u64::MAX.into())),
            r#""18446744073709551615""#,
        ),
        (
            bind::<i8>(-7),
            Kind::N,
            r#"{"N":"-7"}"#,
            Some(KeyPart::Int(-7)),
            r#""-7""#,
        ),
        (bind::<u8>(7), Kind::N, r#"{"N":"7"}"#, Some(KeyPart::Int(7)), r#""7""#),
        (bind::<f64>(7), Kind::N, r#"{"N":"7"}"#, Some(KeyPart::Int(7)), r#""7""#),
        (bind::<f32>(7), Kind::N, r#"{"N":"7"}"#, Some(KeyPart::Int(7)), r#""7""#),
        (
            bind::<Number>(7),
            Kind::N,
            r#"{"N":"7"}"#,
            Some(KeyPart::Int(7)),
            r#""7""#,
        ),
        (
            bind::<f64>(0.5),
            Kind::N,
            r#"{"N":"0.5"}"#,
            Some(KeyPart::N("0.5")),
            r#""0.5""#,
        ),
        (
            bind::<i128>(7_i128),
            Kind::N,
            r#"{"N":"7"}"#,
            Some(KeyPart::N("7")),
            r#""7""#,
        ),
        (
            bind::<usize>(7_usize),
            Kind::N,
            r#"{"N":"7"}"#,
            Some(KeyPart::N("7")),
            r#""7""#,
        ),
        (
            bind::<Number>(&number),
            Kind::N,
            r#"{"N":"1.50"}"#,
            Some(KeyPart::N("1.50")),
            r#""1.50""#,
        ),
        (
            bind::<Vec<u8>>(b"ab".to_vec()),
            Kind::B,
            r#"{"B":"YWI="}"#,
            bytes,
            r#""YWI=""#,
        ),
        (
            bind::<Vec<u8>>(&b"ab"[..]),
            Kind::B,
            r#"{"B":"YWI="}"#,
            bytes,
            r#""YWI=""#,
        ),
        (bind::<Vec<u8>>(b"ab"), Kind::B, r#"{"B":"YWI="}"#, bytes, r#""YWI=""#),
        (
            bind::<Vec<u8>>(Box::<[u8]>::from(&b"ab"[..])),
            Kind::B,
            r#"{"B":"YWI="}"#,
            bytes,
            r#""YWI=""#,
        ),
        (
            bind::<Vec<u8>>(Bytes::from_static(b"ab")),
            Kind::B,
            r#"{"B":"YWI="}"#,
            bytes,
            r#""YWI=""#,
        ),
        (
            Bytes::from_static(b"ab").bound().unwrap(),
            Kind::B,
            r#"{"B":"YWI="}"#,
            bytes,
            r#""YWI=""#,
        ),
        (bind::<bool>(true), Kind::Bool, r#"{"BOOL":true}"#, None, NO_MEMBER),
        (
            bind::<Vec<u32>>(vec![1_u32]),
            Kind::L,
            r#"{"L":[{"N":"1"}]}"#,
            None,
            NO_MEMBER,
        ),
        (
            bind::<BTreeMap<String, u32>>(BTreeMap::new()),
            Kind::M,
            r#"{"M":{}}"#,
            None,
            NO_MEMBER,
        ),
        (
            bind::<BTreeSet<u32>>(BTreeSet::from([1])),
            Kind::Ns,
            r#"{"NS":["1"]}"#,
            None,
            NO_MEMBER,
        ),
        (
            bind::<Item>(Item::new().with("a", 1)),
            Kind::M,
            r#"{"M":{"a":{"N":"1"}}}"#,
            None,
            NO_MEMBER,
        ),
        (
            bind::<Value>(Value::Null),
            Kind::Any,
            r#"{"NULL":true}"#,
            None,
            NO_MEMBER,
        ),
    ];
    for (bound, kind, expected, part, in_set) in rows {
        assert_eq!(json(&bound), expected);
        assert_eq!(bound.kind(), kind, "{expected}");
        assert!(bound.key_part() == part, "{expected}");
        assert_eq!(member(&bound), in_set, "{expected}");
        assert_eq!(format!("{bound:?}"), format!("Bound({})", kind.descriptor()));
    }
}

#[test]
fn what_cannot_be_stored_cannot_be_bound() {
    assert!(Bind::<f64>::bind(f64::NAN).is_err());
    assert!(Bind::<f32>::bind(f32::INFINITY).is_err());
    assert!(Bind::<i128>::bind(i128::MAX).is_err());
    assert!(Bind::<BTreeSet<u32>>::bind(BTreeSet::new()).is_err());
    assert!(Bind::<Vec<f64>>::bind(vec![0.0, f64::NAN]).is_err());
}

#[test]
fn key_attributes_become_parts_of_keys() {
    let number: Number = "1.50".parse().unwrap();
    let rows: [(&dyn KeyAttributeOf, KeyPart<'_>, &str); 10] = [
        (&"s".to_owned(), KeyPart::S("s"), "KeyPart(S)"),
        (&Box::<str>::from("s"), KeyPart::S("s"), "KeyPart(S)"),
        (&Arc::<str>::from("s"), KeyPart::S("s"), "KeyPart(S)"),
        (&u8::MAX, KeyPart::Int(255), "KeyPart(N)"),
        (&u64::MAX, KeyPart::Int(u64::MAX.into()), "KeyPart(N)"),
        (&i64::MIN, KeyPart::Int(i64::MIN.into()), "KeyPart(N)"),
        (&number, KeyPart::N("1.50"), "KeyPart(N)"),
        (&vec![1_u8], KeyPart::B(&[1]), "KeyPart(B)"),
        (&Bytes::from_static(&[1]), KeyPart::B(&[1]), "KeyPart(B)"),
        (&Vec::<u8>::new(), KeyPart::B(&[]), "KeyPart(B)"),
    ];
    for (value, expected, shown) in rows {
        let part = value.part();
        assert!(part == expected, "{shown}");
        assert_eq!(format!("{part:?}"), shown);
    }
}

/// A key attribute of any type, for a table of them.
trait KeyAttributeOf {
    fn part(&self) -> KeyPart<'_>;
}

impl<T: KeyAttribute> KeyAttributeOf for T {
    fn part(&self) -> KeyPart<'_> {
        self.key_part().unwrap()
    }
}

#[test]
fn a_partition_is_given_as_it_is_or_as_a_tuple() {
    use crate::codec::IntoPartition;

    let kinds =
        |values: crate::codec::Result<Vec<Bound>>| -> Vec<Kind> { values.unwrap().iter().map(Bound::kind).collect() };
    assert_eq!(kinds("ann".into_partition()), [Kind::S]);
    assert_eq!(kinds((&String::from("ann")).into_partition()), [Kind::S]);
    assert_eq!(kinds(7.into_partition()), [Kind::N]);
    assert_eq!(kinds(vec![1_u8].into_partition()), [Kind::B]);
    assert_eq!(kinds(Number::from(7).into_partition()), [Kind::N]);
    assert_eq!(kinds(().into_partition()), [Kind::S; 0]);
    assert_eq!(
        kinds(("ann".to_owned(), 7_u64, "x").into_partition()),
        [Kind::S, Kind::N, Kind::S]
    );
    let absent = None::<String>.into_partition().unwrap_err().to_string();
    assert_eq!(absent, "a partition needs a value, this is `None`");
}
