//! Why a condition on a key attribute is no part of the key condition.

use super::Mask;
use super::binding::{Binding, NONE};
use super::fault::words;
use crate::expression::{Clause, Comparison, Leaf, Operator};
use crate::schema::{Index, Message, Part, Schema};

/// Why a condition on a key attribute of an index is no part of its key condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// The sort attribute at this position comes before it, and is not bound by `==`.
    Behind(u8),
    /// The field is bound already.
    Bound(u16),
    /// It stands inside `||` or `!`.
    Joined,
    /// It is no test that keys take.
    Other,
    /// The attribute has a range already.
    Ranged,
}

impl Misplaced {
    /// That of a condition beside those in `key`; `is_top` if it stands in no group.
    pub(super) const fn of(index: &Index, clauses: &[Clause], key: Mask, leaf: &Leaf, is_top: bool) -> Self {
        let field = leaf.field.index;
        let known = taken(clauses, key, field);
        if let Some(Operator::Compare(Comparison::Equal) | Operator::In) = known {
            return Self::Bound(field);
        }
        if !is_top {
            return Self::Joined;
        }
        let is_of_keys = leaf.part.is_whole()
            && matches!(
                leaf.operator,
                Operator::BeginsWith
                    | Operator::Between
                    | Operator::Compare(
                        Comparison::Equal
                            | Comparison::Greater
                            | Comparison::GreaterOrEqual
                            | Comparison::Less
                            | Comparison::LessOrEqual
                    )
            );
        match (is_of_keys, known) {
            (false, _) => Self::Other,
            (true, Some(_)) => Self::Ranged,
            (true, None) => match unbound(index, clauses) {
                Some(position) => Self::Behind(position),
                None => Self::Other,
            },
        }
    }

    /// The way out.
    pub(super) const fn help(self, message: Message, schema: &Schema, index: &Index) -> Message {
        match self {
            Self::Behind(position) => message
                .push("key attributes are used from left to right: bind `")
                .push(words(schema, &index.sort()[position as usize]))
                .push("` by `==`, and this one can follow"),
            Self::Bound(field) => message
                .push("`")
                .push(schema.fields()[field as usize].name())
                .push("` is bound already: leave one of the two conditions out"),
            Self::Joined => {
                message.push("inside `||` and `!` a condition is a filter; what binds a key is joined by `&&`")
            }
            Self::Other => message
                .push("key attributes take `==`, and the last one used one of `<  <=  >  >=  between  begins_with`"),
            Self::Ranged => {
                message.push("a sort key takes one range: `between`, `begins_with`, or one lower and one upper bound")
            }
        }
    }
}

/// How the key condition tests a field.
const fn taken(clauses: &[Clause], key: Mask, field: u16) -> Option<Operator> {
    let mut at = 0;
    while at < clauses.len() {
        if let Clause::Leaf(leaf) = &clauses[at]
            && leaf.field.index == field
            && key.has(at)
        {
            return Some(leaf.operator);
        }
        at = clauses[at].end(at);
    }
    None
}

/// The first attribute of the sort key with a placeholder that no `==` binds.
const fn unbound(index: &Index, clauses: &[Clause]) -> Option<u8> {
    let mut at = 0;
    while at < index.sort().len() {
        let parts = index.sort()[at].parts();
        let mut part = 0;
        while part < parts.len() {
            if let Part::Field { index: field, .. } = parts[part]
                && Binding::of(clauses, field).equal == NONE
            {
                return Some(at as u8);
            }
            part += 1;
        }
        at += 1;
    }
    None
}
