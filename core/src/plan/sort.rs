//! What conditions make of one attribute of a sort key.

use super::Mask;
use super::binding::{Binding, NONE};
use crate::codec::Kind;
use crate::expression::Clause;
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
        SortMatch::of(schema, key, clauses).sort
    }
}

/// What conditions make of one attribute of a sort key, and which they are.
pub(super) struct SortMatch {
    pub(super) sort: SortUse,
    pub(super) bound: Mask,
    /// Whether they say something about it.
    pub(super) binds: bool,
}

impl SortMatch {
    pub(super) const fn of(schema: &Schema, key: &Key, clauses: &[Clause]) -> Self {
        let (mut rest, mut at, mut bound, mut binds) = (key.parts, 0, Mask::NONE, false);
        let mut sort = if matches!(rest, []) {
            SortUse::Unknown
        } else {
            SortUse::Equal
        };
        while let [part, after @ ..] = rest {
            rest = after;
            if let Part::Field { index, format } = *part {
                let binding = Binding::of(clauses, index);
                if binding.equal == NONE {
                    let bounds = bounds(schema, key, at, format, &binding);
                    sort = SortUse::Range { part: at as u8, bounds };
                    match bounds {
                        Bounds::BeginsWith(clause) => bound.0 |= 1 << clause,
                        Bounds::Between(from, to) => {
                            if let Some(from) = from {
                                bound.0 |= 1 << from.clause;
                            }
                            if let Some(to) = to {
                                bound.0 |= 1 << to.clause;
                            }
                        }
                        Bounds::Open if at == 0 => sort = SortUse::Unknown,
                        Bounds::Open => {}
                    }
                    binds = binds || !matches!(bounds, Bounds::Open);
                    break;
                }
                bound.0 |= 1 << binding.equal;
                binds = true;
            }
            at += 1;
        }
        Self { sort, bound, binds }
    }
}

/// The bounds of a placeholder that is not bound by `==`.
const fn bounds(schema: &Schema, key: &Key, at: usize, format: Format, binding: &Binding) -> Bounds {
    if has_order(schema, key, at, format) {
        let bounds = binding.between();
        if !matches!(bounds, Bounds::Open) {
            return bounds;
        }
    }
    if begins(schema, key, at, format) {
        binding.prefix()
    } else {
        Bounds::Open
    }
}

/// Whether the keys that begin alike are in the order of this placeholder, with nothing of other values between.
const fn has_order(schema: &Schema, key: &Key, at: usize, format: Format) -> bool {
    if !key.is_composed {
        return true;
    }
    let Part::Field { index, .. } = key.parts[at] else {
        return false;
    };
    match format {
        // Of a fixed width.
        Format::Offset(_) | Format::Padded(_) => true,
        Format::Plain => {
            let (field, is_last) = (&schema.fields[index as usize], at + 1 == key.parts.len());
            field.width > 0 || (is_last && matches!(field.kind, Kind::S))
        }
        // `%` sorts before most characters, the escaped one may not.
        Format::Escaped => false,
    }
}

/// Whether what begins with a prefix of the value is written as what begins with the prefix, and nothing else is.
const fn begins(schema: &Schema, key: &Key, at: usize, format: Format) -> bool {
    let Part::Field { index, .. } = key.parts[at] else {
        return false;
    };
    if !key.is_composed {
        return true;
    }
    let field = &schema.fields[index as usize];
    let is_text = matches!(field.kind, Kind::S) && field.width == 0;
    is_text && matches!(format, Format::Plain | Format::Escaped) && key.ends_value(at)
}

impl End {
    pub(super) const fn of(clause: u8, second: bool, strict: bool) -> Self {
        Self { clause, second, strict }
    }
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
pub(super) const fn is_filterable(schema: &Schema, index: &Index, field: u16) -> bool {
    let is_alike = schema.differing(field as usize).is_none();
    let field = &schema.fields()[field as usize];
    is_alike && !field.is_key_only() && !index.has_key(field.attribute()) && index.copies(schema, field.attribute())
}
