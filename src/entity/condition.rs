use ddbx_core::Error;
use ddbx_core::expression::{Condition, Expressions, FieldRef, Node, Test};
use ddbx_core::schema::Schema;

use super::{Entity, key_only};
use crate::ops::{Expression, Placeholders};

/// The condition of a typed write: what the caller asks, and what the verb itself needs.
#[derive(Debug)]
pub(super) struct WriteCondition {
    existence: Existence,
    asked: Option<Node>,
}

/// What a verb needs of the item that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existence {
    Any,
    Must,
    MustNot,
}

impl WriteCondition {
    pub(super) fn new(existence: Existence) -> Self {
        Self { existence, asked: None }
    }

    pub(super) fn require(&mut self, existence: Existence) {
        self.existence = existence;
    }

    /// Adds what the caller asks; all of it must hold.
    pub(super) fn when<E: Entity>(&mut self, condition: Condition<E>) {
        let node = condition.into();
        self.asked = Some(match self.asked.take() {
            None => node,
            Some(asked) => Node::And(vec![asked, node]),
        });
    }

    /// How to read a failure of it.
    pub(super) fn meaning(&self) -> Meaning {
        Meaning {
            existence: self.existence,
            asked: self.asked.is_some(),
        }
    }

    /// Writes the condition; `None` where nothing is asked.
    pub(super) fn write<E: Entity>(self, expressions: &mut Expressions) -> Result<Option<Expression>, Error> {
        if let Some(asked) = &self.asked {
            key_only::refuse(E::SCHEMA, asked)?;
        }
        let key = E::SCHEMA.primary().partition()[0];
        // The index is of no use here: a template's key attribute is no field.
        let field = FieldRef {
            index: u16::MAX,
            attribute: key.attribute(),
        };
        let existence = match self.existence {
            Existence::Any => None,
            Existence::Must => Some(Node::Leaf {
                field,
                test: Test::Exists,
            }),
            Existence::MustNot => Some(Node::Leaf {
                field,
                test: Test::NotExists,
            }),
        };
        let node = match (existence, self.asked) {
            (None, None) => return Ok(None),
            (Some(node), None) | (None, Some(node)) => node,
            (Some(existence), Some(asked)) => Node::And(vec![existence, asked]),
        };
        let text = expressions
            .condition(node)
            .map_err(|error| Error::encode(error.of(E::SCHEMA.entity())))?;
        Ok(Some(Expression::composed(text)))
    }
}

/// What it means when the condition of a typed write is false.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    existence: Existence,
    asked: bool,
}

impl Meaning {
    /// That it was false.
    pub(super) const fn plain() -> Self {
        Self {
            existence: Existence::Any,
            asked: false,
        }
    }

    /// The error of the write as its caller knows it.
    pub(super) fn of(self, schema: &Schema, error: Error) -> Error {
        let is_missing = error.is_condition_failed()
            && match (self.existence, self.asked) {
                (Existence::Must, false) => true,
                // With a condition besides, the old item was asked for, and tells.
                (Existence::Must, true) => error.fault().is_some_and(|fault| fault.item().is_none()),
                (Existence::Any | Existence::MustNot, _) => false,
            };
        if is_missing { not_found(schema, &error) } else { error }
    }
}

/// Gives an operation the names and values of composed expressions.
pub(super) fn fill(placeholders: &mut Placeholders, expressions: &Expressions) {
    for (placeholder, attribute) in expressions.names() {
        placeholders.name(&placeholder, attribute);
    }
    placeholders.encoded_values(expressions.values());
}

/// The error of a write whose condition failed because there is no item.
fn not_found(schema: &Schema, error: &Error) -> Error {
    let message = format!("there is no `{}` with this key", schema.entity());
    let mut missing = Error::new(ddbx_core::ErrorKind::NotFound, message).with_attempts(error.attempts());
    if let Some(operation) = error.operation() {
        missing = missing.in_operation(operation);
    }
    if let Some(table) = error.table() {
        missing = missing.on_table(table.to_owned());
    }
    if let Some(id) = error.request_id() {
        missing = missing.with_request_id(id);
    }
    missing
}
