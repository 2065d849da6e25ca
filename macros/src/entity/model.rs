//! An entity that was checked: what expansion needs, and nothing that could still be wrong.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{LitStr, Path};

use super::parse::{Variant, Whole};
use super::template::{Format, Part};
use crate::field::Field;
use crate::library::Library;
use crate::projection::Projection;
use crate::symbol::{PK, SK};

pub(super) struct Model {
    pub(super) name: Ident,
    pub(super) handles: Ident,
    pub(super) library: Library,
    pub(super) table: Table,
    /// Of an enum, those that all variants have alike, before those of some.
    pub(super) fields: Vec<Field>,
    /// Of an enum.
    pub(super) variants: Vec<Variant>,
    /// Where the items of an enum with a table of its own say which variant they are.
    pub(super) tag_attribute: String,
    pub(super) partition: Key,
    pub(super) sort: Option<Key>,
    pub(super) indexes: Vec<Index>,
    /// Whether attributes that no field names are refused.
    pub(super) deny_unknown: bool,
    /// The attribute of the write id.
    pub(super) write_id: Option<String>,
    pub(super) managed: Managed,
    pub(super) whole: Whole,
}

/// The fields that are looked after, by their position in [`Model::fields`].
#[derive(Default)]
pub(super) struct Managed {
    pub(super) version: Option<usize>,
    pub(super) updated_at: Option<usize>,
    pub(super) expires: Option<usize>,
}

pub(super) enum Table {
    /// A table of the entity's own.
    Own(String),
    /// A struct that derives `Table`, and what items of this entity are called there: of an enum, each variant's.
    Shared { path: Path, tags: Vec<String> },
}

/// An index that the entity is in.
pub(super) struct Index {
    pub(super) name: Ident,
    /// Known of a table of the entity's own; a shared table says it itself.
    pub(super) local: bool,
    pub(super) partition: Vec<Key>,
    pub(super) sort: Vec<Key>,
    /// Known of a table of the entity's own.
    pub(super) projection: Option<Projection>,
}

impl Index {
    /// As it is called in DynamoDB.
    pub(super) fn table_name(&self) -> String {
        self.name.unraw().to_string()
    }
}

/// Which key of the table a key is.
#[derive(Clone, Copy)]
pub(super) enum Role<'a> {
    Partition,
    Sort,
    Index { name: &'a str, sort: bool, position: usize },
}

impl Role<'_> {
    /// Where the value of a template goes in a table of the entity's own.
    pub(super) fn attribute(self) -> String {
        match self {
            Self::Partition => PK.name.to_owned(),
            Self::Sort => SK.name.to_owned(),
            Self::Index { name, sort: false, .. } => format!("{name}_pk"),
            Self::Index { name, sort: true, .. } => format!("{name}_sk"),
        }
    }
}

/// A key attribute; fields are named by their position in [`Model::fields`].
pub(super) enum Key {
    /// A field's own attribute.
    Field(usize),
    /// An attribute made of fields and text.
    Template {
        /// As written, for the caret of errors.
        literal: LitStr,
        parts: Vec<Part<usize>>,
    },
}

impl Key {
    /// The fields it is made of.
    pub(super) fn fields(&self) -> Vec<usize> {
        match self {
            Self::Field(field) => vec![*field],
            Self::Template { parts, .. } => parts
                .iter()
                .filter_map(|part| match part {
                    Part::Placeholder { field, .. } => Some(*field),
                    Part::Literal(_) => None,
                })
                .collect(),
        }
    }
}

impl Model {
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        [&self.partition].into_iter().chain(&self.sort)
    }

    /// The fields of the primary key, each once: those of the partition key first, in the order of their placeholders.
    pub(super) fn key_fields(&self) -> Vec<usize> {
        let mut fields = Vec::new();
        for field in self.keys().flat_map(Key::fields) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }

    /// The fields of all keys, each once: those of the primary key first.
    pub(super) fn fields_of_all_keys(&self) -> Vec<usize> {
        let mut fields = self.key_fields();
        for index in &self.indexes {
            for field in index.partition.iter().chain(&index.sort).flat_map(Key::fields) {
                if !fields.contains(&field) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    /// Whether the field is a key attribute by itself, and so is written with the key.
    pub(super) fn is_key_attribute(&self, position: usize) -> bool {
        matches!(self.table, Table::Own(_))
            && self
                .keys()
                .any(|key| matches!(key, Key::Field(field) if *field == position))
    }

    /// The fields that every item has, or that may be missing from any: all of a struct.
    pub(super) fn common(&self) -> &[Field] {
        let end = self.fields.iter().position(|field| field.partial);
        &self.fields[..end.unwrap_or(self.fields.len())]
    }

    /// The key of the table that a field marked `key_only` is read out of, and which it is.
    pub(super) fn holder(&self, position: usize) -> Option<(Role<'static>, &Key)> {
        let sort = self.sort.iter().map(|sort| (Role::Sort, sort));
        let mut keys = [(Role::Partition, &self.partition)].into_iter().chain(sort);
        keys.find(|(_, key)| matches!(key, Key::Template { .. }) && key.fields().contains(&position))
    }

    /// Whether the field is part of a key that is taken apart again, and so must be known to end.
    pub(super) fn is_split(&self, position: usize) -> bool {
        let is_key_only = |field: &usize| self.fields[*field].key_only.is_some();
        let is_in = |key: &Key| key.fields().contains(&position) && key.fields().iter().any(is_key_only);
        self.keys().any(is_in)
    }

    /// Whether the width of the field's texts matters: where a key is taken apart again, and where a placeholder may be
    /// the end of a range.
    pub(super) fn has_width(&self, position: usize) -> bool {
        let is_plain = |part: &Part<usize>| matches!(part, Part::Placeholder { field, format: Format::Plain } if *field == position);
        let of_indexes = self.indexes.iter().flat_map(|index| &index.sort);
        let mut sort = self.sort.iter().chain(of_indexes);
        self.is_split(position)
            || sort.any(|key| matches!(key, Key::Template { parts, .. } if parts.iter().any(is_plain)))
    }

    /// The stored fields, with their positions in [`Model::fields`]. The schema numbers them in this order.
    pub(super) fn stored(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| field.is_stored())
    }

    /// The number that the schema gives to the field at `position`: skipped fields have none and do not count.
    pub(super) fn number(&self, position: usize) -> u16 {
        let before = self.stored().take_while(|(stored, _)| *stored < position).count();
        u16::try_from(before).unwrap_or(u16::MAX)
    }
}
