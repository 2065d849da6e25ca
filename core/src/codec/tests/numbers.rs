use super::{chain, read, refused, round, unwritable, written};
use crate::codec::from_slice;
use crate::value::Number;

const OUT_OF_RANGE: &str = "the number is out of its range";
const FRACTION: &str = "the number has a fraction";
const PRECISION: &str = "it would lose digits; read it as a `Number`";
const NOT_HELD: &str = "not a number DynamoDB can hold: ";
const NOT_A_NUMBER: &str = "not a number: expected digits, with an optional sign, point and exponent";
const DYNAMODB_RANGE: &str = "DynamoDB holds magnitudes from 1E-130 to 9.9999999999999999999999999999999999999E+125";
const NOT_FINITE: &str = "NaN and infinity are not numbers to DynamoDB";
const DIGITS: &str = "DynamoDB holds at most 38 significant digits";

fn n(text: &str) -> String {
    format!(r#"{{"N":"{text}"}}"#)
}

macro_rules! integer_edges {
    ($($type:ident)*) => {$(
        for value in [$type::MIN, $type::MIN + 1, 0, 1, 9, 10, 99, 100, $type::MAX - 1, $type::MAX] {
            round(value, &n(&value.to_string()));
        }
        // One beyond each end, and the same far beyond.
        for text in [
            ($type::MAX as i128 + 1).to_string(),
            ($type::MIN as i128 - 1).to_string(),
            "1e100".to_owned(),
            "-9e125".to_owned(),
        ] {
            let article = if stringify!($type).starts_with('i') { "an" } else { "a" };
            assert_eq!(
                refused::<$type>(&n(&text)),
                format!("does not fit {article} {}: {OUT_OF_RANGE}", stringify!($type)),
                "{text}",
            );
        }
    )*};
}

#[test]
fn integers_round_trip_to_their_ends() {
    integer_edges!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);
}

#[test]
fn integers_of_128_bits_have_38_digits_at_most() {
    let most = 10_i128.pow(38) - 1;
    for value in [0, 1, -1, most, -most, 10_i128.pow(38), -(10_i128.pow(38))] {
        round(value, &n(&value.to_string()));
    }
    for value in [0, 1, most.unsigned_abs(), 10_u128.pow(38), 34 * 10_u128.pow(37)] {
        round(value, &n(&value.to_string()));
    }
    for text in [
        unwritable(&i128::MAX),
        unwritable(&i128::MIN),
        unwritable(&u128::MAX),
        unwritable(&(10_u128.pow(38) + 1)),
    ] {
        assert_eq!(text, format!("{NOT_HELD}{DIGITS}"));
    }
    assert_eq!(read::<i128>(&n("1.7e38")), 17 * 10_i128.pow(37));
    assert_eq!(
        refused::<i128>(&n("1.8e38")),
        format!("does not fit an i128: {OUT_OF_RANGE}")
    );
    assert_eq!(
        refused::<u128>(&n("-1")),
        format!("does not fit a u128: {OUT_OF_RANGE}")
    );
    assert_eq!(refused::<u128>(&n("0.5")), format!("does not fit a u128: {FRACTION}"));
}

