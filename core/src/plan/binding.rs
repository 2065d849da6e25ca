use super::sort::{Bounds, End};
use crate::expression::{Clause, Comparison, Operator};

/// What keys take of the conditions of the top that test all of a field: the first of each kind, by its position.
///
/// The compiler interprets this for every query, so it looks at each condition once, and calls little.
#[derive(Clone, Copy)]
pub(super) struct Binding {
    /// `==`
    pub(super) equal: Option<u8>,
    /// `is_in`
    pub(super) list: Option<u8>,
    between: Option<u8>,
    lower: Option<End>,
    prefix: Option<u8>,
    upper: Option<End>,
}

impl Binding {
    pub(super) const fn of(clauses: &[Clause], field: u16) -> Self {
        let mut this = Self {
            equal: None,
            list: None,
            between: None,
            lower: None,
            prefix: None,
            upper: None,
        };
        let mut at = 0;
        while at < clauses.len() {
            match &clauses[at] {
                Clause::Group { len, .. } => at += *len as usize,
                Clause::Leaf(leaf) => {
                    if leaf.field.index == field && leaf.part.is_whole() {
                        this.add(leaf.operator, at as u8);
                    }
                }
            }
            at += 1;
        }
        this
    }

    const fn add(&mut self, operator: Operator, clause: u8) {
        match (operator, &mut *self) {
            (
                Operator::BeginsWith,
                Self {
                    prefix: slot @ None, ..
                },
            )
            | (
                Operator::Between,
                Self {
                    between: slot @ None, ..
                },
            )
            | (Operator::Compare(Comparison::Equal), Self { equal: slot @ None, .. })
            | (Operator::In, Self { list: slot @ None, .. }) => *slot = Some(clause),
            (
                Operator::Compare(comparison @ (Comparison::Greater | Comparison::GreaterOrEqual)),
                Self { lower: end @ None, .. },
            )
            | (
                Operator::Compare(comparison @ (Comparison::Less | Comparison::LessOrEqual)),
                Self { upper: end @ None, .. },
            ) => {
                let is_strict = matches!(comparison, Comparison::Greater | Comparison::Less);
                *end = Some(End::of(clause, false, is_strict));
            }
            _ => {}
        }
    }

    pub(super) const fn between(&self) -> Bounds {
        match self {
            Self {
                between: Some(clause), ..
            } => Bounds::Between(
                Some(End::of(*clause, false, false)),
                Some(End::of(*clause, true, false)),
            ),
            Self {
                lower: None,
                upper: None,
                ..
            } => Bounds::Open,
            Self { lower, upper, .. } => Bounds::Between(*lower, *upper),
        }
    }

    pub(super) const fn prefix(&self) -> Bounds {
        match self.prefix {
            Some(clause) => Bounds::BeginsWith(clause),
            None => Bounds::Open,
        }
    }
}
