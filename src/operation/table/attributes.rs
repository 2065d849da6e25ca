use std::collections::BTreeMap;

use ddbx_core::Error;
use ddbx_core::codec::{self, Parser, Writer};

use crate::ops::answer::{object, text};
use crate::ops::members::Members as _;

/// The type of a key attribute.
///
/// Source: [AttributeDefinition](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html);
/// an example is at [`CreateTable`](crate::ops::CreateTable).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyType {
    /// A string.
    S,
    /// A number.
    N,
    /// Binary.
    B,
}

impl KeyType {
    /// The letter DynamoDB has for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
        }
    }
}

/// The letter DynamoDB has for it.
impl std::fmt::Display for KeyType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The types of all attributes that are part of a key: `AttributeDefinitions`.
#[derive(Debug, Default)]
pub(in crate::ops) struct AttributeTypes {
    types: BTreeMap<String, (KeyType, String)>,
}

impl AttributeTypes {
    /// Adds the attributes of a key, which is that of `place`.
    ///
    /// # Errors
    ///
    /// An attribute that has another type in another key.
    pub(in crate::ops) fn add<'a>(
        &mut self,
        place: &str,
        attributes: impl IntoIterator<Item = &'a (String, KeyType)>,
    ) -> Result<(), Error> {
        for (name, key_type) in attributes {
            let (known, known_place) = self
                .types
                .entry(name.clone())
                .or_insert_with(|| (*key_type, place.to_owned()));
            if known != key_type {
                return Err(Error::invalid(format!(
                    "attribute `{}` has type {known} in {known_place} and type {key_type} in {place}; an attribute has one type in all keys",
                    name.escape_debug(),
                )));
            }
        }
        Ok(())
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.array("AttributeDefinitions", &self.types, |writer, (name, (key_type, _))| {
            writer.element(|writer| {
                writer.text("AttributeName", name);
                writer.text("AttributeType", key_type.as_str());
            });
        });
    }
}

/// Reads one `AttributeDefinition` into the map; a type that is none of a key's is passed over.
pub(super) fn read_definition(types: &mut BTreeMap<String, KeyType>, parser: &mut Parser<'_>) -> codec::Result<()> {
    let (mut attribute, mut key_type) = (String::new(), None);
    object(parser, |name, parser| {
        match name {
            "AttributeName" => attribute = text(parser)?,
            "AttributeType" => {
                key_type = match &*parser.string()? {
                    "S" => Some(KeyType::S),
                    "N" => Some(KeyType::N),
                    "B" => Some(KeyType::B),
                    _ => None,
                };
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    types.extend(key_type.map(|key_type| (attribute, key_type)));
    Ok(())
}
