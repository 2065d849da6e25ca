//! What an index does not copy, and what can be done about it.

use super::{Asked, Place, needs};
use crate::schema::{Index, Message, Schema, Scope, same};

/// What an index does not copy, although a query needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// Some of what is read: the first that is missing.
    Content(&'static str),
    /// What the condition at this position would test as a filter.
    Filter(u8, &'static str),
}

impl Lack {
    /// Where it is reported: at what asks for more than there is, or else at this place.
    pub(super) const fn place(self, schema: &Schema, index: &Index, asked: &Asked, otherwise: Place) -> Place {
        match self {
            Self::Content(_) if is_of_view(schema, index, asked) => Place::View,
            Self::Content(_) => otherwise,
            Self::Filter(clause, _) => Place::Clause(clause),
        }
    }

    /// What is wrong, and the ways out.
    pub(super) const fn message(self, message: Message, schema: &Schema, index: u8, asked: &Asked) -> Message {
        let message = message
            .push("the index that serves this query on `")
            .push(schema.entity())
            .push("` does not copy ");
        let position = index;
        let index = &schema.indexes()[position as usize];
        match self {
            Self::Content(name) => {
                let message = Missing::new(message).content(schema, index, asked, name).message;
                let message = message.push("\n  ").with_index(schema, position).push("\n  help: ");
                ways_out(message, schema, index, asked)
            }
            Self::Filter(_, name) => Missing::new(message)
                .with(name)
                .message
                .push("\n  ")
                .with_index(schema, position)
                .push("\n  help: a filter is applied to what the index copies, before anything is read from the table: let it project this"),
        }
    }
}

/// Adds what can be done about content that is missing.
const fn ways_out(mut message: Message, schema: &Schema, index: &Index, asked: &Asked) -> Message {
    if is_of_view(schema, index, asked) {
        let fields = Missing::new(message.push("leave ")).fields(schema, index, asked);
        message = fields.message.push(" out of the view, ");
    }
    message = message.push(match index.scope() {
        Scope::Local => "say `hydrate` to have DynamoDB read whole items from the table, ",
        Scope::Global | Scope::Primary => "say `hydrate` to read whole items from the table, ",
    });
    let is_viewable = asked.fields.is_none() && schema.members().is_empty();
    if is_viewable && is_marked(schema, index, asked) {
        message = message.push("`select` a view of fields it copies, ");
    }
    message.push("or let the index project them")
}

/// Whether a view asks for too much, and one with fewer fields could be read.
const fn is_of_view(schema: &Schema, index: &Index, asked: &Asked) -> bool {
    asked.fields.is_some() && is_marked(schema, index, asked)
}

/// Whether an index copies what every item is looked at for, however little a view reads of it.
const fn is_marked(schema: &Schema, index: &Index, asked: &Asked) -> bool {
    let viewed = asked.selecting(&[]);
    needs::tag(schema, index, &viewed).is_none() && needs::expires(schema, index).is_none()
}

/// Names of what is missing, written one after the other.
struct Missing {
    message: Message,
    count: usize,
}

impl Missing {
    const fn new(message: Message) -> Self {
        Self { message, count: 0 }
    }

    const fn with(self, name: &str) -> Self {
        let this = self.after_comma();
        Self {
            message: this.message.push("`").push(name).push("`"),
            ..this
        }
    }

    const fn after_comma(self) -> Self {
        Self {
            message: self.message.push(if self.count > 0 { ", " } else { "" }),
            count: self.count + 1,
        }
    }

    /// All that is read and missing, of which `name` is one.
    const fn content(self, schema: &Schema, index: &Index, asked: &Asked, name: &'static str) -> Self {
        let mut this = self.fields(schema, index, asked);
        let (tag, expires) = (needs::tag(schema, index, asked), needs::expires(schema, index));
        if same(name, needs::OTHERS) {
            this = this.after_comma();
            this.message = this.message.push("flattened fields, or the rest");
        } else if !is(tag, name) && !is(expires, name) && !has(schema, index, asked, name) {
            // What is no field, such as the version of a schema.
            this = this.with(name);
        }
        if let Some(tag) = tag {
            this = this.after_comma();
            this.message = this.message.push("the tag `").push(tag).push("`");
        }
        if let Some(expires) = expires
            && !has(schema, index, asked, expires)
        {
            this = this.with(expires);
        }
        this
    }

    /// The fields that are read and missing.
    const fn fields(self, schema: &Schema, index: &Index, asked: &Asked) -> Self {
        let (mut this, mut at) = (self, 0);
        while let Some(position) = read(schema, asked, at) {
            if let Some(missing) = needs::field(schema, index, position) {
                this = this.with(missing);
            }
            at += 1;
        }
        this
    }
}

const fn is(known: Option<&str>, name: &str) -> bool {
    match known {
        Some(known) => same(known, name),
        None => false,
    }
}

/// Whether a field of this name is read and missing.
const fn has(schema: &Schema, index: &Index, asked: &Asked, name: &str) -> bool {
    let mut at = 0;
    while let Some(position) = read(schema, asked, at) {
        if let Some(missing) = needs::field(schema, index, position)
            && same(missing, name)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// The field that is read at this place: those of the view, or all.
const fn read(schema: &Schema, asked: &Asked, at: usize) -> Option<usize> {
    match asked.fields {
        Some(fields) if at < fields.len() => Some(fields[at] as usize),
        None if at < schema.fields().len() => Some(at),
        _ => None,
    }
}
