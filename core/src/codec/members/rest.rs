use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use crate::codec::{CodecError, Decode, Encode, Parser, Result, Writer};
use crate::value::{Item, Value};

/// Types that keep attributes which no field names.
#[diagnostic::on_unimplemented(
    message = "`rest` keeps attributes of any name, which a `{Self}` cannot",
    label = "not a type that keeps the rest",
    note = "`rest` takes a `ddbx::Item`, a `HashMap<String, V>` or a `BTreeMap<String, V>`"
)]
pub trait Rest<'de>: Default {
    /// Keeps an attribute, whose value is next.
    ///
    /// # Errors
    ///
    /// A value that does not fit the type.
    fn keep(&mut self, name: &str, parser: &mut Parser<'de>) -> Result<()>;

    /// Writes all of them, unless the struct has a place of its own for one.
    ///
    /// # Errors
    ///
    /// Such a one, and a value that cannot be stored.
    fn write(&self, writer: &mut Writer, is_taken: &dyn Fn(&str) -> bool) -> Result<()>;
}

fn write<V: Encode>(writer: &mut Writer, name: &str, value: &V, is_taken: &dyn Fn(&str) -> bool) -> Result<()> {
    if is_taken(name) {
        let message = "the attribute has a place of its own and cannot be in `rest`: it would be stored twice";
        return Err(CodecError::custom(message).at(name.to_owned()));
    }
    // As in a map: a value that a field would leave out is kept.
    writer.key(name);
    value.encode(writer).map_err(|error| error.at(name.to_owned()))
}

impl<'de> Rest<'de> for Item {
    fn keep(&mut self, name: &str, parser: &mut Parser<'de>) -> Result<()> {
        self.insert(name, Value::decode(parser)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer, is_taken: &dyn Fn(&str) -> bool) -> Result<()> {
        self.iter()
            .try_for_each(|(name, value)| write(writer, name, value, is_taken))
    }
}

impl<'de, V: Encode + Decode<'de>> Rest<'de> for BTreeMap<String, V> {
    fn keep(&mut self, name: &str, parser: &mut Parser<'de>) -> Result<()> {
        self.insert(name.to_owned(), V::decode(parser)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer, is_taken: &dyn Fn(&str) -> bool) -> Result<()> {
        self.iter()
            .try_for_each(|(name, value)| write(writer, name, value, is_taken))
    }
}

impl<'de, V: Encode + Decode<'de>, S: BuildHasher + Default> Rest<'de> for HashMap<String, V, S> {
    fn keep(&mut self, name: &str, parser: &mut Parser<'de>) -> Result<()> {
        self.insert(name.to_owned(), V::decode(parser)?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer, is_taken: &dyn Fn(&str) -> bool) -> Result<()> {
        self.iter()
            .try_for_each(|(name, value)| write(writer, name, value, is_taken))
    }
}
