//! Items that an older program has stored, read in the form of now.

use ddbx_core::codec::{self, CodecError, Decode as _, DecodeItem, Parser};
use ddbx_core::error::BoxError;
use ddbx_core::{Item, Value};

/// The attribute that holds the version of an item's form.
pub const SCHEMA_VERSION: &str = "_v";

/// The item that is next in the form of now, as DynamoDB JSON, if it is of an older one; else it is still to be read.
///
/// # Errors
///
/// A form that is newer than `now`, the errors of `upcast`.
pub fn upcast(
    parser: &mut Parser<'_>,
    now: u32,
    upcast: impl FnOnce(u32, Item) -> Result<Item, BoxError>,
) -> codec::Result<Option<Vec<u8>>> {
    let stored = stored_form(&mut parser.clone())?;
    if stored == now {
        return Ok(None);
    }
    if stored > now {
        return Err(CodecError::custom(format!(
            "the item is of schema version {stored}, and this program knows {now} versions: a newer one stored it"
        )));
    }
    let item = Item::decode_item(parser)?;
    let mut item = upcast(stored, item).map_err(|cause| {
        CodecError::caused(
            format!("the item of schema version {stored} could not be brought to version {now}"),
            cause,
        )
    })?;
    item.insert(SCHEMA_VERSION, Value::from(now));
    codec::item_to_vec(&item).map(Some)
}

/// What becomes of an older item where nobody says how to bring it to the form of now.
///
/// # Errors
///
/// Always.
pub fn no_upcast(_: u32, _: Item) -> Result<Item, BoxError> {
    Err("add `upcast = function` to the entity, which gives an older item the attributes of now".into())
}

/// Reads the item that `upcast` made.
///
/// # Errors
///
/// What does not fit.
pub fn read_again<T: for<'de> DecodeItem<'de>>(item: &[u8]) -> codec::Result<T> {
    codec::item_from_slice(item)
}

/// An item without the attribute was stored before there were versions.
fn stored_form(parser: &mut Parser<'_>) -> codec::Result<u32> {
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if name == SCHEMA_VERSION {
            return u32::decode(parser).map_err(|error| error.at(SCHEMA_VERSION));
        }
        parser.skip_value()?;
    }
    Ok(1)
}
