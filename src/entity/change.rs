use std::fmt::Write as _;

use ddbx_core::Error;
use ddbx_core::codec::{self, Bound};
use ddbx_core::expression::{Expressions, FieldRef};
use ddbx_core::schema::{Key, Schema};

use super::{reindex, write_id};
use crate::ops::Expression;

/// One change of an update.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) field: FieldRef,
    pub(super) clause: Clause,
    /// `None` for removals.
    pub(super) value: codec::Result<Option<Bound>>,
}

/// The clause of an update expression that a change goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    Add,
    Delete,
    Remove,
    Set,
}

/// The changes of an update.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    pub(super) fn push(&mut self, change: Change) {
        self.0.push(change);
    }

    /// Adds what the library changes besides: it counts the write, and notes its time.
    pub(super) fn manage(&mut self, schema: &Schema, updated_at: codec::Result<Option<Bound>>) {
        let field = |index: Option<u16>| {
            let field = &schema.fields()[usize::from(index?)];
            let (index, attribute) = (index?, field.attribute());
            Some(FieldRef { index, attribute })
        };
        let managed = schema.managed();
        let is_changed = |field: FieldRef, changes: &[Change]| changes.iter().any(|change| change.field == field);
        if let Some(field) = field(managed.version) {
            self.push(Change {
                field,
                clause: Clause::Add,
                value: Ok(Some(Bound::Int(1))),
            });
        }
        if let Some(field) = field(managed.updated_at).filter(|field| !is_changed(*field, &self.0)) {
            self.push(Change {
                field,
                clause: Clause::Set,
                value: updated_at,
            });
        }
    }

    /// What is set, and to which value.
    pub(super) fn settings(&self) -> impl Iterator<Item = (u16, &Bound)> {
        self.0.iter().filter_map(|change| match (change.clause, &change.value) {
            (Clause::Set, Ok(Some(value))) => Some((change.field.index, value)),
            _ => None,
        })
    }

    /// Refuses changes that cannot be made.
    pub(super) fn check(&self, schema: &'static Schema, touches: bool) -> Result<(), Error> {
        let entity = schema.entity();
        if touches && schema.version().is_none() && schema.updated_at().is_none() {
            return Err(Error::invalid(format!(
                "there is nothing to touch in `{entity}`: it has no field marked `updated_at` or `version`"
            )));
        }
        if self.0.is_empty() && !touches {
            let advice = "say `.set(..)`, `.add(..)`, `.subtract(..)`, `.remove(..)`, `.add_members(..)` or `.delete_members(..)`";
            return Err(Error::invalid(format!(
                "this update of `{entity}` changes nothing: {advice}"
            )));
        }
        for (position, change) in self.0.iter().enumerate() {
            let field = schema.fields()[usize::from(change.field.index)].name();
            if is_in_primary_key(schema, change.field.index) {
                return Err(Error::invalid(format!(
                    "`{field}` is part of the primary key of `{entity}` and cannot be updated: delete the item and put a new one",
                )));
            }
            if change.clause == Clause::Remove && !schema.fields()[usize::from(change.field.index)].is_optional() {
                return Err(Error::invalid(format!(
                    "`{field}` of `{entity}` cannot be removed: an item without it could not be read; make it an `Option`, or mark it `default`",
                )));
            }
            if schema.managed().version == Some(change.field.index) {
                return Err(Error::invalid(format!(
                    "`{field}` counts the writes of `{entity}`, this one too, and cannot be changed; to ask for a version, say `.when(|it| it.{field}.eq(..))`",
                )));
            }
            if self.0[..position].iter().any(|earlier| earlier.field == change.field) {
                return Err(Error::invalid(format!(
                    "this update changes `{field}` of `{entity}` twice"
                )));
            }
        }
        Ok(())
    }

    /// The update expression; the changes were checked.
    pub(super) fn write(
        &mut self,
        schema: &'static Schema,
        key: &[Bound],
        write_id: Option<&(&'static str, String)>,
        expressions: &mut Expressions,
    ) -> Result<Expression, Error> {
        if schema.indexes().len() > 1 {
            let further = reindex::changes(schema, &self.0, key)?;
            self.0.extend(further);
        }
        let mut text = String::new();
        if let Some((attribute, id)) = write_id {
            let change = write_id::change(attribute, id);
            self.0.push(change);
        }
        for (clause, word) in [
            (Clause::Set, "SET"),
            (Clause::Remove, "REMOVE"),
            (Clause::Add, "ADD"),
            (Clause::Delete, "DELETE"),
        ] {
            self.write_clause(schema, clause, word, expressions, &mut text)?;
        }
        Ok(Expression::composed(text))
    }

    fn write_clause(
        &mut self,
        schema: &Schema,
        clause: Clause,
        word: &str,
        expressions: &mut Expressions,
        text: &mut String,
    ) -> Result<(), Error> {
        let mut separator = if text.is_empty() {
            format!("{word} ")
        } else {
            format!(" {word} ")
        };
        for change in self.0.extract_if(.., |change| change.clause == clause) {
            let value = change
                .value
                .map_err(|error| Error::encode(error.at(change.field.attribute).of(schema.entity())))?;
            text.push_str(&separator);
            text.push_str(&expressions.name(change.field.attribute));
            if let Some(value) = value {
                let placeholder = expressions.value(&value);
                // Writing into a `String` never fails.
                let _ = write!(text, "{}{placeholder}", if clause == Clause::Set { " = " } else { " " });
            }
            ", ".clone_into(&mut separator);
        }
        Ok(())
    }
}

fn is_in_primary_key(schema: &Schema, field: u16) -> bool {
    schema
        .primary()
        .keys()
        .flat_map(Key::fields)
        .any(|key_field| key_field == field)
}
