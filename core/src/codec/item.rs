use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::{Decode, Encode, Parser, Result, Writer};

/// Writes a value as a whole item: the attributes, each with its type.
///
/// `#[derive(Entity)]` implements it; so do [`Item`](crate::Item) and maps with `String` keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as an item",
    label = "not an item",
    note = "derive it: `#[derive(ddbx::Entity)]`, or use `ddbx::Item`"
)]
pub trait EncodeItem {
    /// Writes the attributes, without the braces around them.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`], each with the path of its attribute.
    fn encode_item(&self, writer: &mut Writer) -> Result<()>;

    /// Writes the item as a JSON object.
    ///
    /// # Errors
    ///
    /// Those of [`encode_item`](Self::encode_item).
    fn write(&self, writer: &mut Writer) -> Result<()> {
        writer.begin_object();
        self.encode_item(writer)?;
        writer.end_object();
        Ok(())
    }
}

/// Reads a value from a whole item.
///
/// `#[derive(Entity)]` implements it; so do [`Item`](crate::Item) and maps with `String` keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an item",
    label = "not an item",
    note = "derive it: `#[derive(ddbx::Entity)]`, or use `ddbx::Item`"
)]
pub trait DecodeItem<'de>: Sized {
    /// Reads the item from its opening to its closing brace.
    ///
    /// # Errors
    ///
    /// Those of [`Decode::decode`], each with the path of its attribute, and attributes that are missing.
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self>;
}

/// Items that borrow nothing from the response: what pages and streams return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an item",
    label = "not an item",
    note = "derive it: `#[derive(ddbx::Entity)]`, or use `ddbx::Item`"
)]
pub trait DecodeOwned: for<'de> DecodeItem<'de> + Send + 'static {}

impl<T: for<'de> DecodeItem<'de> + Send + 'static> DecodeOwned for T {}

impl<T: EncodeItem + ?Sized> EncodeItem for &T {
    fn encode_item(&self, writer: &mut Writer) -> Result<()> {
        T::encode_item(self, writer)
    }
}

macro_rules! maps {
    ($($map:ty, [$($generics:tt)*], [$($bounds:tt)*];)*) => {$(
        impl<V: Encode, $($generics)*> EncodeItem for $map {
            fn encode_item(&self, writer: &mut Writer) -> Result<()> {
                self.iter().try_for_each(|(name, value)| writer.attribute(name, value))
            }
        }

        impl<'de, V: Decode<'de>, $($bounds)*> DecodeItem<'de> for $map {
            fn decode_item(parser: &mut Parser<'de>) -> Result<Self> {
                let mut map = Self::default();
                parser.begin_object()?;
                while let Some(name) = parser.next_key()? {
                    let value = V::decode(parser).map_err(|error| error.at(name.clone().into_owned()))?;
                    map.insert(name.into_owned(), value);
                }
                Ok(map)
            }
        }
    )*};
}

maps! {
    BTreeMap<String, V>, [], [];
    HashMap<String, V, S>, [S], [S: BuildHasher + Default];
}
