//! Checks of members that are stored beside others: two must not have one name. They run while compiling.

use super::Schema;
use super::message::Message;
use super::table::same;
use crate::codec::{Members, TaggedMembers};

/// What stands in an item, or a map, beside the members of a flattened field.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// Of an entity.
    pub schema: Option<&'static Schema>,
    /// The attributes of other fields, and a tag.
    pub names: &'static [&'static str],
    /// Other flattened fields, with their prefixes.
    pub flattened: &'static [(&'static str, &'static Members)],
}

impl Beside {
    const fn has(&self, name: &str) -> bool {
        if contains(self.names, "", name) || matches!(self.schema, Some(schema) if schema.manages(name)) {
            return true;
        }
        let mut at = 0;
        while at < self.flattened.len() {
            let (prefix, members) = self.flattened[at];
            if reads(members, Message::new().push(prefix), name) {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Refuses a flattened field that stores a member where something else is stored.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_flattened(
    field: &'static str,
    prefix: &'static str,
    optional: bool,
    members: &Members,
    beside: &Beside,
) {
    let start = Message::new().push("`").push(field);
    if optional {
        panic!(
            "{}",
            start
                .push("` is flattened and optional: its type must be written `Option<..>`, or its members are always expected")
                .as_str()
        );
    }
    if keeps_rest(members) {
        panic!(
            "{}",
            start
                .push(
                    "` is flattened, and its type has a field with `rest`\n  help: put `rest` on a field of this struct"
                )
                .as_str()
        );
    }
    if let Some(name) = shared(members, Message::new().push(prefix), beside) {
        let message = start
            .push("` stores `")
            .push(name.as_str())
            .push("` beside another attribute of that name\n  help: give its members ");
        let message = if prefix.is_empty() {
            message.push("a prefix, `flatten = \"").push(field).push("_\"`")
        } else {
            message.push("another prefix")
        };
        panic!("{}", message.as_str());
    }
}

/// Refuses data that cannot stand beside the tag of an enum, although it is a struct.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_beside_tag(variant: &'static str, tag: &'static str, optional: bool, members: &Members) {
    if optional {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(variant)
                .push("` is stored beside the tag and cannot be optional: add a variant for nothing")
                .as_str()
        );
    }
    if reads(members, Message::new(), tag) {
        panic!(
            "{}",
            Message::new()
                .push("the struct in `")
                .push(variant)
                .push("` has a field that is stored as `")
                .push(tag)
                .push("`, where the tag goes: give one of them another name, or the enum a `content`")
                .as_str()
        );
    }
}

/// The first of the members that has a name like something beside them.
const fn shared(members: &Members, prefix: Message, beside: &Beside) -> Option<Message> {
    let mut at = 0;
    while at < members.names.len() {
        let name = prefix.push(members.names[at]);
        if beside.has(name.as_str()) {
            return Some(name);
        }
        at += 1;
    }
    at = 0;
    while at < members.flattened.len() {
        let (further, inside) = members.flattened[at];
        let found = shared(inside, prefix.push(further), beside);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    let Some(TaggedMembers { tag, variants }) = members.tagged else {
        return None;
    };
    let tag = prefix.push(tag);
    if beside.has(tag.as_str()) {
        return Some(tag);
    }
    at = 0;
    while at < variants.len() {
        let found = shared(variants[at].1, prefix, beside);
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// Whether one of the members, or of those of any variant, has this name.
const fn reads(members: &Members, prefix: Message, name: &str) -> bool {
    if contains(members.names, prefix.as_str(), name) {
        return true;
    }
    let mut at = 0;
    while at < members.flattened.len() {
        let (further, inside) = members.flattened[at];
        if reads(inside, prefix.push(further), name) {
            return true;
        }
        at += 1;
    }
    let Some(TaggedMembers { tag, variants }) = members.tagged else {
        return false;
    };
    at = 0;
    while at < variants.len() {
        if reads(variants[at].1, prefix, name) {
            return true;
        }
        at += 1;
    }
    same(prefix.push(tag).as_str(), name)
}

const fn keeps_rest(members: &Members) -> bool {
    if let Some(TaggedMembers { variants, .. }) = members.tagged {
        let mut at = 0;
        while at < variants.len() {
            if keeps_rest(variants[at].1) {
                return true;
            }
            at += 1;
        }
    }
    members.rest
}

const fn contains(names: &[&str], prefix: &str, name: &str) -> bool {
    let mut at = 0;
    while at < names.len() {
        if same(Message::new().push(prefix).push(names[at]).as_str(), name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Refuses an alias that is the name of something else that ddbx writes.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_alias(schema: &Schema, alias: &'static str) {
    if schema.manages(alias) {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(alias)
                .push("` is where a key, the tag or the write id goes: an alias is another name")
                .as_str()
        );
    }
}
