use super::sort::{Bounds, End};
use crate::expression::{Clause, Comparison, Operator};

/// What keys take of the conditions of the top that test all of a field: the first of each kind, by its position, or
/// [`NONE`].
#[derive(Clone, Copy)]
pub(super) struct Binding {
    /// `==`
    pub(super) equal: u8,
    /// `is_in`
    pub(super) list: u8,
    between: u8,
    lower: End,
    prefix: u8,
    upper: End,
}

/// No condition: there are less.
pub(super) const NONE: u8 = u8::MAX;

const NO_END: End = End {
    clause: NONE,
    second: false,
    strict: false,
};

impl Binding {
    const NOTHING: Self = Self {
        equal: NONE,
        list: NONE,
        between: NONE,
        lower: NO_END,
        prefix: NONE,
        upper: NO_END,
    };

    pub(super) const fn of(clauses: &[Clause], field: u16) -> Self {
        let mut this = Self::NOTHING;
        let (mut rest, mut at, mut inside) = (clauses, 0, 0);
        while let [clause, after @ ..] = rest {
            rest = after;
            if inside > 0 {
                inside -= 1;
            } else {
                match clause {
                    Clause::Group { len, .. } => inside = *len,
                    Clause::Leaf(leaf) => {
                        if leaf.field.index == field && leaf.part.len == 0 && !leaf.part.size {
                            this.add(leaf.operator, at);
                        }
                    }
                }
            }
            at += 1;
        }
        this
    }

    const fn add(&mut self, operator: Operator, clause: u8) {
        let slot = match operator {
            Operator::BeginsWith => &mut self.prefix,
            Operator::Between => &mut self.between,
            Operator::In => &mut self.list,
            Operator::Compare(comparison) => match comparison {
                Comparison::Equal => &mut self.equal,
                Comparison::Greater | Comparison::GreaterOrEqual => {
                    if self.lower.clause == NONE {
                        self.lower.strict = matches!(comparison, Comparison::Greater);
                    }
                    &mut self.lower.clause
                }
                Comparison::Less | Comparison::LessOrEqual => {
                    if self.upper.clause == NONE {
                        self.upper.strict = matches!(comparison, Comparison::Less);
                    }
                    &mut self.upper.clause
                }
                Comparison::NotEqual => return,
            },
            _ => return,
        };
        if *slot == NONE {
            *slot = clause;
        }
    }

    pub(super) const fn between(&self) -> Bounds {
        if self.between != NONE {
            return Bounds::Between(
                Some(End::of(self.between, false, false)),
                Some(End::of(self.between, true, false)),
            );
        }
        match (self.lower.clause, self.upper.clause) {
            (NONE, NONE) => Bounds::Open,
            (NONE, _) => Bounds::Between(None, Some(self.upper)),
            (_, NONE) => Bounds::Between(Some(self.lower), None),
            _ => Bounds::Between(Some(self.lower), Some(self.upper)),
        }
    }

    pub(super) const fn prefix(&self) -> Bounds {
        match self.prefix {
            NONE => Bounds::Open,
            clause => Bounds::BeginsWith(clause),
        }
    }
}
