//! The conditions of macros: constants without values, and the values.
//!
//! What an operator asks of a type is asked where its values are bound, and there alone, so that a mistake is one error.

use super::clause::{Clause, Leaf, Operand, Operator};
use super::condition::Comparison;
use super::operators::descriptor;
use super::path::{Part, Path, Size, Step};
use super::{Field, FieldRef};
use crate::codec::{Below, Bound, Kind, Result, Target};

const fn clause(field: FieldRef, part: Part, operator: Operator, value: u8) -> Clause {
    Clause::Leaf(Leaf {
        field,
        part,
        operator,
        value,
    })
}

impl<E, T> Field<E, T> {
    /// All of it.
    #[doc(hidden)]
    #[must_use]
    pub const fn path(self) -> Path<E, T> {
        Path::new(self.reference(), Part::WHOLE)
    }
}

/// The fields of the nested struct that a path leads to.
#[must_use]
pub const fn members<E, T, F>(_: Path<E, T>, below: Below<T, &'static F>) -> &'static F {
    below.step()
}

/// An element of the list that a path leads to.
#[must_use]
pub const fn element<E, T, U>(path: Path<E, T>, below: Below<T, (Kind, Target<U>)>, position: u32) -> Path<E, U> {
    let (kind, _) = below.step();
    Path::new(path.field, path.part.element(position, kind))
}

/// A member of the map that a path leads to.
#[must_use]
pub const fn entry<E, T, U>(path: Path<E, T>, _: Below<T, Target<U>>, name: &'static str) -> Path<E, U> {
    Path::new(path.field, path.part.then(Step::Member(name)))
}

#[doc(hidden)]
impl<E, T> Path<E, T> {
    #[must_use]
    pub const fn is_there(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Exists, value)
    }

    #[must_use]
    pub const fn is_missing(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::NotExists, value)
    }

    #[must_use]
    pub const fn is_null_or_missing(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::IsNull, value)
    }

    #[must_use]
    pub const fn is_of_type(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::IsType, value)
    }

    #[must_use]
    pub const fn is_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Equal), value)
    }

    #[must_use]
    pub const fn is_not_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::NotEqual), value)
    }

    #[must_use]
    pub const fn is_one_of(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::In, value)
    }

    #[must_use]
    pub const fn is_less(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Less), value)
    }

    #[must_use]
    pub const fn is_less_or_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::LessOrEqual), value)
    }

    #[must_use]
    pub const fn is_greater(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Greater), value)
    }

    #[must_use]
    pub const fn is_greater_or_equal(self, value: u8) -> Clause {
        clause(
            self.field,
            self.part,
            Operator::Compare(Comparison::GreaterOrEqual),
            value,
        )
    }

    #[must_use]
    pub const fn is_between(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Between, value)
    }

    #[must_use]
    pub const fn is_begun_with(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::BeginsWith, value)
    }

    #[must_use]
    pub const fn is_containing(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Contains, value)
    }

    /// What its values are given for.
    #[must_use]
    pub const fn target(self) -> Target<T> {
        Target::NEW
    }
}

#[doc(hidden)]
impl<E> Size<E> {
    #[must_use]
    pub const fn is_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Equal), value)
    }

    #[must_use]
    pub const fn is_not_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::NotEqual), value)
    }

    #[must_use]
    pub const fn is_less(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Less), value)
    }

    #[must_use]
    pub const fn is_less_or_equal(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::LessOrEqual), value)
    }

    #[must_use]
    pub const fn is_greater(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Compare(Comparison::Greater), value)
    }

    #[must_use]
    pub const fn is_greater_or_equal(self, value: u8) -> Clause {
        clause(
            self.field,
            self.part,
            Operator::Compare(Comparison::GreaterOrEqual),
            value,
        )
    }

    #[must_use]
    pub const fn is_between(self, value: u8) -> Clause {
        clause(self.field, self.part, Operator::Between, value)
    }

    /// What its values are given for: all sizes are of this type.
    #[must_use]
    pub const fn target(self) -> Target<u64> {
        Target::NEW
    }
}

/// The value of a condition.
///
/// # Errors
///
/// That of the value.
pub fn one(value: Result<Bound>) -> Result<Operand> {
    value.map(Operand::One)
}

/// The values of a condition that takes any number of them.
///
/// # Errors
///
/// That of the values.
pub fn many(values: Result<Vec<Bound>>) -> Result<Operand> {
    values.map(Operand::Many)
}

/// The value of a condition on types.
///
/// # Errors
///
/// None.
pub fn kind(kind: Kind) -> Result<Operand> {
    Ok(Operand::One(descriptor(kind)))
}
