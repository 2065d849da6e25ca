use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};

use super::{Number, NumberError, check_text};

fn number(text: &str) -> Number {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_grammar_is_dynamodbs() {
    for text in [
        "0", "-0", "+0.0", "7", "-7", "+7", "00042", "5.", ".5", "+.5", "1.5E+3", "1e2", "1E-130", "-1E-130", "0e125",
    ] {
        assert_eq!(check_text(text), Ok(()), "{text}");
        assert_eq!(number(text).as_str(), text);
        assert_eq!(number(text).to_string(), text);
    }
    for text in [
        "",
        "+",
        "-",
        ".",
        "+.",
        "e2",
        "1e",
        "1e+",
        "1.2.3",
        "1.2e3.4",
        "++5",
        "-+5",
        "1+2",
        "0x5",
        "1_000",
        " 5",
        "5 ",
        "1 5",
        "NaN",
        "Infinity",
        "-inf",
        "١",
        "1e9223372036854775808",
        "1f",
    ] {
        assert_eq!(check_text(text), Err(NumberError::NotANumber), "{text}");
        assert!(text.parse::<Number>().is_err());
    }
}

#[test]
fn significant_digits_are_counted_between_the_zeros() {
    let digits = "9".repeat(38);
    for text in [
        digits.clone(),
        format!("-{digits}"),
        format!("000{digits}000"),
        format!("0.000{digits}000"),
        format!("{}.{}", &digits[..20], &digits[20..]),
        format!("1{}", "0".repeat(125)),
        format!("1{}1", "0".repeat(36)),
    ] {
        assert_eq!(check_text(&text), Ok(()), "{text}");
    }
    for text in [
        format!("{digits}9"),
        format!("{digits}.9"),
        format!("0.{digits}9"),
        format!("{}.{}", &digits[..20], &digits[19..]),
        format!("1{}1", "0".repeat(37)),
    ] {
        assert_eq!(check_text(&text), Err(NumberError::TooManyDigits), "{text}");
    }
}

#[test]
fn the_range_is_dynamodbs() {
    let nines = format!("9.{}", "9".repeat(37));
    for text in [
        format!("{nines}E+125"),
        format!("-{nines}E+125"),
        "1E125".into(),
        "0.01E127".into(),
        "1000E-133".into(),
        format!("0.{}1", "0".repeat(129)),
        "1.5E-130".into(),
        "0e-130".into(),
    ] {
        assert_eq!(check_text(&text), Ok(()), "{text}");
    }
    for text in [
        "1E126".into(),
        "10E125".into(),
        "-1E126".into(),
        "1E-131".into(),
        "9E-131".into(),
        format!("0.{}1", "0".repeat(130)),
        "1e9223372036854775807".into(),
        "1e-9223372036854775808".into(),
        "0.01e-9223372036854775808".into(),
        "10e9223372036854775807".into(),
        "0e126".into(),
        "0.0e-130".into(),
    ] {
        assert_eq!(check_text(&text), Err(NumberError::OutOfRange), "{text}");
    }
}

#[test]
fn numbers_are_compared_and_hashed_by_value() {
    let hasher = RandomState::new();
    for same in [
        ["1", "1.0", "1e0", "+01", "0.1E1"],
        ["0", "-0", "0.000", "0e99", "-0e-9"],
        ["-1500", "-1.5e3", "-15e2", "-1500.00", "-0.0015E6"],
        ["1E125", "10E124", "0.1E126", "1.0e125", "01E+125"],
    ] {
        for a in same {
            for b in same {
                assert_eq!(number(a), number(b), "{a} {b}");
                assert_eq!(hasher.hash_one(number(a)), hasher.hash_one(number(b)), "{a} {b}");
            }
        }
    }
    let ascending = [
        "-1E125", "-12.5", "-12.49", "-12", "-1.1", "-1", "-0.9", "-1E-130", "0", "1E-130", "0.5", "0.51", "1", "1.01",
        "9", "10", "11", "99.999", "100", "1E125",
    ]
    .map(number);
    assert!(ascending.is_sorted_by(|a, b| a < b));
    assert_eq!(ascending.iter().collect::<BTreeSet<_>>().len(), ascending.len());
}

#[test]
fn normalized_is_plain() {
    for (text, plain) in [
        ("0", "0"),
        ("-0.00", "0"),
        ("0042", "42"),
        ("+5.", "5"),
        ("1.200", "1.2"),
        ("100", "100"),
        ("1e2", "100"),
        ("-1.5E1", "-15"),
        (".5", "0.5"),
        ("12e-1", "1.2"),
        ("1E-3", "0.001"),
        ("-120e-4", "-0.012"),
        ("100.5", "100.5"),
        ("1010", "1010"),
    ] {
        assert_eq!(number(text).normalized().as_str(), plain, "{text}");
    }
    assert_eq!(number("1E125").normalized().as_str(), format!("1{}", "0".repeat(125)));
    assert_eq!(
        number("1E-130").normalized().as_str(),
        format!("0.{}1", "0".repeat(129))
    );
}

#[test]
fn integers_go_in_and_out_exactly() {
    assert_eq!(Number::from(i64::MIN).as_str(), "-9223372036854775808");
    assert_eq!(i64::try_from(&Number::from(i64::MIN)), Ok(i64::MIN));
    assert_eq!(u64::try_from(Number::from(u64::MAX)), Ok(u64::MAX));
    assert_eq!(i8::try_from(number("-128")), Ok(i8::MIN));
    for text in ["100", "1e2", "100.0", "0.1e3", "10000e-2", "+100"] {
        assert_eq!(u8::try_from(number(text)), Ok(100), "{text}");
    }
    assert_eq!(u8::try_from(number("-0")), Ok(0));
    assert_eq!(u8::try_from(number("0.00")), Ok(0));
    for (text, error) in [
        ("256", NumberError::DoesNotFit),
        ("-1", NumberError::DoesNotFit),
        ("1e125", NumberError::DoesNotFit),
        ("0.5", NumberError::NotAnInteger),
        ("-0.5", NumberError::NotAnInteger),
        ("100.1", NumberError::NotAnInteger),
        ("1e-1", NumberError::NotAnInteger),
    ] {
        assert_eq!(u8::try_from(number(text)), Err(error), "{text}");
    }
    assert_eq!(i8::try_from(number("-129")), Err(NumberError::DoesNotFit));
}

#[test]
fn integers_of_128_bits_keep_to_38_digits() {
    assert_eq!(Number::try_from(i128::MAX), Err(NumberError::TooManyDigits));
    assert_eq!(Number::try_from(i128::MIN), Err(NumberError::TooManyDigits));
    assert_eq!(Number::try_from(u128::MAX), Err(NumberError::TooManyDigits));
    let most = 10_i128.pow(38) - 1;
    assert_eq!(Number::try_from(-most).and_then(i128::try_from), Ok(-most));
    assert_eq!(
        Number::try_from(10_u128.pow(38)).and_then(u128::try_from),
        Ok(10_u128.pow(38))
    );
    assert_eq!(i128::try_from(number("1.7e38")), Ok(17 * 10_i128.pow(37)));
    assert_eq!(i128::try_from(number("1.8e38")), Err(NumberError::DoesNotFit));
    assert_eq!(i128::try_from(number("-1.8e38")), Err(NumberError::DoesNotFit));
    assert_eq!(u128::try_from(number("3.4e38")), Ok(34 * 10_u128.pow(37)));
    assert_eq!(u128::try_from(number("3.5e38")), Err(NumberError::DoesNotFit));
}

#[test]
fn floats_go_in_by_their_shortest_text() {
    for (float, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (1e21, "1e21"),
        (1e-7, "1e-7"),
    ] {
        assert_eq!(Number::try_from(float).unwrap().as_str(), text);
    }
    assert_eq!(Number::try_from(0.1_f32).unwrap().as_str(), "0.1");
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Number::try_from(float), Err(NumberError::NotFinite));
    }
    assert_eq!(Number::try_from(f32::NAN), Err(NumberError::NotFinite));
    for float in [f64::MAX, f64::MIN_POSITIVE, 1e126, 9.9e-131] {
        assert_eq!(Number::try_from(float), Err(NumberError::OutOfRange), "{float}");
    }
    assert_eq!(Number::try_from(f32::MAX).unwrap().to_f32(), Some(f32::MAX));
    assert_eq!(
        Number::try_from(f32::MIN_POSITIVE).unwrap().to_f32(),
        Some(f32::MIN_POSITIVE)
    );
}

