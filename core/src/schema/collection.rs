//! Entities that are read by one query: what they must agree on.

#[cfg(test)]
mod tests;

use super::message::Message;
use super::table::same;
use super::{Index, Key, Part, Schema, TableSchema};
use crate::codec::Kind;

/// Refuses an entity that cannot be read by one query with those before it: one of another table, one whose items have
/// the tag of another's, one whose partition key is made in another way.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_member(members: &[&Schema], position: usize) {
    let (first, member) = (members[0], members[position]);
    // What is wrong with an entity that has no table was said.
    if member.table().is_empty() {
        return;
    }
    let Some(table) = member.table_schema() else {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(member.entity())
                .push("` has a table of its own, `")
                .push(member.table())
                .push("`; a collection reads entities that share one\n  help: describe it once, `#[derive(Table)]`, and name it, `table = Shop`")
                .as_str()
        );
    };
    let Some(first_table) = first.table_schema() else {
        return;
    };
    if !is_same_table(table, first_table) {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(first.entity())
                .push("` is in table `")
                .push(first_table.name())
                .push("`, and `")
                .push(member.entity())
                .push("` in table `")
                .push(table.name())
                .push("`: a collection reads one table")
                .as_str()
        );
    }
    let mut earlier = 0;
    while earlier < position {
        check_tags(members[earlier], member, table);
        earlier += 1;
    }
    if !is_same_partition(first, first.primary(), member, member.primary()) {
        panic!(
            "{}",
            Message::new()
                .push("the partition key of `")
                .push(first.entity())
                .push("` is `")
                .push(text(first))
                .push("`, and that of `")
                .push(member.entity())
                .push("` is `")
                .push(text(member))
                .push("`: a collection reads one partition\n  help: their text must be the same, and the widths and types of their placeholders; names may differ")
                .as_str()
        );
    }
}

const fn is_same_table(left: &TableSchema, right: &TableSchema) -> bool {
    same(left.name(), right.name()) && same(left.partition(), right.partition()) && same(left.tag(), right.tag())
}

#[track_caller]
const fn check_tags(left: &Schema, right: &Schema, table: &TableSchema) {
    let (Some(left_tags), Some(right_tags)) = (left.tags(), right.tags()) else {
        return;
    };
    let mut at = 0;
    while at < right_tags.names().len() {
        let tag = right_tags.names()[at];
        if left_tags.has(tag) {
            let message = Message::new().push("items of `").push(left.entity());
            let message = if same(left.entity(), right.entity()) {
                message.push("` are in two variants, and `").push(table.tag())
            } else {
                message
                    .push("` and of `")
                    .push(right.entity())
                    .push("` both have the tag `")
                    .push(tag)
                    .push("`, and `")
                    .push(table.tag())
            };
            panic!("{}", message.push("` would not tell which variant an item is").as_str());
        }
        at += 1;
    }
}

/// The partition key of a shared table: as it is written.
const fn text(schema: &Schema) -> &'static str {
    let key = &schema.primary().partition()[0];
    match key.parts() {
        [Part::Field { index, .. }] if key.is_field() => schema.fields()[*index as usize].name(),
        _ => key.text(),
    }
}

/// Whether the partition keys of two indexes have the same value where they are made of the same values: their text is
/// the same, and so are the widths and types of their placeholders.
#[must_use]
pub const fn is_same_partition(left: &Schema, left_index: &Index, right: &Schema, right_index: &Index) -> bool {
    left_index.partition().len() == right_index.partition().len()
        && are_keys_same(left, left_index, right, right_index, 0, left_index.partition().len())
}

/// The same for their sort keys, beside the same partition: they are in one order then.
pub(super) const fn is_same_sort(left: &Schema, left_index: &Index, right: &Schema, right_index: &Index) -> bool {
    let (from, count) = (left_index.partition().len(), left_index.sort().len());
    if right_index.partition().len() != from || right_index.sort().len() != count {
        return false;
    }
    let mut at = from;
    while at < from + count {
        let (parts, others) = (left_index.key(at).parts(), right_index.key(at).parts());
        let mut part = 0;
        while part < parts.len() && part < others.len() {
            if let (Part::Field { index, .. }, Part::Field { index: other, .. }) = (parts[part], others[part]) {
                let (field, other) = (&left.fields()[index as usize], &right.fields()[other as usize]);
                if field.width() != other.width() || !same(field.form(), other.form()) {
                    return false;
                }
            }
            part += 1;
        }
        at += 1;
    }
    are_keys_same(left, left_index, right, right_index, from, from + count)
}

/// Whether the keys of two indexes at these positions are made alike.
const fn are_keys_same(
    left: &Schema,
    left_index: &Index,
    right: &Schema,
    right_index: &Index,
    from: usize,
    until: usize,
) -> bool {
    let mut at = from;
    while at < until {
        let (left_key, right_key) = (left_index.key(at), right_index.key(at));
        if !is_same_attribute(left_key, right_key) || left_key.parts().len() != right_key.parts().len() {
            return false;
        }
        let mut part = 0;
        while part < left_key.parts().len() {
            let is_same = match (left_key.parts()[part], right_key.parts()[part]) {
                (Part::Literal(left), Part::Literal(right)) => same(left, right),
                (
                    Part::Field { index, format },
                    Part::Field {
                        index: other,
                        format: its,
                    },
                ) => {
                    format.is_same(its)
                        && is_kind(
                            left.fields()[index as usize].kind(),
                            right.fields()[other as usize].kind(),
                        )
                        && first_use(left_index, index) == first_use(right_index, other)
                }
                _ => false,
            };
            if !is_same {
                return false;
            }
            part += 1;
        }
        at += 1;
    }
    true
}

/// Where a field is first named, counted in parts: `{a}#{a}` takes one value, `{a}#{b}` two.
const fn first_use(index: &Index, field: u16) -> usize {
    let (mut at, mut before) = (0, 0);
    while at < index.partition().len() + index.sort().len() {
        let parts = index.key(at).parts();
        let mut part = 0;
        while part < parts.len() {
            match parts[part] {
                Part::Field { index, .. } if index == field => return before + part,
                _ => part += 1,
            }
        }
        before += part;
        at += 1;
    }
    before
}

pub(super) const fn is_same_attribute(left: &Key, right: &Key) -> bool {
    same(left.attribute(), right.attribute()) && is_kind(left.kind(), right.kind())
}

pub(super) const fn is_kind(left: Kind, right: Kind) -> bool {
    same(left.descriptor(), right.descriptor())
}
