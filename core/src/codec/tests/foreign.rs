//! Types of other crates: what they are stored as, what is refused, and that any value comes back.

use std::collections::BTreeSet;
use std::fmt::Debug;

use proptest::prelude::*;

use super::{refused, round, sorts, survives, unwritable, written};
use crate::codec::{Decode, Encode, KeyAttribute, KeyPart, from_slice};

mod uuid {
    use ::uuid::Uuid;

    use super::*;

    #[test]
    fn is_text_with_hyphens() {
        let uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
        round(uuid, r#"{"S":"67e55044-10b1-426f-9247-bb680e5fe0c8"}"#);
        round(
            BTreeSet::from([Uuid::nil()]),
            r#"{"SS":["00000000-0000-0000-0000-000000000000"]}"#,
        );
        // As others write it.
        let upper = from_slice::<Uuid>(br#"{"S":"67E5504410B1426F9247BB680E5FE0C8"}"#);
        assert_eq!(upper.unwrap(), uuid);
        assert_eq!(
            refused::<Uuid>(r#"{"S":"x"}"#),
            "does not fit a Uuid: the text is not a UUID"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back_and_sorts(a in any::<u128>(), b in any::<u128>()) {
            survives(&Uuid::from_u128(a))?;
            sorts(&Uuid::from_u128(a), &Uuid::from_u128(b))?;
        }
    }
}

mod ulid {
    use ::ulid::Ulid;

    use super::*;

    #[test]
    fn is_its_26_letters() {
        let ulid = Ulid::from_string("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
        round(ulid, r#"{"S":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#);
        assert_eq!(
            from_slice::<Ulid>(br#"{"S":"01arz3ndektsv4rrffq69g5fav"}"#).unwrap(),
            ulid
        );
        // More than 128 bits, a letter that stands for a digit, too short.
        for text in [
            "81ARZ3NDEKTSV4RRFFQ69G5FAV",
            "0IARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FA",
        ] {
            let json = format!(r#"{{"S":"{text}"}}"#);
            assert_eq!(refused::<Ulid>(&json), "does not fit a Ulid: the text is not a ULID");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back_and_sorts(a in any::<u128>(), b in any::<u128>()) {
            survives(&Ulid::from(a))?;
            sorts(&Ulid::from(a), &Ulid::from(b))?;
        }
    }
}

mod json {
    use serde_json::{Value as Json, json};

    use super::*;

    #[test]
    fn is_dynamodbs_own_types() {
        round(
            json!({"a": [1, -2, 0.5, "x", true, null, {}], "empty": []}),
            r#"{"M":{"a":{"L":[{"N":"1"},{"N":"-2"},{"N":"0.5"},{"S":"x"},{"BOOL":true},{"NULL":true},{"M":{}}]},"empty":{"L":[]}}}"#,
        );
        assert_eq!(written(&json!(-0.0)), r#"{"N":"0"}"#);
        round(json!(u64::MAX), r#"{"N":"18446744073709551615"}"#);
        assert_eq!(
            unwritable(&json!([1e200])),
            "`[0]`: not a number DynamoDB can hold: DynamoDB holds magnitudes from 1E-130 to 9.9999999999999999999999999999999999999E+125"
        );
        assert_eq!(
            refused::<Json>(r#"{"L":[{"N":"0.1234567890123456789"}]}"#),
            "`[0]`: does not fit a JSON number: it would lose digits; read it as a `Number`"
        );
        assert_eq!(
            refused::<Json>(r#"{"M":{"tags":{"SS":["x"]}}}"#),
            "`tags`: JSON has no string set (SS): read the attribute as a `ddbx::Value`"
        );
        let deep = (0..33).fold(json!(1), |inner, _| json!([inner]));
        assert!(unwritable(&deep).ends_with("more than 32 levels of nesting"));
    }
}

fn exact_numbers<T>(read: fn(&str) -> T)
where
    T: Encode
        + for<'de> Decode<'de>
        + PartialEq
        + Debug
        + Ord
        + crate::codec::SetMember
        + KeyAttribute
        + crate::codec::form::Cast,
{
    for (text, json) in [
        ("0", r#"{"N":"0"}"#),
        ("-0", r#"{"N":"0"}"#),
        ("1", r#"{"N":"1"}"#),
        ("-19.9", r#"{"N":"-19.9"}"#),
        (
            "0.0000000000000000000000000001",
            r#"{"N":"0.0000000000000000000000000001"}"#,
        ),
    ] {
        round(read(text), json);
    }
    round(BTreeSet::from([read("0.5"), read("2")]), r#"{"NS":["0.5","2"]}"#);
    assert_eq!(from_slice::<T>(br#"{"N":"1e2"}"#).unwrap(), read("100"));
    let loose = |json| crate::codec::Parser::new(json).lenient::<T>();
    assert_eq!(loose(r#"{"S":"1.50"}"#).unwrap(), read("1.5"));
    assert_eq!(loose(r#"{"BOOL":true}"#).unwrap(), read("1"));
    assert!(loose(r#"{"S":"x"}"#).is_err());
    assert!(matches!(read("1.5").key_part(), Ok(KeyPart::Decimal(text)) if &*text == "1.5"));
}

mod rust_decimal {
    use ::rust_decimal::Decimal;

    use super::*;

    #[test]
    fn is_an_exact_number() {
        exact_numbers::<Decimal>(|text| text.parse().unwrap());
        round(Decimal::MAX, r#"{"N":"79228162514264337593543950335"}"#);
        round(Decimal::MIN, r#"{"N":"-79228162514264337593543950335"}"#);
        // What it cannot hold is not rounded.
        for text in ["0.12345678901234567890123456789012345678", "1E-30"] {
            let error = from_slice::<Decimal>(format!(r#"{{"N":"{text}"}}"#).as_bytes()).unwrap_err();
            assert!(error.is_precision_loss(), "{error}");
        }
        for text in ["79228162514264337593543950336", "1E100"] {
            assert_eq!(
                refused::<Decimal>(&format!(r#"{{"N":"{text}"}}"#)),
                "does not fit a Decimal: the number is out of its range"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back(low in any::<u32>(), mid in any::<u32>(), high in any::<u32>(), below in any::<bool>(), scale in 0..29_u32) {
            survives(&Decimal::from_parts(low, mid, high, below, scale))?;
        }
    }
}

mod bigdecimal {
    use ::bigdecimal::BigDecimal;

    use super::*;

    #[test]
    fn is_an_exact_number_of_38_digits() {
        exact_numbers::<BigDecimal>(|text| text.parse().unwrap());
        round(
            "3.1415926535897932384626433832795028841".parse::<BigDecimal>().unwrap(),
            r#"{"N":"3.1415926535897932384626433832795028841"}"#,
        );
        let most: BigDecimal = "99999999999999999999999999999999999999e88".parse().unwrap();
        round(most, r#"{"N":"99999999999999999999999999999999999999E88"}"#);
        round("1e-130".parse::<BigDecimal>().unwrap(), r#"{"N":"1E-130"}"#);
        for text in [
            "123456789012345678901234567890123456789",
            "1.00000000000000000000000000000000000001",
        ] {
            assert_eq!(
                unwritable(&text.parse::<BigDecimal>().unwrap()),
                "not a number DynamoDB can hold: DynamoDB holds at most 38 significant digits"
            );
        }
        for text in ["1e126", "1e-131", "-1e1000000000"] {
            assert!(
                unwritable(&text.parse::<BigDecimal>().unwrap()).contains("DynamoDB holds magnitudes"),
                "{text}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back(digits in any::<i128>(), scale in -150..150_i64) {
            survives(&BigDecimal::new(digits.into(), scale))?;
        }
    }
}
