use std::collections::BTreeMap;

use ddbx_core::Error;
use ddbx_core::codec::{self, CodecError, Parser, Writer};

use super::KeyType;
use crate::ops::answer::{array, object, text};
use crate::ops::members::Members as _;

/// The attributes of a key, in order: `KeySchema`.
#[derive(Clone, Debug, Default)]
pub(in crate::ops) struct KeySchema {
    pub(in crate::ops) partition: Vec<(String, KeyType)>,
    pub(in crate::ops) sort: Vec<(String, KeyType)>,
}

impl KeySchema {
    pub(in crate::ops) fn attributes(&self) -> impl Iterator<Item = &(String, KeyType)> {
        self.partition.iter().chain(&self.sort)
    }

    /// Refuses a key of `place` without a partition key, or with more attributes than it may have.
    pub(in crate::ops) fn check(&self, place: &str, partition: usize, sort: usize) -> Result<(), Error> {
        if self.partition.is_empty() {
            let message = format!("{place} has no partition key: say `.partition_key(name, ops::KeyType::S)`");
            return Err(Error::invalid(message));
        }
        for (what, attributes, limit) in [("partition", &self.partition, partition), ("sort", &self.sort, sort)] {
            if attributes.len() > limit {
                let count = attributes.len();
                return Err(Error::invalid(format!(
                    "{count} {what} key attributes were given for {place}, DynamoDB takes at most {limit}; join some in one attribute",
                )));
            }
        }
        Ok(())
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        let elements = [("HASH", &self.partition), ("RANGE", &self.sort)];
        let elements = elements
            .into_iter()
            .flat_map(|(role, names)| names.iter().map(move |(name, _)| (role, name)));
        writer.array("KeySchema", elements, |writer, (role, name)| {
            writer.element(|writer| {
                writer.text("AttributeName", name);
                writer.text("KeyType", role);
            });
        });
    }
}

/// Reads a `KeySchema`. The types are in the definitions of the table: [`resolve`] fills them in.
pub(super) fn read(parser: &mut Parser<'_>) -> codec::Result<KeySchema> {
    let mut key = KeySchema::default();
    array(parser, |parser| {
        let (mut attribute, mut is_sort) = (String::new(), false);
        object(parser, |name, parser| {
            match name {
                "AttributeName" => attribute = text(parser)?,
                "KeyType" => is_sort = parser.string()? == "RANGE",
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let attributes = if is_sort { &mut key.sort } else { &mut key.partition };
        attributes.push((attribute, KeyType::S));
        Ok(())
    })?;
    Ok(key)
}

/// Fills in the types of key attributes.
pub(super) fn resolve<'a>(
    attributes: impl IntoIterator<Item = &'a mut (String, KeyType)>,
    types: &BTreeMap<String, KeyType>,
) -> codec::Result<()> {
    for (name, key_type) in attributes {
        *key_type = *types.get(name).ok_or_else(|| {
            CodecError::custom("a key attribute without a type")
                .at(name.clone())
                .at("AttributeDefinitions")
        })?;
    }
    Ok(())
}
