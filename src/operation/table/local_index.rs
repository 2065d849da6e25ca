use ddbx_core::Error;
use ddbx_core::codec::{self, Parser, Writer};

use super::{KeySchema, KeyType};
use crate::ops::answer::{array, object, text};
use crate::ops::members::Members as _;

/// The attributes that an index copies from the table, beside the keys of both.
///
/// Source: [Projection](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Projection {
    /// All of them.
    #[default]
    All,
    /// None of them.
    KeysOnly,
    /// These.
    Include(Vec<String>),
    /// Another projection, by its name on the wire: only in descriptions.
    Other(String),
}

impl Projection {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.object("Projection", |writer| {
            let (name, attributes) = match self {
                Self::All => ("ALL", &[][..]),
                Self::KeysOnly => ("KEYS_ONLY", &[][..]),
                Self::Include(attributes) => ("INCLUDE", &attributes[..]),
                Self::Other(name) => (&name[..], &[][..]),
            };
            writer.text("ProjectionType", name);
            writer.array("NonKeyAttributes", attributes, |writer, attribute: &String| {
                writer.string(attribute);
            });
        });
    }

    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let (mut projection, mut attributes) = (Self::All, Vec::new());
        object(parser, |name, parser| {
            match name {
                "ProjectionType" => {
                    projection = match &*parser.string()? {
                        "ALL" => Self::All,
                        "KEYS_ONLY" => Self::KeysOnly,
                        "INCLUDE" => Self::Include(Vec::new()),
                        other => Self::Other(other.to_owned()),
                    };
                }
                "NonKeyAttributes" => attributes = array(parser, text)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        if let Self::Include(included) = &mut projection {
            *included = attributes;
        }
        Ok(projection)
    }
}

/// The methods of indexes that say what they copy.
macro_rules! projections {
    () => {
        /// Copies the keys only.
        pub fn keys_only(mut self) -> Self {
            self.projection = Projection::KeysOnly;
            self
        }

        /// Copies these attributes, beside the keys; by default it copies all.
        pub fn include<A: Into<String>>(mut self, attributes: impl IntoIterator<Item = A>) -> Self {
            self.projection = Projection::Include(attributes.into_iter().map(Into::into).collect());
            self
        }
    };
}

pub(super) use projections;

/// Another sort key for the partitions of the table: a local secondary index, created with the table.
///
/// Source: [Local secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html).
///
/// ```
/// use ddbx::ops::{CreateTable, KeyType, LocalIndex};
///
/// let create = CreateTable::new("orders")
///     .partition_key("customer", KeyType::S)
///     .sort_key("n", KeyType::N)
///     .local_index(LocalIndex::new("by_total").sort_key("total", KeyType::N).include(["status"]));
/// ```
#[derive(Clone, Debug)]
#[must_use = "an index is given to `CreateTable`"]
pub struct LocalIndex {
    pub(in crate::ops) name: String,
    pub(in crate::ops) sort: Vec<(String, KeyType)>,
    projection: Projection,
}

impl LocalIndex {
    /// An index of this name, which copies all attributes.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            sort: Vec::new(),
            projection: Projection::All,
        }
    }

    /// The attribute its items are sorted by.
    pub fn sort_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.sort.push((attribute.into(), key_type));
        self
    }

    projections! {}

    /// Copies this.
    pub(crate) fn project(mut self, projection: Projection) -> Self {
        self.projection = projection;
        self
    }

    /// Its key in a table with this partition key.
    pub(in crate::ops) fn key(&self, partition: &[(String, KeyType)]) -> Result<KeySchema, Error> {
        let key = KeySchema {
            partition: partition.to_vec(),
            sort: self.sort.clone(),
        };
        if key.sort.len() != 1 {
            let message = format!(
                "{} has one sort key: say `.sort_key(name, ops::KeyType::S)`, once",
                self.place()
            );
            return Err(Error::invalid(message));
        }
        Ok(key)
    }

    pub(in crate::ops) fn place(&self) -> String {
        format!("index `{}`", self.name.escape_debug())
    }

    pub(in crate::ops) fn write(&self, key: &KeySchema, writer: &mut Writer) {
        writer.element(|writer| {
            writer.text("IndexName", &self.name);
            key.write(writer);
            self.projection.write(writer);
        });
    }
}
