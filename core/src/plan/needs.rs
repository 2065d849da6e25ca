//! What a query needs an index to copy.

use super::lacking::Lack;
use super::{Asked, Mask};
use crate::expression::Clause;
use crate::schema::{Index, Projection, Schema};

/// The name of attributes that are no fields.
pub(super) const OTHERS: &str = "";

/// What an index does not copy of all that the query reads.
pub(super) const fn lacks(
    schema: &Schema,
    index: &Index,
    clauses: &[Clause],
    filter: Mask,
    asked: &Asked,
) -> Option<Lack> {
    if matches!(index.projection(), Projection::All) {
        return None;
    }
    if let Some(lack) = of_filter(schema, index, clauses, filter) {
        return Some(lack);
    }
    // The table has the rest, and each item is looked at there.
    if asked.hydrate {
        return None;
    }
    match lacks_content(schema, index, asked) {
        Some(name) => Some(Lack::Content(name)),
        None => None,
    }
}

/// What an index does not copy of the items that are returned, by the name that messages call it.
pub(super) const fn lacks_content(schema: &Schema, index: &Index, asked: &Asked) -> Option<&'static str> {
    if matches!(index.projection(), Projection::All) {
        return None;
    }
    if let Some(fields) = asked.fields {
        let mut at = 0;
        while at < fields.len() {
            if let Some(name) = field(schema, index, fields[at] as usize) {
                return Some(name);
            }
            at += 1;
        }
    } else if schema.members().is_empty() {
        if let Some(name) = of_entity(schema, index) {
            return Some(name);
        }
    } else {
        let mut at = 0;
        while at < schema.members().len() {
            if let Some(name) = of_entity(schema.members()[at], index) {
                return Some(name);
            }
            at += 1;
        }
    }
    if let Some(tag) = tag(schema, index, asked) {
        return Some(tag);
    }
    expires(schema, index)
}

/// The attribute of the tag, if an index does not copy it: no item would be found without, or known for its variant.
pub(super) const fn tag(schema: &Schema, index: &Index, asked: &Asked) -> Option<&'static str> {
    if let Some(tags) = schema.tags()
        && (schema.table_schema().is_some() || asked.fields.is_none())
        && !index.copies(schema, tags.attribute())
    {
        return Some(tags.attribute());
    }
    None
}

/// The field of the time that ends an item, if an index does not copy it: an expired one would count.
pub(super) const fn expires(schema: &Schema, index: &Index) -> Option<&'static str> {
    if let Some(expires) = schema.expires()
        && !index.copies(schema, expires.attribute())
    {
        return Some(expires.name());
    }
    None
}

/// What it does not copy of all that an entity is.
const fn of_entity(schema: &Schema, index: &Index) -> Option<&'static str> {
    let mut at = 0;
    while at < schema.fields().len() {
        if let Some(name) = field(schema, index, at) {
            return Some(name);
        }
        at += 1;
    }
    // Which attributes those are is not known before an item is read.
    if schema.has_other_attributes() {
        return Some(OTHERS);
    }
    if let Some((attribute, _)) = schema.schema_version()
        && !index.copies(schema, attribute)
    {
        return Some(attribute);
    }
    None
}

/// The name of a field that an index does not copy.
pub(super) const fn field(schema: &Schema, index: &Index, position: usize) -> Option<&'static str> {
    let field = &schema.fields()[position];
    if field.is_key_only() || index.copies(schema, field.attribute()) {
        return None;
    }
    Some(field.name())
}

const fn of_filter(schema: &Schema, index: &Index, clauses: &[Clause], filter: Mask) -> Option<Lack> {
    let (mut at, mut end, mut is_filter) = (0, 0, false);
    while at < clauses.len() {
        if at == end {
            is_filter = filter.has(at);
            end = clauses[at].end(at);
        }
        if let Clause::Leaf(leaf) = &clauses[at]
            && is_filter
            && !index.copies(schema, leaf.field.attribute)
        {
            let (field, fields) = (leaf.field.index as usize, schema.fields());
            let name = if field < fields.len() {
                fields[field].name()
            } else {
                leaf.field.attribute
            };
            return Some(Lack::Filter(at as u8, name));
        }
        at += 1;
    }
    None
}
