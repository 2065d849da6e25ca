//! What conditions make of one attribute of a sort key.

use crate::codec::Kind;
use crate::expression::{Clause, Comparison, Leaf, Operator};
use crate::schema::{Format, Index, Key, Part, Schema};

/// What conditions make of one attribute of a sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortUse {
    /// Every placeholder is bound by `==`.
    Equal,
    /// The placeholders before this one, of the key's parts, are bound by `==`, and it is bounded: the key is a range.
    Range {
        /// The position of the placeholder in the key's parts.
        part: u8,
        /// The bounds; none for all keys that begin as those before it do.
        bounds: Bounds,
    },
    /// Nothing is known of it.
    Unknown,
}

/// The bounds of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// It begins with the value of the condition at this position.
    BeginsWith(u8),
    /// It lies between these.
    Between(Option<End>, Option<End>),
    /// It is anything.
    Open,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The position of the condition.
    pub clause: u8,
    /// Whether it is the second value of a `between`.
    pub second: bool,
    /// Whether the value itself is excluded.
    pub strict: bool,
}

impl SortUse {
    /// What the conditions of the top make of a key.
    #[must_use]
    pub const fn of(schema: &Schema, key: &Key, clauses: &[Clause]) -> Self {
        let parts = key.parts();
        if parts.is_empty() {
            return Self::Unknown;
        }
        let mut at = 0;
        while at < parts.len() {
            if let Part::Field { index, format } = parts[at]
                && equality(clauses, index).is_none()
            {
                let bounds = if has_order(schema, key, at, format) {
                    bounds(clauses, index)
                } else if begins(schema, key, at, format) {
                    prefix(clauses, index)
                } else {
                    Bounds::Open
                };
                return match bounds {
                    Bounds::Open if at == 0 => Self::Unknown,
                    bounds => Self::Range { part: at as u8, bounds },
                };
            }
            at += 1;
        }
        Self::Equal
    }
}

/// Whether the keys that begin alike are in the order of this placeholder, with nothing of other values between.
const fn has_order(schema: &Schema, key: &Key, at: usize, format: Format) -> bool {
    if key.is_field() {
        return true;
    }
    let Part::Field { index, .. } = key.parts()[at] else {
        return false;
    };
    let field = &schema.fields()[index as usize];
    let is_last = at + 1 == key.parts().len();
    match format {
        // Of a fixed width.
        Format::Offset(_) | Format::Padded(_) => true,
        Format::Plain => field.width() > 0 || (is_last && matches!(field.kind(), Kind::S)),
        // `%` sorts before most characters, the escaped one may not.
        Format::Escaped => false,
    }
}

/// Whether a prefix of the value is a prefix of what is written.
const fn begins(schema: &Schema, key: &Key, at: usize, format: Format) -> bool {
    let Part::Field { index, .. } = key.parts()[at] else {
        return false;
    };
    let is_text = matches!(schema.fields()[index as usize].kind(), Kind::S);
    key.is_field() || (is_text && matches!(format, Format::Plain | Format::Escaped))
}

/// The `==` that binds a field.
pub(super) const fn equality(clauses: &[Clause], field: u16) -> Option<u8> {
    first(clauses, field, Sought::Equal)
}

/// The `is_in` that binds a field.
pub(super) const fn list(clauses: &[Clause], field: u16) -> Option<u8> {
    first(clauses, field, Sought::In)
}

const fn prefix(clauses: &[Clause], field: u16) -> Bounds {
    match first(clauses, field, Sought::Prefix) {
        Some(clause) => Bounds::BeginsWith(clause),
        None => Bounds::Open,
    }
}

const fn bounds(clauses: &[Clause], field: u16) -> Bounds {
    if let Some(clause) = first(clauses, field, Sought::Between) {
        return Bounds::Between(Some(End::of(clause, false, false)), Some(End::of(clause, true, false)));
    }
    let (from, to) = (
        bound(clauses, field, Sought::Lower),
        bound(clauses, field, Sought::Upper),
    );
    if from.is_some() || to.is_some() {
        return Bounds::Between(from, to);
    }
    prefix(clauses, field)
}

const fn bound(clauses: &[Clause], field: u16, sought: Sought) -> Option<End> {
    let Some(clause) = first(clauses, field, sought) else {
        return None;
    };
    let Clause::Leaf(leaf) = clauses[clause as usize] else {
        return None;
    };
    let strict = matches!(leaf.operator, Operator::Compare(Comparison::Less | Comparison::Greater));
    Some(End::of(clause, false, strict))
}

impl End {
    const fn of(clause: u8, second: bool, strict: bool) -> Self {
        Self { clause, second, strict }
    }
}

/// A kind of test that keys know.
#[derive(Clone, Copy)]
enum Sought {
    Between,
    Equal,
    In,
    Lower,
    Prefix,
    Upper,
}

/// The first condition of the top that tests a field so.
const fn first(clauses: &[Clause], field: u16, sought: Sought) -> Option<u8> {
    let mut at = 0;
    while at < clauses.len() {
        if let Clause::Leaf(leaf) = &clauses[at]
            && leaf.field.index == field
            && leaf.part.is_whole()
            && is_sought(leaf, sought)
        {
            return Some(at as u8);
        }
        at = clauses[at].end(at);
    }
    None
}

const fn is_sought(leaf: &Leaf, sought: Sought) -> bool {
    matches!(
        (sought, leaf.operator),
        (Sought::Between, Operator::Between)
            | (Sought::Equal, Operator::Compare(Comparison::Equal))
            | (Sought::In, Operator::In)
            | (
                Sought::Lower,
                Operator::Compare(Comparison::Greater | Comparison::GreaterOrEqual)
            )
            | (Sought::Prefix, Operator::BeginsWith)
            | (
                Sought::Upper,
                Operator::Compare(Comparison::Less | Comparison::LessOrEqual)
            )
    )
}

/// The ends of a range that its key condition includes, although they are excluded: DynamoDB's `BETWEEN` includes both,
/// and no text is the last before another.
///
/// Of a template with more after the placeholder there are none: no key ends where the placeholder does.
pub(super) const fn excluded(key: &Key, part: usize, bounds: Bounds) -> [Option<End>; 2] {
    let Bounds::Between(from, to) = bounds else {
        return [None, None];
    };
    let is_last = part + 1 == key.parts().len();
    let is_between = part > 0 || (from.is_some() && to.is_some());
    if !is_last || !is_between {
        return [None, None];
    }
    // The text after another is known.
    let from = if key.is_field() { strict(from) } else { None };
    [from, strict(to)]
}

const fn strict(end: Option<End>) -> Option<End> {
    match end {
        Some(end) if end.strict => Some(end),
        _ => None,
    }
}

/// Whether a filter can test a field beside a query of an index.
pub(super) const fn is_filterable(schema: &Schema, index: &Index, field: u16, attribute: &str) -> bool {
    if (field as usize) >= schema.fields().len() {
        return !index.has_key(attribute);
    }
    let is_own = !schema.fields()[field as usize].is_key_only() && schema.differing(field as usize).is_none();
    is_own && !index.has_key(attribute)
}
