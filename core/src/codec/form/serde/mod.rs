//! Any type that serde knows, as DynamoDB's own maps and lists: straight from the writer and the parser, with no tree
//! of values in between.

#[cfg(feature = "serde-1")]
mod error;
#[cfg(feature = "serde-1")]
mod name;
#[cfg(feature = "serde-1")]
mod read;
#[cfg(feature = "serde-1")]
mod write;

/// Any type that serde knows, as DynamoDB's own types: with the feature `serde-1`.
///
/// Structs and maps are maps, sequences and tuples lists, `None` and `()` are `NULL`, bytes are binary, an enum is the
/// name of its variant or a map of that name to what it carries.
#[derive(Clone, Copy, Debug)]
pub enum Serde {}

#[cfg(feature = "serde-1")]
impl<T: serde_core::Serialize + serde_core::de::DeserializeOwned> super::Form<T> for Serde {
    const KIND: crate::codec::Kind = crate::codec::Kind::Any;

    fn encode(value: &T, writer: &mut crate::codec::Writer) -> crate::codec::Result<()> {
        value
            .serialize(write::Attribute(writer))
            .map_err(error::Failure::into_codec)
    }

    fn decode(parser: &mut crate::codec::Parser<'_>) -> crate::codec::Result<T> {
        T::deserialize(read::Attribute(parser)).map_err(error::Failure::into_codec)
    }
}
