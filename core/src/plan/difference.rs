//! What the entities of a collection do not have alike, so that no filter on all of them can test it.

use crate::expression::{Leaf, Step};
use crate::schema::{Message, Schema};

/// What a condition tests that is not the same of all entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    field: u16,
    /// Whether it tests a member of the field: what a map has inside is not known here.
    inside: bool,
}

impl Difference {
    /// That of a condition on a collection, if there is one.
    pub(super) const fn of(schema: &Schema, leaf: &Leaf) -> Option<Self> {
        let field = leaf.field.index;
        if schema.members().len() < 2 || field as usize >= schema.fields().len() {
            return None;
        }
        if schema.differing(field as usize).is_some() {
            return Some(Self { field, inside: false });
        }
        let (path, mut at) = (leaf.part.path(), 0);
        while at < path.len() {
            if matches!(path[at], Step::Member(_)) {
                return Some(Self { field, inside: true });
            }
            at += 1;
        }
        None
    }

    pub(super) const fn message(self, schema: &Schema) -> Message {
        let field = &schema.fields()[self.field as usize];
        let message = Message::new();
        let message = if self.inside {
            message
                .push("this condition looks into `")
                .push(field.name())
                .push("`, and what that has inside may differ among the entities of `")
                .push(schema.entity())
                .push("`")
        } else if let Some(other) = schema.differing(self.field as usize) {
            let message = message
                .push("this condition would be a filter on all entities of `")
                .push(schema.entity())
                .push("`, and `")
                .push(other.entity());
            if other.named(field.name()).is_some() {
                message
                    .push("` stores `")
                    .push(field.name())
                    .push("` in another way than `")
                    .push(schema.members()[0].entity())
                    .push("`")
            } else {
                message.push("` has no field `").push(field.name()).push("`")
            }
        } else {
            message
        };
        message.push(
            "\n  help: leave it out and look at the entities that come; a filter tests fields that all of them have under one name and attribute, of one type and form",
        )
    }
}
