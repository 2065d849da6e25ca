//! Checks of a schema that run while compiling; what they refuse is reported at the field that caused it.

use super::message::Message;
use super::table::same;
use super::{Index, Key, Schema, Scope, TableSchema};
use crate::codec::Kind;

/// Refuses a key field of a type that DynamoDB has no keys of.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_key_kind(field: &'static str, kind: Kind, optional: bool) {
    if optional {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` is part of the primary key and cannot be optional: every item has its whole key")
                .as_str()
        );
    }
    if !kind.is_key() {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` cannot be part of a key: DynamoDB's keys are strings, numbers or binary, this field is ")
                .push(kind.words())
                .as_str()
        );
    }
}

/// Refuses a number without a width in a sort key template.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_sort_placeholder(field: &'static str, kind: Kind) {
    if matches!(kind, Kind::N) {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` is a number in a sort key template and would sort as text: 10 before 9\n  help: pad it, `{")
                .push(field)
                .push(":020}`, or `{")
                .push(field)
                .push(":i64}` if it may be negative")
                .as_str()
        );
    }
}

/// Refuses binary, with this message.
///
/// # Panics
///
/// When compiling, with the message.
#[track_caller]
pub const fn check_not_binary(kind: Kind, message: &'static str) {
    if matches!(kind, Kind::B) {
        panic!("{}", message);
    }
}

/// Refuses what is no number, with this message. What is binary was refused before.
///
/// # Panics
///
/// When compiling, with the message.
#[track_caller]
pub const fn check_number(kind: Kind, message: &'static str) {
    if !matches!(kind, Kind::N | Kind::B) {
        panic!("{}", message);
    }
}

/// Refuses what is no text, with this message. What is binary was refused before.
///
/// # Panics
///
/// When compiling, with the message.
#[track_caller]
pub const fn check_text(kind: Kind, message: &'static str) {
    if !matches!(kind, Kind::S | Kind::B) {
        panic!("{}", message);
    }
}

/// Refuses an entity with a sort key in a table without one, and the other way round.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_table_key(schema: &Schema, has_sort: bool) {
    let (Some(table), entity) = (schema.table_schema(), schema.entity()) else {
        return;
    };
    let message = Message::new().push("table `").push(table.name());
    match (table.sort(), has_sort) {
        (Some(sort), false) => panic!(
            "{}",
            message
                .push("` has the sort key `")
                .push(sort)
                .push("`, and `")
                .push(entity)
                .push("` gives it no value\n  help: add `sk = \"..\"`")
                .as_str()
        ),
        (None, true) => panic!(
            "{}",
            message
                .push("` has no sort key, and `")
                .push(entity)
                .push("` gives it a value\n  help: leave `sk` out, or give the table one")
                .as_str()
        ),
        (Some(_), true) | (None, false) => {}
    }
}

/// Refuses the key of an index that the table does not have, or that has another number of attributes there.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_index_key(schema: &Schema, index: &'static str, partition: usize, sort: usize) {
    let Some(table) = schema.table_schema() else { return };
    let message = Message::new().push("table `").push(table.name());
    let Some(found) = table.index(index) else {
        let mut message = message.push("` has no index `").push(index).push("`");
        let mut at = 0;
        while at < table.indexes().len() {
            message = message
                .push(if at == 0 { "; it has `" } else { ", `" })
                .push(table.indexes()[at].name())
                .push("`");
            at += 1;
        }
        panic!("{}", message.as_str());
    };
    let is_local = matches!(found.scope(), Scope::Local);
    if is_local && partition > 0 {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(index)
                .push("` is a local index: its partition key is the table's\n  help: leave `pk` out")
                .as_str()
        );
    }
    if found.partition().len() != partition {
        panic!("{}", count(index, "partition", found.partition(), partition).as_str());
    }
    if found.sort().len() != sort {
        panic!("{}", count(index, "sort", found.sort(), sort).as_str());
    }
}

