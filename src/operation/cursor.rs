use std::fmt;

use bytes::Bytes;
use ddbx_core::Error;
use ddbx_core::codec::{self, DecodeItem, Parser};

/// Where a page ended: the key to go on after (`LastEvaluatedKey`, `ExclusiveStartKey`).
///
/// Opaque, and for use inside an application: it holds key values in clear, so it is not for its users.
///
/// ```
/// use ddbx::{Item, ops};
///
/// let last = Item::new().with("customer", "c1").with("n", 7);
/// let query = ops::Query::new("orders").key_condition("customer = :c").value(":c", "c1").start_at(ops::Cursor::after(&last)?);
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor(Bytes);

impl Cursor {
    /// Reads the key out of an answer.
    pub(crate) fn read(parser: &mut Parser<'_>) -> codec::Result<Self> {
        Ok(Self(Bytes::copy_from_slice(parser.raw_value()?.as_bytes())))
    }

    /// Of a key that is encoded already.
    pub(crate) fn encoded(json: impl Into<Bytes>) -> Self {
        Self(json.into())
    }

    pub(crate) fn json(&self) -> &[u8] {
        &self.0
    }

    /// The key it holds, as an [`Item`](crate::Item) or any other type.
    ///
    /// # Errors
    ///
    /// A type that the key does not fit.
    pub fn key<'a, T: DecodeItem<'a>>(&'a self) -> Result<T, Error> {
        codec::item_from_slice(&self.0).map_err(Error::decode)
    }

    /// The cursor after the item with this key: every attribute of the table's key, and of the index's.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored.
    pub fn after(key: &ddbx_core::Item) -> Result<Self, Error> {
        codec::item_to_vec(key)
            .map(|json| Self(json.into()))
            .map_err(Error::encode)
    }
}

/// Without the key.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(…)")
    }
}
