use ddbx_core::Error;
use ddbx_core::expression::{Condition, Expressions, FieldRef, Node, Test};

use super::Entity;
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

    /// Whether a failure means that there is no item.
    pub(super) fn means_missing(&self, error: &Error) -> bool {
        error.is_condition_failed()
            && match (self.existence, &self.asked) {
                (Existence::Must, None) => true,
                // With a condition besides, the old item was asked for, and tells.
                (Existence::Must, Some(_)) => error.fault().is_some_and(|fault| fault.item().is_none()),
                (Existence::Any | Existence::MustNot, _) => false,
            }
    }

    /// Writes the condition; `None` where nothing is asked.
    pub(super) fn write<E: Entity>(&mut self, expressions: &mut Expressions) -> Result<Option<Expression>, Error> {
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
        // What was asked is moved out; that it was asked stays known.
        let asked = self
            .asked
            .as_mut()
            .map(|node| std::mem::replace(node, Node::And(Vec::new())));
        let node = match (existence, asked) {
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

/// Gives an operation the names and values of composed expressions.
pub(super) fn fill(placeholders: &mut Placeholders, expressions: &Expressions) {
    for (placeholder, attribute) in expressions.names() {
        placeholders.name(&placeholder, attribute);
    }
    placeholders.encoded_values(expressions.values());
}

/// The error of a write whose condition failed because there is no item.
pub(super) fn not_found<E: Entity>(error: &Error) -> Error {
    let message = format!("there is no `{}` with this key", E::SCHEMA.entity());
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
