//! `SystemTime`, and the text that all points in time share.

use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::{refused, round, sorts, survives, unwritable};
use crate::codec::from_slice;

fn at(seconds: i64, nanoseconds: u32) -> SystemTime {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let start = if seconds < 0 {
        SystemTime::UNIX_EPOCH - whole
    } else {
        SystemTime::UNIX_EPOCH + whole
    };
    start + Duration::from_nanos(nanoseconds.into())
}

#[test]
fn is_text_that_sorts() {
    round(at(0, 0), r#"{"S":"1970-01-01T00:00:00.000000000Z"}"#);
    round(at(-1, 999_999_999), r#"{"S":"1969-12-31T23:59:59.999999999Z"}"#);
    round(at(951_782_400, 1), r#"{"S":"2000-02-29T00:00:00.000000001Z"}"#);
    round(at(-62_167_219_200, 0), r#"{"S":"0000-01-01T00:00:00.000000000Z"}"#);
    round(
        at(253_402_300_799, 999_999_999),
        r#"{"S":"9999-12-31T23:59:59.999999999Z"}"#,
    );
    for outside in [at(-62_167_219_201, 0), at(253_402_300_800, 0)] {
        assert_eq!(
            unwritable(&outside),
            "its year is not one of 0000 to 9999, whose text sorts"
        );
    }
}

#[test]
fn is_read_from_any_rfc_3339() {
    for text in [
        "2030-01-31T12:00:00Z",
        "2030-01-31t12:00:00.0z",
        "2030-01-31 12:00:00.00000000000+00:00",
        "2030-01-31T14:30:00+02:30",
        "2030-01-30T23:59:59-12:00:01",
    ] {
        let json = format!(r#"{{"S":"{text}"}}"#);
        assert_eq!(
            from_slice::<SystemTime>(json.as_bytes()).unwrap(),
            at(1_896_091_200, 0),
            "{text}"
        );
    }
    for text in [
        "",
        "2030-01-31",
        "2030-01-31T12:00:00",
        "2030-1-31T12:00:00Z",
        "2030-02-30T12:00:00Z",
        "2030-13-01T12:00:00Z",
        "2030-00-01T12:00:00Z",
        "2030-01-00T12:00:00Z",
        "1900-02-29T12:00:00Z",
        "2030-01-31T24:00:00Z",
        "2030-01-31T12:60:00Z",
        "2030-01-31T12:00:60Z",
        "2030-01-31T12:00:00.Z",
        "2030-01-31T12:00:00.0000000001Z",
        "2030-01-31T12:00:00+24:00",
        "2030-01-31T12:00:00+0200",
        "2030-01-31T12:00:00Z ",
        "2030-01-31T12:00:00Z[Europe/Oslo]",
        "+2030-01-31T12:00:00Z",
        "٢٠٣٠-01-31T12:00:00Z",
    ] {
        let json = format!(r#"{{"S":"{text}"}}"#);
        assert_eq!(
            refused::<SystemTime>(&json),
            "does not fit a SystemTime: the text is not of the form 2030-01-31T12:00:00.000000000Z"
        );
    }
    assert_eq!(
        refused::<SystemTime>(r#"{"N":"1"}"#),
        "expected a SystemTime, stored as string (S); found number (N)"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_comes_back_and_sorts(
        a in -70_000_000_000..260_000_000_000_i64, b in -70_000_000_000..260_000_000_000_i64, n in 0..1_000_000_000_u32,
    ) {
        survives(&at(a, n))?;
        sorts(&at(a, n), &at(b, 0))?;
        sorts(&at(a, n), &at(a, 5))?;
    }
}
