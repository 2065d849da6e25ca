//! What the code of the macros names: this module alone, so that nothing else of it is a promise.

pub use ddbx_core::codec::{
    Attribute, Bound, CodecError, Decode, DecodeItem, Document, Encode, EncodeItem, KeyAttribute, KeyPart, Kind, Numeric,
    Ordered, Parser, Prefix, Result, Type, Writer,
};
pub use ddbx_core::expression::Field;
pub use ddbx_core::schema::{FieldDef, Index, Key, Part, Schema, check_key_kind, check_sort_placeholder};

pub use crate::entity::write_item_keys;
#[cfg(feature = "embedded")]
pub use crate::testing::run as run_test;

/// The value of a field that was read, or what a missing attribute reads as.
///
/// # Errors
///
/// A field that must be there is not.
pub fn required<'de, T: Decode<'de>>(read: Option<T>, name: &'static str) -> Result<T> {
    read.or_else(T::absent).ok_or_else(|| CodecError::missing().at(name))
}

/// The answer to a question nobody asks: keys are made of key fields only.
///
/// # Errors
///
/// Always.
pub fn not_a_key_field(field: u16) -> Result<KeyPart<'static>> {
    Err(CodecError::custom(format!("field {field} is not part of the primary key")))
}
