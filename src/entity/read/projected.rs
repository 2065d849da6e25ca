//! The attributes that a request of a query asks for: no more than are looked at.

use ddbx_core::plan::{Access, Plan};
use ddbx_core::schema::{Key, Schema, Scope};

use super::prepared::{Content, Purpose};
use super::rows::RowTest;
use super::source::key_attributes;
use crate::entity::view;

/// What is asked for, and what its answer is used for besides.
pub(super) struct Projected<'a> {
    pub(super) schema: &'static Schema,
    pub(super) plan: &'a Plan,
    pub(super) purpose: Purpose,
    /// What the items are looked at by when they have come.
    pub(super) test: &'a RowTest,
    /// Whether they are read from the table afterwards, by their keys.
    pub(super) is_key: bool,
}

impl Projected<'_> {
    /// The attributes, each once; `None` for all of them, or for the number of items.
    pub(super) fn attributes(&self) -> Option<Vec<&'static str>> {
        let (schema, index) = (self.schema, self.plan.index(self.schema));
        // What a local index lacks DynamoDB reads from the table; not all engines do so for a projection.
        if self.plan.hydrates() && index.scope() == Scope::Local {
            return None;
        }
        let mut attributes = match self.purpose.content {
            Content::Count | Content::Rows(None) => return None,
            Content::Keys => Vec::new(),
            Content::Rows(Some(fields)) => {
                let mut attributes = view::projection_attributes(schema, fields);
                // An alias need not be there, and DynamoDB refuses to look for it in a global index.
                attributes.retain(|attribute| index.copies(schema, attribute));
                attributes
            }
        };
        if self.is_key {
            view::add(&mut attributes, schema.primary().keys().map(Key::attribute));
        }
        if self.purpose.gives_cursors && self.plan.access() == Access::Query {
            view::add(&mut attributes, key_attributes(schema, index));
        }
        view::add(&mut attributes, self.test.attributes());
        if attributes.is_empty() {
            // An item must be asked for something.
            view::add(&mut attributes, schema.primary().keys().map(Key::attribute).take(1));
        }
        Some(attributes)
    }
}

/// What is asked of the table for items whose keys an index gave: these fields, or what they are counted by.
pub(super) fn of_table(schema: &'static Schema, content: Content, test: &RowTest) -> Option<Vec<&'static str>> {
    let mut attributes = match content {
        Content::Rows(None) => return None,
        Content::Rows(Some(fields)) => view::projection_attributes(schema, fields),
        Content::Count | Content::Keys => Vec::new(),
    };
    // Which of the keys an item answers is told by its own.
    view::add(&mut attributes, schema.primary().keys().map(Key::attribute));
    view::add(&mut attributes, test.attributes());
    Some(attributes)
}
