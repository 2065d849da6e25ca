use std::fmt;

use crate::codec::{Parser, Result};

/// How a field is read, as far as its type does not say it: what a [view](https://docs.rs/ddbx/latest/ddbx/trait.View.html)
/// of an entity, which sees the field's handle only, takes over from it.
pub struct Reader<T> {
    /// Reads what others wrote, too: `lenient`.
    pub decode: Option<fn(&mut Parser<'_>) -> Result<T>>,
    /// What a missing attribute reads as: `default`.
    pub absent: Option<fn() -> T>,
    /// Reads the value from its text in the key: `key_only`.
    pub key: Option<fn(&str) -> Result<T>>,
}

impl<T> Reader<T> {
    /// As the type says.
    pub(super) const PLAIN: Self = Self {
        decode: None,
        absent: None,
        key: None,
    };
}

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reader<T> {}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("lenient", &self.decode.is_some())
            .field("default", &self.absent.is_some())
            .field("key_only", &self.key.is_some())
            .finish()
    }
}
