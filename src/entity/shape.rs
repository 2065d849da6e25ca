//! The keys of a table and of its indexes: what its entities need, and what is there.

use std::fmt;

use ddbx_core::Error;
use ddbx_core::codec::Kind;
use ddbx_core::schema::{self, Key, Schema, Scope, TableIndex};

use crate::ops::{CreateTable, GlobalIndex, KeyType, LocalIndex, Projection, TableDescription};

/// The key of a table or of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    partition: Vec<(String, KeyType)>,
    sort: Vec<(String, KeyType)>,
}

/// An index and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
struct IndexShape {
    name: String,
    is_local: bool,
    key: Shape,
    /// Its attributes in order: they are compared.
    projection: Projection,
}

/// A table and its indexes.
#[derive(Clone, Debug)]
pub(super) struct TableShape {
    key: Shape,
    indexes: Vec<IndexShape>,
    /// Who says so of each index: an entity, or nobody but the table.
    owners: Vec<Option<&'static str>>,
}

impl TableShape {
    /// What the first entity of a table needs.
    pub(super) fn of(schema: &'static Schema) -> Self {
        let mut shape = Self {
            key: Shape::of(schema.primary().partition(), schema.primary().sort()),
            indexes: Vec::new(),
            owners: Vec::new(),
        };
        for index in &schema.indexes()[1..] {
            shape.indexes.push(IndexShape {
                name: index.name().to_owned(),
                is_local: index.scope() == Scope::Local,
                key: Shape::of(index.partition(), index.sort()),
                projection: in_order(projection(index.projection())),
            });
            shape.owners.push(Some(schema.entity()));
        }
        shape
    }

    /// Adds what another entity of the table needs, if the two agree.
    pub(super) fn join(&mut self, first: &'static Schema, schema: &'static Schema) -> Result<(), Error> {
        let other = Self::of(schema);
        if self.key != other.key {
            return Err(Error::invalid(format!(
                "`{}` and `{}` are in one table and disagree on its key: {} against {}",
                first.entity(),
                schema.entity(),
                self.key,
                other.key,
            )));
        }
        for (index, owner) in other.indexes.into_iter().zip(other.owners) {
            match self.indexes.iter().position(|known| known.name == index.name) {
                Some(known) if self.indexes[known] == index => {}
                Some(known) => {
                    return Err(Error::invalid(format!(
                        "`{}` and `{}` are in one table and disagree on its index `{}`: {}",
                        self.owners[known].unwrap_or(first.entity()),
                        schema.entity(),
                        index.name,
                        self.indexes[known].against(&index),
                    )));
                }
                None => {
                    self.indexes.push(index);
                    self.owners.push(owner);
                }
            }
        }
        Ok(())
    }

    /// Adds the indexes of a shared table that none of the entities uses.
    pub(super) fn complete(&mut self, schema: &'static Schema) {
        let Some(table) = schema.table_schema() else { return };
        for index in table.indexes() {
            if !self.indexes.iter().any(|known| known.name == index.name()) {
                self.indexes.push(IndexShape::unused(index, &self.key));
                self.owners.push(None);
            }
        }
    }

    /// The request that creates the table, with these units of read and write capacity for it and for each global index.
    pub(super) fn create(&self, mut create: CreateTable, provisioned: Option<(u64, u64)>) -> CreateTable {
        if let Some((read, write)) = provisioned {
            create = create.provisioned(read, write);
        }
        for (attribute, kind) in &self.key.partition {
            create = create.partition_key(attribute, *kind);
        }
        for (attribute, kind) in &self.key.sort {
            create = create.sort_key(attribute, *kind);
        }
        for IndexShape {
            name,
            is_local,
            key,
            projection,
        } in &self.indexes
        {
            create = if *is_local {
                let sorted = key.sort.iter().fold(LocalIndex::new(name), |index, (attribute, kind)| {
                    index.sort_key(attribute, *kind)
                });
                create.local_index(sorted.project(projection.clone()))
            } else {
                let mut index = GlobalIndex::new(name);
                if let Some((read, write)) = provisioned {
                    index = index.provisioned(read, write);
                }
                let index = key
                    .partition
                    .iter()
                    .fold(index, |index, (attribute, kind)| index.partition_key(attribute, *kind));
                let index = key
                    .sort
                    .iter()
                    .fold(index, |index, (attribute, kind)| index.sort_key(attribute, *kind));
                create.global_index(index.project(projection.clone()))
            };
        }
        create
    }