#[test]
fn floats_come_out_only_when_nothing_is_lost() {
    for (text, float) in [
        ("0", 0.0),
        ("0.1", 0.1),
        ("-1.50", -1.5),
        ("1e2", 100.0),
        ("9007199254740992", 9_007_199_254_740_992.0),
        ("9007199254740994", 9_007_199_254_740_994.0),
        // Exactly the float's value, although it has a shorter text.
        ("1152921504606846976", 1_152_921_504_606_846_976.0),
        ("0.000000000931322574615478515625", 0.5_f64.powi(30)),
        ("85070591730234615865843651857942052864", 2_f64.powi(126)),
        ("85070591730234615865843651857942052864e22", 2_f64.powi(126) * 1e22),
        ("1e125", 1e125),
        ("1e-130", 1e-130),
    ] {
        assert_eq!(number(text).to_f64(), Some(float), "{text}");
    }
    for text in [
        "9007199254740993",
        "-9007199254740993",
        "0.10000000000000000555",
        "0.10000000000000000555111512312578270212",
        "12345678901234567890123456789012345678",
        "0.3333333333333333333333",
        "9.9999999999999999999999999999999999999E125",
        "1152921504606846977",
    ] {
        assert_eq!(number(text).to_f64(), None, "{text}");
    }
    assert_eq!(number("0.1").to_f32(), Some(0.1));
    assert_eq!(number("16777216").to_f32(), Some(16_777_216.0));
    for text in ["16777217", "1e39", "1e-60", "0.1000000001"] {
        assert_eq!(number(text).to_f32(), None, "{text}");
    }
}

#[test]
fn errors_say_the_rule_and_not_the_value() {
    let error = "secret-4711".parse::<Number>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a number: expected digits, with an optional sign, point and exponent"
    );
    assert_eq!(
        check_text(&"9".repeat(39)).unwrap_err().to_string(),
        "DynamoDB holds at most 38 significant digits"
    );
    assert_eq!(
        Number::try_from(f64::NAN).unwrap_err().to_string(),
        "NaN and infinity are not numbers to DynamoDB"
    );
}