#[test]
fn integers_are_read_in_every_spelling() {
    for text in [
        "100",
        "+100",
        "00100",
        "100.0",
        "100.",
        "1e2",
        "1E+2",
        "0.1e3",
        "10000e-2",
        "\\u0031\\u0030\\u0030",
    ] {
        assert_eq!(read::<u8>(&n(text)), 100, "{text}");
        assert_eq!(read::<i64>(&n(text)), 100, "{text}");
        assert_eq!(read::<u128>(&n(text)), 100, "{text}");
    }
    for text in ["0", "-0", "0.00", "0e5", "+0"] {
        assert_eq!(read::<u32>(&n(text)), 0, "{text}");
        assert_eq!(read::<i8>(&n(text)), 0, "{text}");
    }
    for text in ["0.5", "-0.5", "100.1", "1e-1", "1.23e1"] {
        assert_eq!(
            refused::<u8>(&n(text)),
            format!("does not fit a u8: {FRACTION}"),
            "{text}"
        );
        assert_eq!(
            refused::<i64>(&n(text)),
            format!("does not fit an i64: {FRACTION}"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_number_is_read_by_no_type() {
    for (text, problem) in [
        ("", NOT_A_NUMBER),
        (" ", NOT_A_NUMBER),
        ("-", NOT_A_NUMBER),
        (".", NOT_A_NUMBER),
        ("+.", NOT_A_NUMBER),
        ("1 ", NOT_A_NUMBER),
        ("1e", NOT_A_NUMBER),
        ("e1", NOT_A_NUMBER),
        ("1.2.3", NOT_A_NUMBER),
        ("--1", NOT_A_NUMBER),
        ("1-", NOT_A_NUMBER),
        ("0x10", NOT_A_NUMBER),
        ("1_000", NOT_A_NUMBER),
        ("١", NOT_A_NUMBER),
        ("abc", NOT_A_NUMBER),
        ("NaN", NOT_A_NUMBER),
        ("nan", NOT_A_NUMBER),
        ("-NaN", NOT_A_NUMBER),
        ("inf", NOT_A_NUMBER),
        ("+inf", NOT_A_NUMBER),
        ("-inf", NOT_A_NUMBER),
        ("Infinity", NOT_A_NUMBER),
        ("infinity", NOT_A_NUMBER),
        ("1e126", DYNAMODB_RANGE),
        ("-1e126", DYNAMODB_RANGE),
        ("1e300", DYNAMODB_RANGE),
        ("1e999", DYNAMODB_RANGE),
        ("1e-131", DYNAMODB_RANGE),
        ("1e-310", DYNAMODB_RANGE),
        ("1e-999", DYNAMODB_RANGE),
        ("123456789012345678901234567890123456789.5", DIGITS),
    ] {
        let (json, problem) = (n(text), format!("{NOT_HELD}{problem}"));
        for found in [
            refused::<f32>(&json),
            refused::<f64>(&json),
            refused::<u8>(&json),
            refused::<u64>(&json),
            refused::<i128>(&json),
            refused::<usize>(&json),
            refused::<Number>(&json),
        ] {
            assert_eq!(found, problem, "{text}");
        }
    }
}

#[test]
fn doubles_round_trip_by_their_shortest_text() {
    for (float, text) in [
        (0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1.0 / 3.0, "0.3333333333333333"),
        (9_007_199_254_740_992.0, "9007199254740992"),
        (1e15, "1000000000000000"),
        (1e16, "1e16"),
        (1e-5, "0.00001"),
        (1e-6, "1e-6"),
        (1e125, "1e125"),
        (-9.999_999_999_999_99e125, "-9.99999999999999e125"),
        (1e-130, "1e-130"),
        (f64::EPSILON, "2.220446049250313e-16"),
    ] {
        round(float, &n(text));
    }
    // DynamoDB has no zero below zero.
    assert_eq!(written(&-0.0_f64), n("0"));
    assert!(read::<f64>(&written(&-0.0_f64)).is_sign_positive());
}

#[test]
fn singles_round_trip_by_their_shortest_text() {
    for (float, text) in [
        (0.0_f32, "0"),
        (0.1, "0.1"),
        (16_777_216.0, "16777216"),
        (f32::MAX, "3.4028235e38"),
        (f32::MIN, "-3.4028235e38"),
        (f32::MIN_POSITIVE, "1.1754944e-38"),
        // The least one below the normal ones: DynamoDB's range is wider than theirs.
        (f32::from_bits(1), "1e-45"),
    ] {
        round(float, &n(text));
    }
    assert_eq!(written(&-0.0_f32), n("0"));
}

#[test]
fn floats_that_dynamodb_cannot_hold_are_refused() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(unwritable(&float), format!("{NOT_HELD}{NOT_FINITE}"));
        assert_eq!(unwritable(&(float as f32)), format!("{NOT_HELD}{NOT_FINITE}"));
    }
    for float in [
        1e126,
        -1e126,
        f64::MAX,
        f64::MIN,
        9e-131,
        1e-310,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
    ] {
        assert_eq!(unwritable(&float), format!("{NOT_HELD}{DYNAMODB_RANGE}"), "{float:e}");
    }
}

#[test]
fn floats_refuse_what_they_would_change() {
    let long = "3.1415926535897932384626433832795028841";
    for text in [long, "9007199254740993", "0.10000000000000000555", "123456789012345678"] {
        let error = from_slice::<f64>(n(text).as_bytes()).unwrap_err();
        assert!(
            error.is_precision_loss() && !error.is_missing() && !error.is_malformed(),
            "{text}"
        );
        assert_eq!(chain(&error), format!("does not fit an f64: {PRECISION}"), "{text}");
    }
    for text in ["16777217", "0.1000000001", "1e-60", "123456789"] {
        let error = from_slice::<f32>(n(text).as_bytes()).unwrap_err();
        assert!(error.is_precision_loss(), "{text}");
        assert_eq!(chain(&error), format!("does not fit an f32: {PRECISION}"), "{text}");
    }
    for text in ["1e39", "-1e125", "3.5e38"] {
        let error = from_slice::<f32>(n(text).as_bytes()).unwrap_err();
        assert!(!error.is_precision_loss(), "{text}");
        assert_eq!(chain(&error), format!("does not fit an f32: {OUT_OF_RANGE}"), "{text}");
    }
    // Long, and yet exactly a float.
    assert_eq!(read::<f64>(&n("0.000000000931322574615478515625")), 0.5_f64.powi(30));
    assert_eq!(read::<f64>(&n("1000000000000000.0000000")), 1e15);
    assert_eq!(read::<f32>(&n("16777216.00")), 16_777_216.0);
    for json in [n("1.5"), n("NaN"), n("300")] {
        let loss = from_slice::<u8>(json.as_bytes()).is_err_and(|error| error.is_precision_loss());
        assert!(!loss, "{json}");
    }
}

#[test]
fn numbers_keep_their_text() {
    let nines = "9".repeat(38);
    for text in [
        "0",
        "-0",
        "1.50",
        "+1",
        "00042",
        "1e2",
        "1E+125",
        "-1E-130",
        &nines,
        &format!("-0.{nines}"),
        &format!("9.{}E+125", &nines[1..]),
    ] {
        let number: Number = text.parse().unwrap();
        assert_eq!(written(&number), n(text));
        assert_eq!(read::<Number>(&n(text)).as_str(), text);
    }
    assert_eq!(
        refused::<Number>(&n(&format!("{nines}9"))),
        format!("{NOT_HELD}{DIGITS}")
    );
}
