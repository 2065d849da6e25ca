use super::{DecodeItem, Parser, Result};
use crate::value::Item;

/// A value and the item that it was read from, as it is stored: with the attributes that the value does not name, and with
/// those it does before they became Rust's.
///
/// ```
/// use ddbx_core::codec::{WithItem, item_from_slice};
/// use std::collections::BTreeMap;
///
/// let json = br#"{"visits":{"N":"3"}}"#;
/// let read: WithItem<BTreeMap<String, u8>> = item_from_slice(json)?;
/// assert_eq!(read.value["visits"], 3);
/// assert_eq!(read.item["visits"].as_n().map(|number| number.as_str()), Some("3"));
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WithItem<T> {
    /// The value.
    pub value: T,
    /// The item.
    pub item: Item,
}

impl<'de, T: DecodeItem<'de>> DecodeItem<'de> for WithItem<T> {
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self> {
        let item = Item::decode_item(&mut parser.clone())?;
        let value = T::decode_item(parser)?;
        Ok(Self { value, item })
    }
}
