use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Debug;

use ddbx::codec::{self, Decode, DecodeItem, Parser};
use ddbx::{Item, Number, Value};

/// As many levels as `serde_json` may read without having more than ours allows.
const LEVELS: usize = 100;

/// Bytes as an attribute value, as an item, and as JSON.
pub(crate) fn items(bytes: &[u8]) {
    value::<Value>(bytes);
    value::<String>(bytes);
    value::<Cow<'_, str>>(bytes);
    value::<bool>(bytes);
    value::<u8>(bytes);
    value::<i64>(bytes);
    value::<u128>(bytes);
    value::<f32>(bytes);
    value::<f64>(bytes);
    value::<Number>(bytes);
    value::<Vec<u8>>(bytes);
    value::<Option<Option<Vec<Value>>>>(bytes);
    value::<BTreeMap<String, Vec<Option<i32>>>>(bytes);
    value::<BTreeSet<String>>(bytes);
    value::<HashSet<Number>>(bytes);
    value::<BTreeSet<Vec<u8>>>(bytes);
    item::<BTreeMap<String, u64>>(bytes);
    if let Some(read) = item::<Item>(bytes) {
        written_again(&read);
    }
    json(bytes);
    text(bytes);
}

fn value<'de, T: Decode<'de> + Debug>(bytes: &'de [u8]) {
    if let Err(error) = codec::from_slice::<T>(bytes) {
        said(&error);
    }
}

fn item<'de, T: DecodeItem<'de> + Debug>(bytes: &'de [u8]) -> Option<T> {
    codec::item_from_slice(bytes).map_err(|error| said(&error)).ok()
}

/// An error has a message, and it is short: the path, the types, never the value.
fn said(error: &codec::CodecError) {
    let text = error.to_string();
    assert!(!text.is_empty() && !text.contains(char::is_control), "{text:?}");
}

/// What was read is written so that it reads the same.
fn written_again(read: &Item) {
    let Ok(written) = codec::item_to_vec(read) else {
        // Nothing that is read is refused, but for what only servers may send.
        return;
    };
    let again: Item = codec::item_from_slice(&written).unwrap();
    assert_eq!(&again, read);
    assert_eq!(codec::item_to_vec(&again).unwrap(), written);
}

/// What another parser takes for JSON, ours passes over, to the same end.
fn json(bytes: &[u8]) {
    let ours = Parser::from_slice(bytes).and_then(|mut parser| {
        let raw = parser.raw_value()?;
        parser.end()?;
        Ok(raw)
    });
    if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() && levels(bytes) <= LEVELS {
        assert_eq!(ours.unwrap().as_bytes(), bytes.trim_ascii());
    }
}

/// No fewer than the levels of what is JSON.
fn levels(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count()
}

/// Strings are read as another parser reads them: all that are JSON, and no other text for them.
fn text(bytes: &[u8]) {
    if let Ok(theirs) = serde_json::from_slice::<String>(bytes) {
        let attribute = [b"{\"S\":", bytes, b"}"].concat();
        assert_eq!(codec::from_slice::<String>(&attribute).unwrap(), theirs);
    }
    if let (Ok(ours), Ok(theirs)) = (
        codec::from_slice::<String>(bytes),
        serde_json::from_slice::<serde_json::Value>(bytes),
    ) {
        assert_eq!(theirs["S"], ours);
    }
}