    /// Refuses a table that is there with other keys.
    pub(super) fn check(&self, schema: &'static Schema, live: &TableDescription) -> Result<(), Error> {
        let found = Shape {
            partition: live.partition_key.clone(),
            sort: live.sort_key.clone(),
        };
        if found != self.key {
            return Err(Error::invalid(format!(
                "the table exists with another key than `{}` has: {found} against {}",
                schema.entity(),
                self.key,
            )));
        }
        for (index, owner) in self.indexes.iter().zip(&self.owners) {
            let live_indexes = if index.is_local {
                &live.local_indexes
            } else {
                &live.global_indexes
            };
            let owner = owner.unwrap_or(schema.entity());
            let Some(live) = live_indexes.iter().find(|live| live.name == index.name) else {
                let kind = if index.is_local { "local" } else { "global" };
                return Err(Error::invalid(format!(
                    "the table exists without the {kind} index `{}` that `{owner}` has: {}",
                    index.name, index.key,
                )));
            };
            let found = Shape {
                partition: live.partition_key.clone(),
                sort: live.sort_key.clone(),
            };
            if found != index.key {
                return Err(Error::invalid(format!(
                    "the table exists with another key of index `{}` than `{owner}` has: {found} against {}",
                    index.name, index.key,
                )));
            }
            let found = in_order(live.projection.clone());
            if found != index.projection {
                return Err(Error::invalid(format!(
                    "the table exists with another projection of index `{}` than `{owner}` has: {} against {}",
                    index.name,
                    words(&found),
                    words(&index.projection),
                )));
            }
        }
        Ok(())
    }
}

impl Shape {
    fn of(partition: &[Key], sort: &[Key]) -> Self {
        let attribute = |key: &Key| (key.attribute().to_owned(), key_type(key.kind()));
        Self {
            partition: partition.iter().map(attribute).collect(),
            sort: sort.iter().map(attribute).collect(),
        }
    }
}

impl IndexShape {
    /// Of an index that no entity uses: its attributes are taken for text, as composed ones are.
    fn unused(index: &TableIndex, table: &Shape) -> Self {
        let text = |attributes: &[&str]| {
            let attribute = |attribute: &&str| ((*attribute).to_owned(), KeyType::S);
            attributes.iter().map(attribute).collect()
        };
        let is_local = index.scope() == Scope::Local;
        let partition = if is_local {
            table.partition.clone()
        } else {
            text(index.partition())
        };
        Self {
            name: index.name().to_owned(),
            is_local,
            key: Shape {
                partition,
                sort: text(index.sort()),
            },
            projection: in_order(projection(index.projection())),
        }
    }

    /// In what it differs from another index of its name.
    fn against(&self, other: &Self) -> String {
        if self.key == other.key && self.projection != other.projection {
            format!("{} against {}", words(&self.projection), words(&other.projection))
        } else {
            format!("{} against {}", self.key, other.key)
        }
    }
}

fn projection(projection: schema::Projection) -> Projection {
    match projection {
        schema::Projection::All => Projection::All,
        schema::Projection::Include(attributes) => {
            Projection::Include(attributes.iter().map(|&attribute| attribute.to_owned()).collect())
        }
        schema::Projection::KeysOnly => Projection::KeysOnly,
    }
}

/// The same, with its attributes in the order of their names.
fn in_order(mut projection: Projection) -> Projection {
    if let Projection::Include(attributes) = &mut projection {
        attributes.sort();
    }
    projection
}

fn words(projection: &Projection) -> String {
    match projection {
        Projection::All => "all attributes".to_owned(),
        Projection::KeysOnly => "the keys only".to_owned(),
        Projection::Include(attributes) => {
            let quoted = attributes
                .iter()
                .map(|attribute| format!("`{}`", attribute.escape_debug()));
            quoted.collect::<Vec<_>>().join(", ")
        }
        Projection::Other(name) => name.escape_debug().to_string(),
    }
}

fn key_type(kind: Kind) -> KeyType {
    match kind {
        Kind::N => KeyType::N,
        Kind::B => KeyType::B,
        // The derive refuses every other type when compiling.
        _ => KeyType::S,
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let partition = self.partition.iter().map(|attribute| ("partition", attribute));
        let sort = self.sort.iter().map(|attribute| ("sort", attribute));
        for (position, (role, (attribute, kind))) in partition.chain(sort).enumerate() {
            let and = if position > 0 { " and " } else { "" };
            write!(f, "{and}{role} key `{attribute}` ({kind})")?;
        }
        Ok(())
    }
}
