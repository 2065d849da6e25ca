//! An entity that was checked: what expansion needs, and nothing that could still be wrong.

use proc_macro2::{Ident, TokenStream};
use syn::LitStr;

use super::template::Part;
use crate::field::Field;

pub(super) struct Model {
    pub(super) name: Ident,
    pub(super) handles: Ident,
    pub(super) library: TokenStream,
    pub(super) table: String,
    pub(super) fields: Vec<Field>,
    pub(super) partition: Key,
    pub(super) sort: Option<Key>,
    /// The attribute of the write id.
    pub(super) write_id: Option<String>,
}

/// A key attribute; fields are named by their position in [`Model::fields`].
pub(super) enum Key {
    /// A field's own attribute.
    Field(usize),
    /// An attribute made of fields and text.
    Template {
        attribute: &'static str,
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

    /// Whether the field is a key attribute by itself, and so is written with the key.
    pub(super) fn is_key_attribute(&self, position: usize) -> bool {
        self.keys()
            .any(|key| matches!(key, Key::Field(field) if *field == position))
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