const fn count(index: &'static str, key: &'static str, attributes: &[&'static str], given: usize) -> Message {
    const DIGITS: [&str; 5] = ["no", "one", "two", "three", "four"];
    let mut message = Message::new()
        .push("the ")
        .push(key)
        .push(" key of index `")
        .push(index)
        .push("` is ");
    if attributes.is_empty() {
        message = message.push("nothing");
    }
    let mut at = 0;
    while at < attributes.len() {
        message = message
            .push(if at == 0 { "`" } else { ", `" })
            .push(attributes[at])
            .push("`");
        at += 1;
    }
    message
        .push(", and this gives it ")
        .push(if given < DIGITS.len() {
            DIGITS[given]
        } else {
            "more than four"
        })
        .push(if given == 1 { " value" } else { " values" })
}

/// Refuses fields that are stored where a key of the table, or the tag, goes.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_field_attribute(schema: &Schema, field: &'static str, attribute: &'static str, is_key: bool) {
    let Some(table) = schema.table_schema() else { return };
    let is_taken = (!is_key && (same(attribute, table.partition()) || same(attribute, table.sort_attribute())))
        || same(attribute, table.tag())
        || (is_of_index(table, attribute) && !is_own_key(schema, attribute));
    if is_taken {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` would be stored as `")
                .push(attribute)
                .push("`, which table `")
                .push(table.name())
                .push("` has for its keys and tags\n  help: give it another name with `rename = \"..\"`")
                .as_str()
        );
    }
}

/// Whether an index of the table goes by this attribute.
const fn is_of_index(table: &TableSchema, attribute: &str) -> bool {
    let mut index = 0;
    while index < table.indexes().len() {
        let keys = [table.indexes()[index].partition(), table.indexes()[index].sort()];
        let mut of = 0;
        while of < keys.len() {
            let mut at = 0;
            while at < keys[of].len() {
                if same(keys[of][at], attribute) {
                    return true;
                }
                at += 1;
            }
            of += 1;
        }
        index += 1;
    }
    false
}

/// Whether a key of the entity is the field that is stored as this attribute.
const fn is_own_key(schema: &Schema, attribute: &str) -> bool {
    let mut index = 0;
    while index < schema.indexes().len() {
        let keys = &schema.indexes()[index];
        let mut at = 0;
        while at < keys.partition().len() + keys.sort().len() {
            if same(keys.key(at).attribute(), attribute) && keys.key(at).is_own(schema) {
                return true;
            }
            at += 1;
        }
        index += 1;
    }
    false
}

/// Refuses keys that have one attribute and would store different values in it.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_shared_attributes(schema: &Schema) {
    let (mut later, count) = (0, schema.indexes.len());
    while later < count {
        let index = &schema.indexes[later];
        let mut earlier = 0;
        while earlier < later {
            let other = &schema.indexes[earlier];
            check_keys(index, index.partition, other, other.partition);
            check_keys(index, index.partition, other, other.sort);
            check_keys(index, index.sort, other, other.partition);
            check_keys(index, index.sort, other, other.sort);
            earlier += 1;
        }
        check_keys(index, index.partition, index, index.sort);
        // Of one attribute there is nothing to compare.
        if !matches!((index.partition, index.sort), ([_], [] | [_])) {
            check_keys(index, index.partition, index, index.partition);
            check_keys(index, index.sort, index, index.sort);
        }
        later += 1;
    }
}

#[track_caller]
const fn check_keys(left: &Index, keys: &[Key], right: &Index, others: &[Key]) {
    let mut keys = keys;
    while let [key, after @ ..] = keys {
        keys = after;
        let mut others = others;
        while let [against, after @ ..] = others {
            others = after;
            // One without an attribute was reported before.
            if same(key.attribute, against.attribute) && !key.attribute.is_empty() && !key.is_same(against) {
                panic!(
                    "{}",
                    Message::new()
                        .push("indexes `")
                        .push(right.name())
                        .push("` and `")
                        .push(left.name())
                        .push("` both have the attribute `")
                        .push(key.attribute)
                        .push("`, and give it different values: `")
                        .push(against.text())
                        .push("` and `")
                        .push(key.text())
                        .push("`")
                        .as_str()
                );
            }
        }
    }
}
