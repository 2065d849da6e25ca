//! The conditions that fields, paths and sizes take: at run time with their values, and as constants without them.

use super::Field;
use super::condition::{Comparison, Condition, Test};
use super::path::{Path, Size};
use crate::codec::{Attribute, Bind, Bound, Container, Kind, Ordered, Prefix, Result};

macro_rules! operators {
    ($handle:ident) => {
        impl<E, T> $handle<E, T> {
            fn test(self, test: Result<Test>) -> Condition<E> {
                let (field, part) = self.place();
                Condition::leaf(field, part, test.unwrap_or_else(Test::Failed))
            }

            /// The attribute is there.
            pub fn exists(self) -> Condition<E> {
                self.test(Ok(Test::Exists))
            }

            /// The attribute is not there.
            pub fn not_exists(self) -> Condition<E> {
                self.test(Ok(Test::NotExists))
            }

            /// The attribute is `NULL`, or not there.
            pub fn is_null(self) -> Condition<E> {
                self.test(Ok(Test::IsNull))
            }

            /// The attribute is there, and of this DynamoDB type.
            pub fn is_type(self, kind: Kind) -> Condition<E> {
                self.test(Ok(Test::IsType(descriptor(kind))))
            }
        }

        impl<E, T: Attribute> $handle<E, T> {
            fn compare<V: Bind<T::Cmp>>(self, comparison: Comparison, value: V) -> Condition<E> {
                self.test(value.bind().map(|value| Test::Compare(comparison, value)))
            }

            /// `==`
            pub fn eq<V: Bind<T::Cmp>>(self, value: V) -> Condition<E> {
                self.compare(Comparison::Equal, value)
            }

            /// `!=`: also true where the attribute is missing.
            pub fn ne<V: Bind<T::Cmp>>(self, value: V) -> Condition<E> {
                self.compare(Comparison::NotEqual, value)
            }

            /// `<`
            pub fn lt<V: Bind<T::Cmp>>(self, value: V) -> Condition<E>
            where
                T: Ordered,
            {
                self.compare(Comparison::Less, value)
            }

            /// `<=`
            pub fn le<V: Bind<T::Cmp>>(self, value: V) -> Condition<E>
            where
                T: Ordered,
            {
                self.compare(Comparison::LessOrEqual, value)
            }

            /// `>`
            pub fn gt<V: Bind<T::Cmp>>(self, value: V) -> Condition<E>
            where
                T: Ordered,
            {
                self.compare(Comparison::Greater, value)
            }

            /// `>=`
            pub fn ge<V: Bind<T::Cmp>>(self, value: V) -> Condition<E>
            where
                T: Ordered,
            {
                self.compare(Comparison::GreaterOrEqual, value)
            }

            /// Between two values, both included.
            pub fn between<V: Bind<T::Cmp>, W: Bind<T::Cmp>>(self, from: V, to: W) -> Condition<E>
            where
                T: Ordered,
            {
                self.test(from.bind().and_then(|from| Ok(Test::Between(from, to.bind()?))))
            }

            /// Begins with the value: strings and binary.
            pub fn begins_with<V: Bind<T::Cmp>>(self, prefix: V) -> Condition<E>
            where
                T: Prefix,
            {
                self.test(prefix.bind().map(Test::BeginsWith))
            }

            /// Contains the value: a part of a string, an element of a list, a member of a set.
            pub fn contains<V: Bind<T::Element>>(self, element: V) -> Condition<E>
            where
                T: Container,
            {
                self.test(element.bind().map(Test::Contains))
            }

            /// Equals one of the values, 100 at most.
            ///
            /// On a field of a partition key, a query takes any number of them, and reads one partition after the other.
            pub fn is_in<V: Bind<T::Cmp>>(self, values: impl IntoIterator<Item = V>) -> Condition<E> {
                self.test(bind_all(values).map(Test::In))
            }
        }
    };
}

operators!(Field);
operators!(Path);

impl<E> Size<E> {
    fn compare(self, comparison: Comparison, size: u64) -> Condition<E> {
        Condition::leaf(self.field, self.part, Test::Compare(comparison, number(size)))
    }

    /// `==`
    pub fn eq(self, size: u64) -> Condition<E> {
        self.compare(Comparison::Equal, size)
    }

    /// `!=`
    pub fn ne(self, size: u64) -> Condition<E> {
        self.compare(Comparison::NotEqual, size)
    }

    /// `<`
    pub fn lt(self, size: u64) -> Condition<E> {
        self.compare(Comparison::Less, size)
    }

    /// `<=`
    pub fn le(self, size: u64) -> Condition<E> {
        self.compare(Comparison::LessOrEqual, size)
    }

    /// `>`
    pub fn gt(self, size: u64) -> Condition<E> {
        self.compare(Comparison::Greater, size)
    }

    /// `>=`
    pub fn ge(self, size: u64) -> Condition<E> {
        self.compare(Comparison::GreaterOrEqual, size)
    }

    /// Between two sizes, both included.
    pub fn between(self, from: u64, to: u64) -> Condition<E> {
        Condition::leaf(self.field, self.part, Test::Between(number(from), number(to)))
    }
}

pub(super) fn bind_all<T: ?Sized, V: Bind<T>>(values: impl IntoIterator<Item = V>) -> Result<Vec<Bound>> {
    values.into_iter().map(Bind::bind).collect()
}

pub(super) fn number(size: u64) -> Bound {
    Bound::Int(size.into())
}

pub(super) fn descriptor(kind: Kind) -> Bound {
    Bound::S(kind.descriptor().to_owned())
}
