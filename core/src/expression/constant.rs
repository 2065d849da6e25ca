//! The conditions of macros: constants without values, and the values.
//!
//! What an operator asks of a type is asked where its values are bound, and there alone, so that a mistake is one error.

use super::Field;
use super::clause::{Clause, Leaf, Operand, Operator};
use super::condition::Comparison;
use super::operators::descriptor;
use super::path::{Part, Path, Size, Step};
use crate::codec::{Below, Kind, Result, Target};
use crate::plan::Told;

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

/// The tests of a handle, by the names that macros call them. A field has them as well as a path, for most conditions are
/// on whole fields: the compiler has less to look at. Each reports what is told of the condition at its position.
macro_rules! tests {
    ($handle:ty, [$($parameter:ident),+], |$this:ident| $field:expr, $part:expr; $($name:ident: $operator:expr;)+) => {
        #[doc(hidden)]
        impl<$($parameter),+> $handle {$(
            #[must_use]
            #[track_caller]
            pub const fn $name(self, told: Told, position: u8, value: u8) -> Clause {
                if told.at == position {
                    told.report();
                }
                let $this = self;
                Clause::Leaf(Leaf { field: $field, part: $part, operator: $operator, value })
            }
        )+}
    };
}

macro_rules! tests_of_values {
    ($handle:ident, |$this:ident| $field:expr, $part:expr) => {
        tests! {
            $handle<E, T>, [E, T], |$this| $field, $part;
            is_begun_with: Operator::BeginsWith;
            is_between: Operator::Between;
            is_containing: Operator::Contains;
            is_equal: Operator::Compare(Comparison::Equal);
            is_greater: Operator::Compare(Comparison::Greater);
            is_greater_or_equal: Operator::Compare(Comparison::GreaterOrEqual);
            is_less: Operator::Compare(Comparison::Less);
            is_less_or_equal: Operator::Compare(Comparison::LessOrEqual);
            is_missing: Operator::NotExists;
            is_not_equal: Operator::Compare(Comparison::NotEqual);
            is_null_or_missing: Operator::IsNull;
            is_of_type: Operator::IsType;
            is_one_of: Operator::In;
            is_there: Operator::Exists;
        }
    };
}

tests_of_values!(Field, |this| this.reference, Part::WHOLE);
tests_of_values!(Path, |this| this.field, this.part);

tests! {
    Size<E>, [E], |this| this.field, this.part;
    is_between: Operator::Between;
    is_equal: Operator::Compare(Comparison::Equal);
    is_greater: Operator::Compare(Comparison::Greater);
    is_greater_or_equal: Operator::Compare(Comparison::GreaterOrEqual);
    is_less: Operator::Compare(Comparison::Less);
    is_less_or_equal: Operator::Compare(Comparison::LessOrEqual);
    is_not_equal: Operator::Compare(Comparison::NotEqual);
}

/// The value of a condition on types.
///
/// # Errors
///
/// None.
pub fn kind(kind: Kind) -> Result<Operand> {
    Ok(Operand::One(descriptor(kind)))
}
