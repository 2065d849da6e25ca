//! The conditions of macros: constants without values, and the values, each of which a method binds.
//!
//! They are written out, for rustc shows them in its notes.

use super::clause::{Clause, Leaf, Operand, Operator};
use super::condition::Comparison;
use super::operators::{bind_all, descriptor, number};
use super::path::{Part, Path, Size, Step};
use super::{Field, FieldRef};
use crate::codec::{Attribute, Bind, Container, Document, Indexed, Keyed, Kind, Ordered, Prefix, Result, Type};

const fn clause(field: FieldRef, part: Part, operator: Operator, value: u8) -> Clause {
    Clause::Leaf(Leaf {
        field,
        part,
        operator,
        value,
    })
}

/// Not inlined: it is there once for a type and what is given for it, not once for each value of a query.
#[inline(never)]
fn bound<T: ?Sized, V: Bind<T>>(value: V) -> Result<Operand> {
    value.bind().map(Operand::One)
}

impl<E, T> Field<E, T> {
    /// All of it.
    #[doc(hidden)]
    #[must_use]
    pub const fn path(self) -> Path<E, T> {
        Path::new(self.reference(), Part::WHOLE)
    }
}

/// The fields of the nested struct that a path leads to. What they are is a type parameter: named by the trait in the
/// result, a type without fields would be a second error.
#[must_use]
pub const fn members<E, T, F>(_: Path<E, T>) -> &'static F
where
    T: Document<Fields = F>,
    F: 'static,
{
    T::FIELDS
}

/// An element of the list that a path leads to.
#[must_use]
pub const fn element<E, T, U>(path: Path<E, T>, position: u32) -> Path<E, U>
where
    T: Indexed<Element = U> + Type,
{
    Path::new(path.field, path.part.element(position, T::KIND))
}

/// A member of the map that a path leads to.
#[must_use]
pub const fn entry<E, T, U>(path: Path<E, T>, name: &'static str) -> Path<E, U>
where
    T: Keyed<Value = U>,
{
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
    pub const fn is_less(self, value: u8) -> Clause
    where
        T: Ordered,
    {
        clause(self.field, self.part, Operator::Compare(Comparison::Less), value)
    }

    #[must_use]
    pub const fn is_less_or_equal(self, value: u8) -> Clause
    where
        T: Ordered,
    {
        clause(self.field, self.part, Operator::Compare(Comparison::LessOrEqual), value)
    }

    #[must_use]
    pub const fn is_greater(self, value: u8) -> Clause
    where
        T: Ordered,
    {
        clause(self.field, self.part, Operator::Compare(Comparison::Greater), value)
    }

    #[must_use]
    pub const fn is_greater_or_equal(self, value: u8) -> Clause
    where
        T: Ordered,
    {
        clause(
            self.field,
            self.part,
            Operator::Compare(Comparison::GreaterOrEqual),
            value,
        )
    }

    #[must_use]
    pub const fn is_between(self, value: u8) -> Clause
    where
        T: Ordered,
    {
        clause(self.field, self.part, Operator::Between, value)
    }

    #[must_use]
    pub const fn is_begun_with(self, value: u8) -> Clause
    where
        T: Prefix,
    {
        clause(self.field, self.part, Operator::BeginsWith, value)
    }

    #[must_use]
    pub const fn is_containing(self, value: u8) -> Clause
    where
        T: Container,
    {
        clause(self.field, self.part, Operator::Contains, value)
    }

    pub fn type_value(self, kind: Kind) -> Result<Operand> {
        Ok(Operand::One(descriptor(kind)))
    }

    pub fn equal_value<V>(self, value: V) -> Result<Operand>
    where
        T: Attribute,
        V: Bind<T::Cmp>,
    {
        bound::<T::Cmp, V>(value)
    }

    pub fn ordered_value<V>(self, value: V) -> Result<Operand>
    where
        T: Ordered,
        V: Bind<<T as Ordered>::Of>,
    {
        bound::<<T as Ordered>::Of, V>(value)
    }

    pub fn prefix_value<V>(self, value: V) -> Result<Operand>
    where
        T: Prefix,
        V: Bind<<T as Prefix>::Of>,
    {
        bound::<<T as Prefix>::Of, V>(value)
    }

    pub fn element_value<V>(self, value: V) -> Result<Operand>
    where
        T: Container,
        V: Bind<T::Element>,
    {
        bound::<T::Element, V>(value)
    }

    pub fn list_value<V>(self, values: impl IntoIterator<Item = V>) -> Result<Operand>
    where
        T: Attribute,
        V: Bind<T::Cmp>,
    {
        bind_all(values).map(Operand::Many)
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

    pub fn equal_value(self, size: u64) -> Result<Operand> {
        Ok(Operand::One(number(size)))
    }

    pub fn ordered_value(self, size: u64) -> Result<Operand> {
        Ok(Operand::One(number(size)))
    }
}
