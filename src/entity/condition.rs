use std::time::SystemTime;

use ddbx_core::Error;
use ddbx_core::codec::Bound;
use ddbx_core::expression::{Comparison, Condition, Expressions, FieldRef, Node, Part, Test};
use ddbx_core::schema::{FieldDef, Schema};

use super::expired::expiry;
use super::meaning::Meaning;
use super::{Entity, key_only, tag};
use crate::ops::{Expression, Placeholders};

/// The condition of a typed write: what the caller asks, and what the verb itself needs.
#[derive(Clone, Debug)]
pub(super) struct WriteCondition {
    existence: Existence,
    asked: Option<Node>,
    /// The version that the item must have; 0 where it must have none.
    version: Option<i128>,
    /// Whether the item must be in the form that this program writes.
    current_form: bool,
    /// Whether an item that has expired is an item.
    sees_expired: bool,
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
        Self {
            existence,
            asked: None,
            version: None,
            current_form: false,
            sees_expired: false,
        }
    }

    pub(super) fn require(&mut self, existence: Existence) {
        self.existence = existence;
    }

    pub(super) fn existence(&self) -> Existence {
        self.existence
    }

    /// Whether an item is there, if the condition holds.
    pub(super) fn existed(&self, schema: &'static Schema) -> Option<bool> {
        match self.existence {
            Existence::Any => None,
            // What has expired is none, and is there all the same.
            Existence::MustNot if schema.expires().is_some() && !self.sees_expired => None,
            Existence::MustNot => Some(false),
            Existence::Must => Some(true),
        }
    }

    /// The item must have this version, or none if it is 0.
    pub(super) fn require_version(&mut self, version: i128) {
        self.version = Some(version);
    }

    /// The item must be in the form that this program writes.
    pub(super) fn require_current_form(&mut self) {
        self.current_form = true;
    }

    pub(super) fn include_expired(&mut self) {
        self.sees_expired = true;
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
    pub(super) fn meaning(&self, schema: &'static Schema, now: SystemTime) -> Meaning {
        let version = schema.version();
        let asked_version = || Some((version?.attribute(), equal_version(self.asked.as_ref()?, version?)?));
        Meaning {
            existence: self.existence,
            is_only_version: self.asked.is_none() && self.existence == Existence::Any,
            version: match (version, self.version) {
                (Some(field), Some(version)) => Some((field.attribute(), version)),
                _ => asked_version(),
            },
            form: schema.schema_version().filter(|_| self.current_form),
            expiry: expiry(schema, now, self.sees_expired),
        }
    }

    /// Writes the condition; `None` where nothing is asked.
    pub(super) fn write<E: Entity>(
        self,
        now: SystemTime,
        expressions: &mut Expressions,
    ) -> Result<Option<Expression>, Error> {
        let schema = E::SCHEMA;
        if let Some(asked) = &self.asked {
            key_only::refuse(schema, asked)?;
        }
        let mut nodes = Vec::new();
        let key = schema.primary().partition()[0].attribute();
        let exists = match self.existence {
            Existence::Any => None,
            // What has the entity's tag exists; what has another's is not this entity, and must not become half of it.
            Existence::Must => Some(match tag::shared(schema) {
                Some(tags) => tag::test(tags.attribute(), tags.names()),
                None => leaf(key, Test::Exists),
            }),
            Existence::MustNot => Some(leaf(key, Test::NotExists)),
        };
        nodes.extend(exists);
        nodes.extend(self.asked);
        if let (Some(field), Some(version)) = (schema.version(), self.version) {
            nodes.push(leaf(
                field.attribute(),
                match version {
                    0 => Test::NotExists,
                    version => Test::Compare(Comparison::Equal, Bound::Int(version)),
                },
            ));
        }
        if let (Some((attribute, form)), true) = (schema.schema_version(), self.current_form) {
            nodes.push(of_form(attribute, form));
        }
        let Some(node) = all(nodes) else { return Ok(None) };
        let node = match expiry(schema, now, self.sees_expired) {
            Some(expiry) => expiry.as_if_deleted(node),
            None => node,
        };
        let text = expressions
            .condition(node)
            .map_err(|error| Error::encode(error.of(schema.entity())))?;
        Ok(Some(Expression::composed(text)))
    }
}

/// A condition on an attribute that need not be a field.
pub(super) fn leaf(attribute: &'static str, test: Test) -> Node {
    Node::Leaf {
        field: FieldRef {
            index: u16::MAX,
            attribute,
        },
        part: Part::WHOLE,
        test,
    }
}

fn all(mut nodes: Vec<Node>) -> Option<Node> {
    if nodes.len() > 1 {
        return Some(Node::And(nodes));
    }
    nodes.pop()
}

/// That an item is in this form: one without a version is in the first.
fn of_form(attribute: &'static str, form: u32) -> Node {
    let same = leaf(attribute, Test::Compare(Comparison::Equal, Bound::Int(form.into())));
    match form {
        1 => Node::Or(vec![leaf(attribute, Test::NotExists), same]),
        _ => same,
    }
}

/// The version that a condition asks for, if all of it can hold for no other.
fn equal_version(node: &Node, version: &FieldDef) -> Option<i128> {
    match node {
        Node::And(nodes) => nodes.iter().find_map(|node| equal_version(node, version)),
        Node::Leaf {
            field,
            part,
            test: Test::Compare(Comparison::Equal, Bound::Int(asked)),
        } if part.is_whole() && field.attribute == version.attribute() => Some(*asked),
        Node::Leaf { .. } | Node::Not(_) | Node::Or(_) => None,
    }
}

/// Gives an operation the names and values of composed expressions.
pub(super) fn fill(placeholders: &mut Placeholders, expressions: &Expressions) {
    for (placeholder, attribute) in expressions.names() {
        placeholders.name(&placeholder, attribute);
    }
    placeholders.encoded_values(expressions.values());
}
