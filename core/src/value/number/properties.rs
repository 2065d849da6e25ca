//! Numbers against the arithmetic of `i128`.

use std::hash::{BuildHasher, RandomState};

use proptest::prelude::*;

use super::{Number, NumberError, check_text};

fn number(text: &str) -> Number {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Writes `coefficient · 10^-scale` in one of many ways.
fn spell(coefficient: i128, scale: u32, shift: i32, zeros: usize, plus: bool) -> String {
    let sign = if coefficient < 0 {
        "-"
    } else if plus {
        "+"
    } else {
        ""
    };
    let zeros = "0".repeat(zeros);
    let digits = format!("{zeros}{}", coefficient.unsigned_abs());
    // The point moves `shift` places to the left of the last digit, and the exponent makes up for it.
    let exponent = shift - i32::try_from(scale).unwrap();
    let places = usize::try_from(shift.max(0)).unwrap();
    if shift < 0 {
        return format!(
            "{sign}{digits}{}.{zeros}e{exponent}",
            "0".repeat(shift.unsigned_abs() as usize)
        );
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    match exponent {
        0 if places == 0 => format!("{sign}{whole}"),
        0 => format!("{sign}{whole}.{fraction}{zeros}"),
        _ => format!("{sign}{whole}.{fraction}{zeros}E{exponent:+}"),
    }
}

/// Digits in full without zeros that say nothing, of any length.
fn plain(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

const MOST_SCALE: u32 = 12;

prop_compose! {
    /// A spelled number, and its value times 10^12.
    fn spelled()(
        coefficient in prop_oneof![
            -1_000_i128..1_000,
            -1_000_000_000_000_000_000_i128..1_000_000_000_000_000_000,
            (-1_000_i128..1_000, 0_u32..15).prop_map(|(few, zeros)| few * 10_i128.pow(zeros)),
        ],
        scale in 0..=MOST_SCALE,
        shift in -5_i32..25,
        zeros in 0_usize..4,
        plus in any::<bool>(),
    ) -> (String, i128) {
        let value = coefficient * 10_i128.pow(MOST_SCALE - scale);
        (spell(coefficient, scale, shift, zeros, plus), value)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_equality_are_those_of_integers((a, value_a) in spelled(), (b, value_b) in spelled()) {
        let (a, b) = (number(&a), number(&b));
        prop_assert_eq!(a.cmp(&b), value_a.cmp(&value_b));
        prop_assert_eq!(a == b, value_a == value_b);
    }

    #[test]
    fn spellings_of_one_value_are_equal_and_hash_equal(
        coefficient in -1_000_000_000_000_i128..1_000_000_000_000,
        more in 0_u32..6,
        shifts in (-5_i32..25, -5_i32..25),
    ) {
        let a = number(&spell(coefficient, 3, shifts.0, 0, false));
        let b = number(&spell(coefficient * 10_i128.pow(more), 3 + more, shifts.1, 2, true));
        prop_assert_eq!(&a, &b);
        let hasher = RandomState::new();
        prop_assert_eq!(hasher.hash_one(&a), hasher.hash_one(&b));
        prop_assert_eq!(a.normalized().to_string(), b.normalized().to_string());
    }

    #[test]
    fn normalized_keeps_the_value_and_is_stable((text, _) in spelled()) {
        let number = number(&text);
        let plain = number.normalized();
        prop_assert_eq!(&plain, &number);
        prop_assert_eq!(plain.normalized().to_string(), plain.to_string());
        prop_assert!(!plain.as_str().contains(['e', 'E', '+']));
    }

    #[test]
    fn integers_come_out_as_i128_says((text, value) in spelled()) {
        let unit = 10_i128.pow(MOST_SCALE);
        let expected = if value % unit == 0 { Ok(value / unit) } else { Err(NumberError::NotAnInteger) };
        prop_assert_eq!(i128::try_from(&number(&text)), expected);
        let narrow = expected.and_then(|value| i16::try_from(value).map_err(|_| NumberError::DoesNotFit));
        prop_assert_eq!(i16::try_from(&number(&text)), narrow);
    }

    #[test]
    fn integers_survive(signed in any::<i64>(), unsigned in any::<u64>()) {
        prop_assert_eq!(i64::try_from(Number::from(signed)), Ok(signed));
        prop_assert_eq!(u64::try_from(Number::from(unsigned)), Ok(unsigned));
    }

    #[test]
    fn floats_survive(bits in any::<u64>(), small in any::<f32>()) {
        let float = f64::from_bits(bits);
        match Number::try_from(float) {
            Ok(number) => prop_assert_eq!(number.to_f64(), Some(float)),
            Err(error) => prop_assert!(
                error == NumberError::NotFinite || float.abs() < 1e-129 || float.abs() > 1e125
            ),
        }
        if small.is_finite() {
            let number = Number::try_from(small).unwrap();
            prop_assert_eq!(number.to_f32(), Some(small));
        }
    }

    #[test]
    fn a_float_comes_out_if_its_shortest_or_its_full_text_says_the_same((text, _) in spelled()) {
        let number = number(&text);
        let float: f64 = text.parse().unwrap();
        // Floats of this size have far fewer than 1,100 digits after the point; written out they are exact.
        let full = format!("{float:.1100}");
        let same = Number::try_from(float).unwrap() == number || plain(&full) == plain(number.normalized().as_str());
        prop_assert_eq!(number.to_f64(), same.then_some(float));
    }

    #[test]
    fn any_text_is_refused_or_read_as_a_float_would(text in "[-+]?[0-9]{0,6}[.]?[0-9]{0,6}([eE][-+]?[0-9]{0,2})?") {
        prop_assert_eq!(check_text(&text).is_ok(), text.parse::<f64>().is_ok(), "{}", text);
    }
}
