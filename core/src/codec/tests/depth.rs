//! Nesting: 32 levels and no more, whatever the stack.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{chain, read, written};
use crate::codec::{CodecError, Parser, from_slice, item_from_slice, item_to_vec, to_vec};
use crate::fault::{Fault, FaultCode};
use crate::limits::NESTING_LEVELS;
use crate::value::{Item, Value};

const TOO_DEEP: &str = "more than 32 levels of nesting";

fn lists(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Value::L(vec![inner]))
}

fn maps(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| Value::M(Item::new().with("m", inner)))
}

/// Alternately.
fn both(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, level| match level % 2 {
        0 => Value::L(vec![inner]),
        _ => Value::M(Item::new().with("m", inner)),
    })
}

fn lists_json(levels: usize) -> String {
    format!(
        "{}{}{}",
        r#"{"L":["#.repeat(levels),
        r#"{"NULL":true}"#,
        "]}".repeat(levels)
    )
}

fn maps_json(levels: usize) -> String {
    format!(
        "{}{}{}",
        r#"{"M":{"m":"#.repeat(levels),
        r#"{"NULL":true}"#,
        "}}".repeat(levels)
    )
}

/// What ends here must not overflow the stack, even of a thread with a small one.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn thirty_two_levels_are_written_and_read() {
    assert_eq!(NESTING_LEVELS, 32);
    on_a_small_stack(|| {
        for make in [lists, maps, both] {
            for levels in [1, 2, 31, 32] {
                let value = make(levels);
                assert_eq!(read::<Value>(&written(&value)), value, "{levels}");
                let item = Item::new().with("a", value);
                assert_eq!(
                    item_from_slice::<Item>(&item_to_vec(&item).unwrap()).unwrap(),
                    item,
                    "{levels}"
                );
            }
        }
        assert_eq!(written(&lists(32)), lists_json(32));
        assert_eq!(written(&maps(32)), maps_json(32));
    });
}

#[test]
fn thirty_three_levels_are_neither_written_nor_read() {
    on_a_small_stack(|| {
        for levels in [33, 34, 100] {
            for make in [lists, maps, both] {
                let error = chain(&to_vec(&make(levels)).unwrap_err());
                assert!(error.ends_with(&format!("`: {TOO_DEEP}")), "{error}");
            }
            for json in [lists_json(levels), maps_json(levels)] {
                let error = from_slice::<Value>(json.as_bytes()).unwrap_err();
                assert!(error.to_string().ends_with(&format!("`: {TOO_DEEP}")), "{error}");
                assert_eq!(error.path().count(), 32);
                assert!(!error.is_malformed());
            }
        }
    });
}

/// Levels are counted where the reader is, not over all it has read.
#[test]
fn wide_is_not_deep() {
    let wide = Value::L(vec![lists(31); 100]);
    assert_eq!(read::<Value>(&written(&wide)), wide);
    let wide: Item = (0..100).map(|index| (format!("a{index}"), both(32))).collect();
    assert_eq!(item_from_slice::<Item>(&item_to_vec(&wide).unwrap()).unwrap(), wide);
}

#[test]
fn a_million_levels_end_in_an_error_and_not_in_an_overflow() {
    const LEVELS: usize = 1_000_000;
    on_a_small_stack(|| {
        let brackets = "[".repeat(LEVELS);
        let braces = r#"{"a":"#.repeat(LEVELS);
        for json in [&brackets, &braces, &lists_json(LEVELS), &maps_json(LEVELS)] {
            let mut parser = Parser::new(json);
            assert_eq!(parser.skip_value().unwrap_err().to_string(), TOO_DEEP);
            assert!(from_slice::<Value>(json.as_bytes()).is_err());
            assert!(from_slice::<Option<Value>>(json.as_bytes()).is_err());
            assert!(from_slice::<Vec<Value>>(json.as_bytes()).is_err());
            assert!(from_slice::<BTreeMap<String, Value>>(json.as_bytes()).is_err());
            assert!(from_slice::<String>(json.as_bytes()).is_err());
            assert!(item_from_slice::<Item>(format!(r#"{{"a":{json}"#).as_bytes()).is_err());
            assert_eq!(Fault::parse(400, &Bytes::from(json.clone())), None);
            let body = format!(r#"{{"__type":"ValidationException","Item":{json}"#);
            assert_eq!(
                Fault::parse(400, &Bytes::from(body)).unwrap().code(),
                &FaultCode::Validation
            );
        }
        let error: CodecError = from_slice::<Value>(lists_json(LEVELS).as_bytes()).unwrap_err();
        assert!(error.to_string().ends_with(TOO_DEEP), "{error}");
    });
}

/// What is passed over is JSON around attribute values, and may have more levels than they.
#[test]
fn what_is_passed_over_may_have_120_levels() {
    for (levels, fits) in [(119, true), (120, true), (121, false)] {
        for json in [
            "[".repeat(levels) + &"]".repeat(levels),
            r#"{"a":"#.repeat(levels) + "1" + &"}".repeat(levels),
        ] {
            let mut parser = Parser::new(&json);
            assert_eq!(parser.skip_value().is_ok(), fits, "{levels}");
        }
    }
    // The deepest item DynamoDB holds, in an answer.
    let json = format!(r#"{{"Items":[{{"a":{}}}]}}"#, maps_json(32));
    Parser::new(&json).skip_value().unwrap();
}
