use ddbx_core::codec::{self, DecodeItem, DecodeOwned, Parser};

/// What a read makes of the items that it finds: values of the type `T`.
///
/// [`Whole`] is that of entities and of [views](trait@crate::View), [`Plucked`](crate::read::Plucked) that of one field; others
/// are not meant to be.
pub trait Shape<T>: Clone + Send + Sync + 'static {
    /// What an item is read as first.
    #[doc(hidden)]
    type Raw: DecodeOwned;

    #[doc(hidden)]
    fn __shape(&self, items: Vec<Self::Raw>) -> codec::Result<Vec<T>>;
}

/// Has the type itself read the item: an entity, or a [view](trait@crate::View) of one.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

impl<T: DecodeOwned> Shape<T> for Whole {
    type Raw = T;

    fn __shape(&self, items: Vec<T>) -> codec::Result<Vec<T>> {
        Ok(items)
    }
}

/// An item as its JSON.
#[doc(hidden)]
#[derive(Clone)]
pub struct RawItem(pub(crate) Box<[u8]>);

impl<'de> DecodeItem<'de> for RawItem {
    fn decode_item(parser: &mut Parser<'de>) -> codec::Result<Self> {
        parser.raw_value().map(|json| Self(json.as_bytes().into()))
    }
}

/// Without the JSON: it holds values.
impl std::fmt::Debug for RawItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RawItem({} bytes)", self.0.len())
    }
}
