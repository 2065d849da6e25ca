//! Why a query has no plan, in the words its author reads.

use super::Asked;
use super::difference::Difference;
use super::lacking::Lack;
use super::misplaced::Misplaced;
use crate::expression::PartFault;
use crate::schema::{Index, Key, Message, Part, Schema};

/// Why a query has no plan, and where that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    kind: Kind,
    place: Place,
}

/// What a fault is reported at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The condition at this position.
    Clause(u8),
    /// What asks for a consistent read.
    Consistent,
    /// The query as a whole: the name of its entity.
    Entity,
    /// The name of the index.
    Index,
    /// The view that is selected.
    View,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A condition on what the entities of a collection do not have alike.
    Differs(Difference),
    /// A global index cannot be read consistently.
    Global { index: u8 },
    /// A condition on a key attribute that the key condition has no place for.
    KeyInFilter { index: u8, why: Misplaced },
    /// A condition on a field without an attribute of its own.
    KeyOnly { index: u8, clause: u8 },
    /// The index does not copy what is read.
    Lacks { index: u8, lack: Lack },
    /// There is no such part of the field.
    Part(PartFault),
    /// Nothing serves.
    Scan,
    /// The index that is scanned does not copy what a condition tests.
    ScanLacks { index: u8, name: &'static str },
    /// Two indexes serve equally well.
    Tie { first: u8, second: u8 },
    /// More conditions than a statement takes.
    TooMany,
    /// The index asked for needs more.
    Unbound { index: u8 },
    /// No index has this name.
    UnknownIndex,
    /// A view of a collection, which is none of its entities'.
    View,
}

impl Fault {
    pub(super) const fn new(kind: Kind, place: Place) -> Self {
        Self { kind, place }
    }

    /// Where the cause was written.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// What is wrong, and the way out.
    #[must_use]
    pub const fn message(&self, schema: &Schema, asked: &Asked) -> Message {
        let message = Message::new();
        match self.kind {
            Kind::Differs(difference) => difference.message(schema),
            Kind::Scan => scan(message, schema),
            Kind::Global { index } => message
                .push("a global index cannot be read consistently: it follows its table after a moment\n  ")
                .with_index(schema, index)
                .push("\n  help: leave `consistent` out, or query the table or a local index"),
            Kind::KeyInFilter { index, why } => {
                let message = message
                    .push("this condition names a key attribute of the index that serves the query, and cannot be a filter\n  ")
                    .with_index(schema, index)
                    .push("\n  help: ");
                why.help(message, schema, &schema.indexes()[index as usize])
            }
            Kind::KeyOnly { index, .. } => message
                .push("this condition names a field that is stored in the key only: it has no attribute that a filter could test\n  ")
                .with_index(schema, index)
                .push("\n  help: leave `key_only` out, and it has one"),
            Kind::Lacks { index, lack } => lack.message(message, schema, index, asked),
            Kind::Part(fault) => message.push(fault.message()),
            Kind::ScanLacks { index, name } => message
                .push("the index that this scan on `")
                .push(schema.entity())
                .push("` reads does not copy `")
                .push(name)
                .push("`, and a filter is applied to what it copies\n  ")
                .with_index(schema, index)
                .push("\n  help: let the index project it, or scan the table itself"),
            Kind::Tie { first, second } => message
                .push("two indexes serve this query on `")
                .push(schema.entity())
                .push("` equally well\n  ")
                .with_index(schema, first)
                .push("\n  ")
                .with_index(schema, second)
                .push("\n  help: say which, `index = \"")
                .push(schema.indexes()[first as usize].name())
                .push("\"`"),
            Kind::TooMany => message
                .push("this query on `")
                .push(schema.entity())
                .push("` has more conditions than 64"),
            Kind::Unbound { index } => message
                .push("this query does not bind the partition key of the index it asks for\n  ")
                .with_index(schema, index)
                .push("\n  help: every field of the partition key is bound by `==`: ")
                .with_fields(schema, schema.indexes()[index as usize].partition()),
            Kind::UnknownIndex => unknown(message, schema, asked),
            Kind::View => message
                .push("a view is of one entity, and `")
                .push(schema.entity())
                .push("` is a collection of several\n  help: leave `select` out"),
        }
    }
}

const fn scan(message: Message, schema: &Schema) -> Message {
    let mut message = message
        .push("this query on `")
        .push(schema.entity())
        .push("` would scan table `")
        .push(schema.table())
        .push("`\n  no index has its partition key bound by `==`");
    let mut at = 0;
    while at < schema.indexes().len() {
        message = message.push("\n  ").with_index(schema, at as u8);
        at += 1;
    }
    if !schema.members().is_empty() {
        return message.push("\n  help: bind one of these partition keys");
    }
    message.push("\n  help: bind one of these partition keys, or say `scan!` if you mean it")
}

const fn unknown(message: Message, schema: &Schema, asked: &Asked) -> Message {
    let mut message = message
        .push("`")
        .push(schema.entity())
        .push("` has no index `")
        .push(match asked.index {
            Some(name) => name,
            None => "",
        });
    message = message.push("`; it has");
    let mut at = 0;
    while at < schema.indexes().len() {
        message = message.push("\n  ").with_index(schema, at as u8);
        at += 1;
    }
    message
}

impl Message {
    /// Adds an index: `index by_status: STATUS#{status}, sorted by {placed_at}`.
    pub(super) const fn with_index(self, schema: &Schema, position: u8) -> Self {
        let index: &Index = &schema.indexes()[position as usize];
        let mut this = self.push("index ").push(index.name()).push(": ");
        let mut at = 0;
        while at < index.partition().len() {
            this = this
                .push(if at > 0 { " + " } else { "" })
                .push(words(schema, &index.partition()[at]));
            at += 1;
        }
        at = 0;
        while at < index.sort().len() {
            this = this
                .push(if at > 0 { " + " } else { ", sorted by " })
                .push(words(schema, &index.sort()[at]));
            at += 1;
        }
        this
    }

    /// Adds the fields that keys are made of.
    const fn with_fields(self, schema: &Schema, keys: &[Key]) -> Self {
        let (mut this, mut key, mut any) = (self, 0, false);
        while key < keys.len() {
            let mut part = 0;
            while part < keys[key].parts().len() {
                if let Part::Field { index, .. } = keys[key].parts()[part] {
                    this = this
                        .push(if any { ", `" } else { "`" })
                        .push(schema.fields()[index as usize].name())
                        .push("`");
                    any = true;
                }
                part += 1;
            }
            key += 1;
        }
        this
    }
}

/// A template as written, or the field: what a shared table calls the attribute does not matter here.
pub(super) const fn words(schema: &Schema, key: &Key) -> &'static str {
    match key.parts() {
        [Part::Field { index, .. }] if key.is_field() => schema.fields()[*index as usize].name(),
        _ => key.text(),
    }
}
