use std::fmt;
use std::marker::PhantomData;

use super::condition::{Comparison, Condition, FieldRef, Test};
use super::reader::Reader;
use crate::codec::{Attribute, Bind, Bound, Container, Ordered, Parser, Prefix, Result};

/// A field of the entity `E` with the type `T`: what conditions and updates are built from.
///
/// A field with a storage form has the type [`As`](crate::codec::form::As), so that its operators and values follow the
/// form.
///
/// Closures get them from [`Entity::FIELDS`]: `|user| user.visits.lt(5)`.
///
/// [`Entity::FIELDS`]: https://docs.rs/ddbx/latest/ddbx/trait.Entity.html
pub struct Field<E, T> {
    reference: FieldRef,
    reader: Reader<T>,
    marker: Marker<E, T>,
}

/// Of neither type does a field hold a value: it is `Copy`, `Send` and `Sync` whatever they are.
type Marker<E, T> = PhantomData<fn() -> (E, T)>;

impl<E, T> Clone for Field<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Field<E, T> {}

impl<E, T> fmt::Debug for Field<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.reference.attribute)
    }
}

impl<E, T> Field<E, T> {
    /// The field at `index` of the schema, stored as `attribute`. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn new(index: u16, attribute: &'static str) -> Self {
        Self {
            reference: FieldRef { index, attribute },
            reader: Reader::PLAIN,
            marker: PhantomData,
        }
    }

    /// The same, read by this function. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn read_by(mut self, decode: fn(&mut Parser<'_>) -> Result<T>) -> Self {
        self.reader.decode = Some(decode);
        self
    }

    /// The same, which reads as this where it is missing. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn absent_as(mut self, absent: fn() -> T) -> Self {
        self.reader.absent = Some(absent);
        self
    }

    /// The same, read out of the text of the key. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn from_key_by(mut self, key: fn(&str) -> Result<T>) -> Self {
        self.reader.key = Some(key);
        self
    }

    /// How it is read, as far as its type does not say it.
    #[must_use]
    pub const fn reader(&self) -> Reader<T> {
        self.reader
    }

    /// Which field it is.
    #[must_use]
    pub const fn reference(&self) -> FieldRef {
        self.reference
    }

    fn test(self, test: Result<Test>) -> Condition<E> {
        Condition::leaf(self.reference, test.unwrap_or_else(Test::Failed))
    }

    /// The attribute is there.
    pub fn exists(self) -> Condition<E> {
        Condition::leaf(self.reference, Test::Exists)
    }

    /// The attribute is not there.
    pub fn not_exists(self) -> Condition<E> {
        Condition::leaf(self.reference, Test::NotExists)
    }
}

impl<E, T: Attribute> Field<E, T> {
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
    pub fn is_in<V: Bind<T::Cmp>>(self, values: impl IntoIterator<Item = V>) -> Condition<E> {
        self.test(
            values
                .into_iter()
                .map(Bind::bind)
                .collect::<Result<Vec<Bound>>>()
                .map(Test::In),
        )
    }
}
