//! Storage forms: what is written, what is read, what is refused, and that the order of keys is that of the values.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use proptest::prelude::*;

use super::{chain, refused, round, unwritable, written};
use crate::codec::form::{
    As, Base64, Borrowed, Cast, Form, Iso, KeyForm, Lenient, OrNull, TextBool, Unix, UnixMillis, UnixMillisTruncated,
    UnixTruncated,
};
use crate::codec::{Attribute, Bind, Bound, CodecError, KeyPart, Kind, Parser, Type, Writer, from_slice, to_vec};

fn at(millis: i64) -> SystemTime {
    let from_1970 = Duration::from_millis(millis.unsigned_abs());
    if millis < 0 {
        SystemTime::UNIX_EPOCH - from_1970
    } else {
        SystemTime::UNIX_EPOCH + from_1970
    }
}

fn stored<F>(value: SystemTime) -> As<SystemTime, F> {
    As::new(value)
}

#[test]
fn timestamps_as_numbers() {
    round(stored::<Unix>(at(60_000)), r#"{"N":"60"}"#);
    round(stored::<Unix>(at(-1_000)), r#"{"N":"-1"}"#);
    round(stored::<UnixMillis>(at(60_001)), r#"{"N":"60001"}"#);
    round(stored::<UnixMillis>(at(-1)), r#"{"N":"-1"}"#);
    round(stored::<Iso>(at(1)), r#"{"S":"1970-01-01T00:00:00.001000000Z"}"#);
    assert_eq!(
        unwritable(&stored::<Unix>(at(1))),
        "the time has a fraction of a second, which `unix` does not store; use `unix_millis`, or `unix(truncate)` to drop it"
    );
    assert_eq!(
        unwritable(&stored::<UnixMillis>(at(1) + Duration::from_nanos(1))),
        "the time has a fraction of a millisecond, which `unix_millis` does not store; use `iso`, or `unix_millis(truncate)` to drop it"
    );
    // Truncated is rounded down, before 1970 too.
    assert_eq!(written(&stored::<UnixTruncated>(at(1_999))), r#"{"N":"1"}"#);
    assert_eq!(written(&stored::<UnixTruncated>(at(-1))), r#"{"N":"-1"}"#);
    let odd = at(7) + Duration::from_nanos(999_999);
    assert_eq!(written(&stored::<UnixMillisTruncated>(odd)), r#"{"N":"7"}"#);
    assert_eq!(
        from_slice::<As<SystemTime, Unix>>(br#"{"N":"6e1"}"#).unwrap(),
        stored(at(60_000))
    );
    assert_eq!(
        refused::<As<SystemTime, Unix>>(r#"{"N":"1.5"}"#),
        "does not fit a SystemTime: the number has a fraction"
    );
    assert_eq!(
        refused::<As<SystemTime, Unix>>(r#"{"N":"1e30"}"#),
        "does not fit a SystemTime: the number is out of its range"
    );
    assert_eq!(
        refused::<As<SystemTime, Unix>>(r#"{"S":"60"}"#),
        "expected a SystemTime, stored as number (N); found string (S)"
    );
}

#[test]
fn sets_of_forms() {
    let set = BTreeSet::from([stored::<Unix>(at(2_000)), stored(at(-1_000))]);
    round(set, r#"{"NS":["-1","2"]}"#);
    round(
        BTreeSet::from([stored::<Iso>(at(0))]),
        r#"{"SS":["1970-01-01T00:00:00.000000000Z"]}"#,
    );
    round(HashSet::from([As::<_, TextBool>::new(true)]), r#"{"SS":["t"]}"#);
    assert_eq!(
        refused::<BTreeSet<As<SystemTime, Unix>>>(r#"{"NS":["1.5"]}"#),
        "does not fit a SystemTime: the number has a fraction"
    );
    assert!(to_vec(&BTreeSet::from([stored::<Unix>(at(1))])).is_err());
}

#[test]
fn booleans_and_binary_as_text() {
    round(As::<_, TextBool>::new(true), r#"{"S":"t"}"#);
    round(As::<_, TextBool>::new(false), r#"{"S":"f"}"#);
    for (json, message) in [
        (
            r#"{"S":"true"}"#,
            "does not fit a bool: the text is neither `t` nor `f`",
        ),
        (
            r#"{"BOOL":true}"#,
            "expected a bool, stored as string (S); found boolean (BOOL)",
        ),
    ] {
        assert_eq!(refused::<As<bool, TextBool>>(json), message);
    }
    round(As::<_, Base64>::new(vec![0_u8, 255, 16]), r#"{"S":"AP8Q"}"#);
    round(As::<_, Base64>::new(Bytes::from_static(b"")), r#"{"S":""}"#);
    assert_eq!(
        refused::<As<Vec<u8>, Base64>>(r#"{"S":"?"}"#),
        "binary that is not base64"
    );
}

#[test]
fn an_option_of_a_form_is_left_out_or_null() {
    type Seen = Option<As<SystemTime, Unix>>;
    round(None::<As<SystemTime, Unix>>, r#"{"NULL":true}"#);
    round(Some(stored::<Unix>(at(0))), r#"{"N":"0"}"#);
    assert_eq!((Seen::KIND, Seen::OPTIONAL), (Kind::N, true));
    let seen = Some(at(1_000));
    let mut writer = Writer::new();
    writer.begin_object();
    writer
        .field("\"a\":", &seen.as_ref().map(Borrowed::<_, Unix>::new))
        .unwrap();
    writer.field("\"b\":", &None::<Borrowed<'_, SystemTime, Unix>>).unwrap();
    writer
        .field("\"c\":", &OrNull(None::<Borrowed<'_, SystemTime, Unix>>))
        .unwrap();
    writer.field("\"d\":", &OrNull(Some(&5_u8))).unwrap();
    writer
        .field("\"e\":", &OrNull(Some(&std::collections::BTreeSet::<u8>::new())))
        .unwrap();
    writer.end_object();
    assert_eq!(
        String::from_utf8(writer.into_vec()).unwrap(),
        r#"{"a":{"N":"1"},"c":{"NULL":true},"d":{"N":"5"}}"#
    );
}

#[test]
fn values_bind_in_their_form() {
    fn json<T: ?Sized>(value: impl Bind<T>) -> String {
        let mut writer = Writer::new();
        value.bind().unwrap().write(&mut writer);
        String::from_utf8(writer.into_vec()).unwrap()
    }
    type Cmp<T, F> = <Option<As<T, F>> as Attribute>::Cmp;
    assert_eq!(json::<Cmp<SystemTime, Unix>>(at(1_000)), r#"{"N":"1"}"#);
    assert_eq!(json::<Cmp<SystemTime, Unix>>(&at(1_000)), r#"{"N":"1"}"#);
    assert_eq!(json::<Cmp<SystemTime, UnixMillis>>(at(1_000)), r#"{"N":"1000"}"#);
    assert_eq!(
        json::<Cmp<SystemTime, Iso>>(at(0)),
        r#"{"S":"1970-01-01T00:00:00.000000000Z"}"#
    );
    assert_eq!(json::<Cmp<bool, TextBool>>(true), r#"{"S":"t"}"#);
    assert_eq!(json::<Cmp<Vec<u8>, Base64>>(vec![1_u8]), r#"{"S":"AQ=="}"#);
    assert_eq!(json::<As<bool, Lenient<TextBool>>>(false), r#"{"S":"f"}"#);
    assert_eq!(json::<As<bool, TextBool>>(As::new(true)), r#"{"S":"t"}"#);
    assert!(matches!(
        Bind::<As<SystemTime, Unix>>::bind(at(-5_000)),
        Ok(Bound::Int(-5))
    ));
}

fn int<F: KeyForm<SystemTime>>(value: SystemTime) -> Option<i128> {
    match F::key_part(&value).ok()? {
        KeyPart::Int(value) => Some(value),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_time_comes_back_and_sorts(a in any::<i32>(), b in any::<i32>(), millis in -200_000_000_000_000..200_000_000_000_000_i64) {
        let (early, late) = (at(i64::from(a) * 1_000), at(i64::from(b) * 1_000));
        prop_assert_eq!(from_slice::<As<_, Unix>>(&to_vec(&stored::<Unix>(early)).unwrap()).unwrap(), stored(early));
        prop_assert_eq!(int::<Unix>(early).cmp(&int::<Unix>(late)), early.cmp(&late));
        let time = at(millis);
        prop_assert_eq!(from_slice::<As<_, UnixMillis>>(&to_vec(&stored::<UnixMillis>(time)).unwrap()).unwrap(), stored(time));
        prop_assert_eq!(int::<UnixMillis>(time).cmp(&int::<UnixMillis>(late)), time.cmp(&late));
        prop_assert!(int::<UnixTruncated>(time) <= int::<UnixTruncated>(time + Duration::from_millis(1)));
    }

    #[test]
    fn any_binary_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let stored = As::<_, Base64>::new(bytes);
        prop_assert_eq!(from_slice::<As<Vec<u8>, Base64>>(&to_vec(&stored).unwrap()).unwrap(), stored);
    }
}

fn loose<T: Cast + for<'de> crate::codec::Decode<'de>>(json: &str) -> Result<T, CodecError> {
    let mut parser = Parser::new(json);
    let value = parser.lenient::<T>()?;
    parser.end()?;
    Ok(value)
}

#[track_caller]
fn casts<T: Cast + for<'de> crate::codec::Decode<'de> + PartialEq + Debug>(rows: &[(&str, T)]) {
    for (json, expected) in rows {
        assert_eq!(&loose::<T>(json).unwrap(), expected, "{json}");
    }
}

#[test]
fn lenient_reads_what_dynamoid_casts() {
    casts(&[
        (r#"{"BOOL":true}"#, true),
        (r#"{"BOOL":false}"#, false),
        (r#"{"S":"off"}"#, false),
        (r#"{"S":"OFF"}"#, false),
        (r#"{"S":"f"}"#, false),
        (r#"{"S":"F"}"#, false),
        (r#"{"S":"0"}"#, false),
        (r#"{"S":"false"}"#, false),
        (r#"{"S":"FALSE"}"#, false),
        (r#"{"S":"t"}"#, true),
        (r#"{"S":"anything"}"#, true),
        (r#"{"N":"0.0"}"#, false),
        (r#"{"N":"2"}"#, true),
    ]);
    casts(&[
        (r#"{"N":"42"}"#, 42_u8),
        (r#"{"N":"42.9"}"#, 42),
        (r#"{"S":"42"}"#, 42),
        (r#"{"S":" 42.3 "}"#, 42),
        (r#"{"BOOL":true}"#, 1),
        (r#"{"BOOL":false}"#, 0),
    ]);
    casts(&[(r#"{"N":"-0.5"}"#, 0_i32), (r#"{"S":"-42.9"}"#, -42)]);
    casts(&[(r#"{"S":"1.5"}"#, 1.5_f64), (r#"{"BOOL":true}"#, 1.0)]);
    casts(&[
        (r#"{"N":"42"}"#, "42".to_owned()),
        (r#"{"BOOL":true}"#, "t".to_owned()),
        (r#"{"S":" "}"#, " ".to_owned()),
    ]);
    casts(&[
        (r#"{"S":""}"#, None),
        (r#"{"NULL":true}"#, None),
        (r#"{"S":"7"}"#, Some(7_u64)),
    ]);
    casts(&[(r#"{"S":""}"#, None), (r#"{"S":"off"}"#, Some(false))]);
    casts(&[
        (r#"{"N":"1.5"}"#, at(1_500)),
        (r#"{"N":"-1.5"}"#, at(-1_500)),
        (r#"{"N":"-0.5"}"#, at(-500)),
        (r#"{"S":"1970-01-02"}"#, at(86_400_000)),
        (r#"{"S":"1970-01-01T00:00:01"}"#, at(1_000)),
        (r#"{"S":"1970-01-01T01:00:01+01:00"}"#, at(1_000)),
    ]);
}

#[test]
fn lenient_refuses_what_means_nothing() {
    // As the strict reading says it: the types, not the value.
    for json in [r#"{"S":"abc"}"#, r#"{"S":""}"#, r#"{"S":"NaN"}"#] {
        assert_eq!(
            chain(&loose::<u8>(json).unwrap_err()),
            "expected a u8, stored as number (N); found string (S)"
        );
    }
    assert_eq!(
        chain(&loose::<u8>(r#"{"N":"256.5"}"#).unwrap_err()),
        "does not fit a u8: the number has a fraction"
    );
    assert!(loose::<bool>(r#"{"S":""}"#).is_err());
    assert!(loose::<bool>(r#"{"L":[]}"#).is_err());
    assert!(loose::<Option<u8>>(r#"{"S":"abc"}"#).is_err());
    assert!(loose::<SystemTime>(r#"{"S":"1970-01-32"}"#).is_err());
    assert!(loose::<f64>(r#"{"S":"0.12345678901234567890123"}"#).is_err());
    assert!(loose::<bool>(r#"{"BOOL":tru}"#).unwrap_err().is_malformed());
}

#[test]
fn an_empty_string_is_none_for_an_option_of_a_form() {
    let option = |json| <Lenient<Unix> as Form<SystemTime>>::decode_option(&mut Parser::new(json));
    assert_eq!(option(r#"{"S":""}"#).unwrap(), None);
    assert_eq!(option(r#"{"NULL":true}"#).unwrap(), None);
    assert_eq!(option(r#"{"N":"1"}"#).unwrap(), Some(at(1_000)));
    assert!(option(r#"{"S":"x"}"#).is_err());
    let strict = |json| <Unix as Form<SystemTime>>::decode_option(&mut Parser::new(json));
    assert!(strict(r#"{"S":""}"#).is_err());
}

#[test]
fn lenient_keeps_the_form_on_the_way_out() {
    type Kept = As<bool, Lenient<TextBool>>;
    round(Kept::new(true), r#"{"S":"t"}"#);
    assert_eq!(from_slice::<Kept>(br#"{"BOOL":true}"#).unwrap(), Kept::new(true));
    assert_eq!(from_slice::<Kept>(br#"{"N":"0"}"#).unwrap(), Kept::new(false));
    type Seen = As<SystemTime, Lenient<Unix>>;
    round(Seen::new(at(1_000)), r#"{"N":"1"}"#);
    assert_eq!(
        from_slice::<Seen>(br#"{"S":"1970-01-01T00:00:01.5Z"}"#).unwrap(),
        Seen::new(at(1_500))
    );
}
