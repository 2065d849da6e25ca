mod binding;
mod collections;
#[cfg(all(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
mod dates;
mod depth;
mod errors;
#[cfg(all(
    feature = "bigdecimal-0_4",
    feature = "rust_decimal-1",
    feature = "serde_json-1",
    feature = "ulid-3",
    feature = "uuid-1"
))]
mod foreign;
mod forms;
mod hostile;
mod items;
mod numbers;
mod parser;
mod properties;
#[cfg(feature = "serde-1")]
mod serde;
mod slots;
mod strings;
mod system_time;
mod values;
mod writer;

use std::fmt::Debug;

use proptest::prelude::{TestCaseError, prop_assert_eq};

use super::{
    CodecError, Decode, DecodeItem, Encode, EncodeItem, KeyAttribute, KeyPart, from_slice, item_from_slice,
    item_to_vec, to_vec,
};

/// Both directions: the value is written as exactly this JSON, and the JSON is read as the value.
#[track_caller]
#[expect(
    clippy::needless_pass_by_value,
    reason = "a table of literals reads better without references"
)]
fn round<T: Encode + for<'de> Decode<'de> + PartialEq + Debug>(value: T, json: &str) {
    assert_eq!(written(&value), json);
    assert_eq!(read::<T>(json), value, "{json}");
}

#[track_caller]
#[expect(
    clippy::needless_pass_by_value,
    reason = "a table of literals reads better without references"
)]
fn round_item<T: EncodeItem + for<'de> DecodeItem<'de> + PartialEq + Debug>(item: T, json: &str) {
    let bytes = item_to_vec(&item).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), json);
    assert_eq!(item_from_slice::<T>(json.as_bytes()).unwrap(), item, "{json}");
}

#[track_caller]
fn written<T: Encode>(value: &T) -> String {
    String::from_utf8(to_vec(value).unwrap()).unwrap()
}

#[track_caller]
fn read<T: for<'de> Decode<'de>>(json: &str) -> T {
    from_slice(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The message with which the JSON is refused, of the whole chain.
#[track_caller]
fn refused<T: for<'de> Decode<'de> + Debug>(json: &str) -> String {
    chain(&from_slice::<T>(json.as_bytes()).expect_err(json))
}

/// The message with which the value is refused, of the whole chain.
#[track_caller]
fn unwritable<T: Encode + Debug>(value: &T) -> String {
    chain(&to_vec(value).expect_err(&format!("{value:?}")))
}

/// An error and what is behind it, each level once.
fn chain(error: &CodecError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// Any value is read back as it was written, or is refused before.
fn survives<T: Encode + for<'de> Decode<'de> + PartialEq + Debug>(value: &T) -> Result<(), TestCaseError> {
    if let Ok(json) = to_vec(value) {
        prop_assert_eq!(&from_slice::<T>(&json).unwrap(), value);
    }
    Ok(())
}

fn key_text<T: KeyAttribute>(value: &T) -> Option<String> {
    match value.key_part().ok()? {
        KeyPart::Text(text) => Some(text.to_string()),
        other => panic!("{other:?}"),
    }
}

/// The keys of two values are ordered as the values are.
fn sorts<T: KeyAttribute + Ord>(a: &T, b: &T) -> Result<(), TestCaseError> {
    if let (Some(left), Some(right)) = (key_text(a), key_text(b)) {
        prop_assert_eq!(left.len(), right.len());
        prop_assert_eq!(left.cmp(&right), a.cmp(b));
    }
    Ok(())
}
