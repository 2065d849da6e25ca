use std::fmt;

use bytes::Bytes;
use ddbx_core::Error;
use ddbx_core::codec::{self, DecodeItem, Parser};

/// Where a page ended: the key to go on after (`LastEvaluatedKey`, `ExclusiveStartKey`).
///
/// Opaque, and for use inside an application: it holds key values in clear, so it is not for its users, who get
/// [sealed ones](crate::cursor).
///
/// ```
/// use ddbx::{Item, ops};
///
/// let last = Item::new().with("customer", "c1").with("n", 7);
/// let query = ops::Query::new("orders").key_condition("customer = :c").value(":c", "c1").start_at(ops::Cursor::after(&last)?);
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor {
    /// As a JSON object; nothing before the first item of a partition.
    key: Bytes,
    /// Of a query that reads several partitions, the one it is in, counted from zero.
    partition: u32,
}

impl Cursor {
    /// After this key, which is a JSON object.
    pub(crate) fn new(key: impl Into<Bytes>) -> Self {
        let (key, partition) = (key.into(), 0);
        Self { key, partition }
    }

    /// Before the first item of a partition.
    pub(crate) fn before(partition: u32) -> Self {
        let key = Bytes::new();
        Self { key, partition }
    }

    /// The same, in this partition of a query that reads several.
    pub(crate) fn within(mut self, partition: u32) -> Self {
        self.partition = partition;
        self
    }

    pub(crate) fn partition(&self) -> u32 {
        self.partition
    }

    /// Reads the key out of an answer.
    pub(crate) fn read(parser: &mut Parser<'_>) -> codec::Result<Self> {
        Ok(Self::new(Bytes::copy_from_slice(parser.raw_value()?.as_bytes())))
    }

    /// The key as a JSON object; nothing before the first item of a partition.
    pub(crate) fn json(&self) -> &[u8] {
        &self.key
    }

    /// The key it holds, as an [`Item`](crate::Item) or any other type.
    ///
    /// # Errors
    ///
    /// A type that the key does not fit.
    pub fn key<'a, T: DecodeItem<'a>>(&'a self) -> Result<T, Error> {
        codec::item_from_slice(&self.key).map_err(Error::decode)
    }

    /// The cursor after the item with this key: every attribute of the table's key, and of the index's.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored.
    pub fn after(key: &ddbx_core::Item) -> Result<Self, Error> {
        codec::item_to_vec(key).map(Self::new).map_err(Error::encode)
    }
}

/// Without the key.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(…)")
    }
}
