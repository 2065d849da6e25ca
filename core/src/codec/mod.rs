//! Rust values to DynamoDB JSON and back, with no map of values in between.
//!
//! Three traits, as in sqlx: [`Type`] says at compile time which DynamoDB type a Rust type is stored as,
//! [`Encode`] writes it, [`Decode`] reads it. Whole items are written by [`EncodeItem`] and read by
//! [`DecodeItem`]; `#[derive(Entity)]` implements both.
//!
//! ```
//! use ddbx_core::codec::{from_slice, to_vec};
//! use std::collections::BTreeMap;
//!
//! let mut visits = BTreeMap::new();
//! visits.insert("LAX".to_owned(), 3_u32);
//!
//! let json = to_vec(&visits)?;
//! assert_eq!(json, br#"{"M":{"LAX":{"N":"3"}}}"#);
//! assert_eq!(from_slice::<BTreeMap<String, u32>>(&json)?, visits);
//! # Ok::<(), ddbx_core::codec::CodecError>(())
//! ```

mod attribute;
mod bind;
mod bytes;
mod default;
mod error;
mod foreign;
pub mod form;
mod item;
mod key;
mod kind;
mod list;
mod map;
mod member;
mod members;
mod number;
mod parser;
mod partition;
mod set;
mod short;
mod slot;
mod string;
mod target;
mod text;
mod textual;
mod time;
mod value;
mod with_item;
mod wrapper;
mod writer;
mod zone;

#[cfg(test)]
mod tests;

pub use attribute::{Attribute, Bound, Container, Document, Indexed, Keyed, Numeric, Ordered, Prefix, SetLike};
pub use bind::Bind;
#[doc(hidden)]
pub use bind::BindAll;
#[doc(hidden)]
pub use default::FromText;
pub use error::{CodecError, Segment};
pub use item::{DecodeItem, DecodeOwned, EncodeItem};
pub use key::{FromKey, KeyAttribute, KeyOnly, KeyPart, integer_from_key};
pub use kind::Kind;
#[doc(hidden)]
pub use member::Member;
#[doc(hidden)]
pub use members::{BesideTag, Flatten, Members, Rest, TaggedMembers, Unread};
pub use parser::Parser;
pub use partition::{IntoPartition, PartitionValue};
pub use set::SetMember;
pub use short::ShortText;
#[doc(hidden)]
pub use slot::{FormedPlace, Slot, Slots};
#[doc(hidden)]
pub use target::{Below, Target};
pub use time::{CalendarDate, Timestamp, UnixTime};
pub use with_item::WithItem;
pub use writer::Writer;
pub use zone::Zoned;

/// What encoding and decoding return.
pub type Result<T> = std::result::Result<T, CodecError>;

/// Which DynamoDB type a Rust type is stored as.
///
/// ```
/// use ddbx_core::codec::{Kind, Type};
///
/// assert_eq!(<Option<u32> as Type>::KIND, Kind::N);
/// assert_eq!(<Vec<u8> as Type>::KIND, Kind::B);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as a DynamoDB attribute",
    label = "not an attribute type",
    note = "derive it: `#[derive(ddbx::Attribute)]`, or use a type that is built in"
)]
pub trait Type {
    /// The DynamoDB type a value is written as.
    const KIND: Kind;

    /// The DynamoDB type of a `Vec` of such values: a list, except for bytes.
    #[doc(hidden)]
    const LIST_KIND: Kind = Kind::L;

    /// Whether a value may be missing from the item: true for `Option`.
    #[doc(hidden)]
    const OPTIONAL: bool = false;
}

/// Writes a Rust value as a DynamoDB attribute value: `{"S":"text"}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as a DynamoDB attribute",
    label = "not an attribute type",
    note = "derive it: `#[derive(ddbx::Attribute)]`, or use a type that is built in"
)]
pub trait Encode: Type {
    /// Writes the attribute value, its type descriptor included.
    ///
    /// # Errors
    ///
    /// A value that DynamoDB would refuse: a float that is not finite, a number of more than 38 digits, an
    /// empty set inside a list, more than 32 levels of nesting.
    fn encode(&self, writer: &mut Writer) -> Result<()>;

    /// Whether the attribute is left out of the item: `None`, and sets without members, which DynamoDB cannot
    /// store.
    fn is_absent(&self) -> bool {
        false
    }

    /// The value as a member, whatever its type.
    #[doc(hidden)]
    fn member(&self) -> Member<'_>
    where
        Self: Sized,
    {
        Member(self)
    }

    /// Writes a slice of such values; bytes write `B` here, everything else a list.
    #[doc(hidden)]
    fn encode_list(items: &[Self], writer: &mut Writer) -> Result<()>
    where
        Self: Sized,
    {
        list::encode(items, writer)
    }
}

/// Reads a Rust value from a DynamoDB attribute value.
///
/// The lifetime is that of the response body: `Cow<'de, str>` borrows from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a DynamoDB attribute",
    label = "not an attribute type",
    note = "derive it: `#[derive(ddbx::Attribute)]`, or use a type that is built in"
)]
pub trait Decode<'de>: Sized {
    /// Reads one attribute value, its type descriptor included.
    ///
    /// # Errors
    ///
    /// Another type than expected, a number that does not fit, malformed JSON. The error holds types and the
    /// path, never the value.
    fn decode(parser: &mut Parser<'de>) -> Result<Self>;

    /// What a missing attribute reads as, if it may be missing: `None`, and sets, which are empty then.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// A place for such a value, whatever its type.
    #[doc(hidden)]
    fn slot<'s>(place: &'s mut Option<Self>) -> Slot<'s, 'de> {
        Slot(place)
    }

    /// Reads a list of such values; bytes read `B` here, everything else a list.
    #[doc(hidden)]
    fn decode_list(parser: &mut Parser<'de>) -> Result<Vec<Self>> {
        list::decode(parser)
    }
}

/// One value as DynamoDB JSON.
///
/// # Errors
///
/// Those of [`Encode::encode`].
pub fn to_vec<T: Encode>(value: &T) -> Result<Vec<u8>> {
    let mut writer = Writer::new();
    value.encode(&mut writer)?;
    Ok(writer.into_vec())
}

/// One value from DynamoDB JSON.
///
/// # Errors
///
/// Those of [`Decode::decode`], and text after the value.
pub fn from_slice<'de, T: Decode<'de>>(json: &'de [u8]) -> Result<T> {
    let mut parser = Parser::from_slice(json)?;
    let value = T::decode(&mut parser)?;
    parser.end()?;
    Ok(value)
}

/// One item from DynamoDB JSON, without the enclosing `{"M": …}`.
///
/// # Errors
///
/// Those of [`DecodeItem::decode_item`], and text after the item.
pub fn item_from_slice<'de, T: DecodeItem<'de>>(json: &'de [u8]) -> Result<T> {
    let mut parser = Parser::from_slice(json)?;
    let item = T::decode_item(&mut parser)?;
    parser.end()?;
    Ok(item)
}

/// One item as DynamoDB JSON, without the enclosing `{"M": …}`.
///
/// # Errors
///
/// Those of [`EncodeItem::encode_item`].
pub fn item_to_vec<T: EncodeItem + ?Sized>(item: &T) -> Result<Vec<u8>> {
    let mut writer = Writer::new();
    item.write(&mut writer)?;
    Ok(writer.into_vec())
}
