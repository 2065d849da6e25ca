use std::fmt;
use std::marker::PhantomData;

use super::condition::FieldRef;
use super::path::{Part, Path, Size, Step};
use super::reader::Reader;
use crate::codec::{Document, Indexed, Keyed, Parser, Result, Target, Type};

/// A field of the entity `E` with the type `T`: what conditions and updates are built from.
///
/// A field with a storage form has the type [`As`](crate::codec::form::As), so that its operators and values follow the
/// form.
///
/// Closures get them from [`Entity::FIELDS`]: `|user| user.visits.lt(5)`.
///
/// [`Entity::FIELDS`]: https://docs.rs/ddbx/latest/ddbx/trait.Entity.html
pub struct Field<E, T> {
    pub(super) reference: FieldRef,
    reader: Reader<T>,
    /// What its values are given for. To name it costs the compiler less than to call a function for each value.
    #[doc(hidden)]
    pub target: Target<T>,
    // It holds no value of either type: it is `Copy`, `Send` and `Sync` whatever they are.
    marker: PhantomData<fn() -> E>,
}

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
            target: Target::NEW,
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

    pub(super) const fn place(&self) -> (FieldRef, Part) {
        (self.reference, Part::WHOLE)
    }
}

impl<E, T> Path<E, T> {
    pub(super) const fn place(&self) -> (FieldRef, Part) {
        (self.field, self.part)
    }
}

/// What is below a field or a path.
macro_rules! steps {
    ($handle:ident) => {
        impl<E, T> $handle<E, T> {
            /// A field of the nested struct it holds.
            ///
            /// ```
            /// # use ddbx_core::codec::Document;
            /// # use ddbx_core::expression::{Expressions, Field};
            /// # struct User;
            /// # struct Address;
            /// # struct AddressFields { city: Field<Address, String> }
            /// # impl Document for Address {
            /// #     type Fields = AddressFields;
            /// #     const FIELDS: &'static AddressFields = &AddressFields { city: Field::new(0, "city") };
            /// # }
            /// # let address: Field<User, Address> = Field::new(0, "address");
            /// let condition = address.member(|address| address.city).eq("Oslo");
            /// assert_eq!(Expressions::new().condition(condition.into())?, "#0.#1 = :0");
            /// # Ok::<(), ddbx_core::codec::CodecError>(())
            /// ```
            pub fn member<D, U>(self, member: impl FnOnce(&'static T::Fields) -> Field<D, U>) -> Path<E, U>
            where
                T: Document,
            {
                self.below(member(T::FIELDS))
            }

            /// The element at this position of the list it holds, counted from zero.
            pub const fn element(self, position: u32) -> Path<E, T::Element>
            where
                T: Indexed + Type,
            {
                let (field, part) = self.place();
                Path::new(field, part.element(position, T::KIND))
            }

            /// The member of the map it holds that has this name.
            pub const fn entry(self, name: &'static str) -> Path<E, T::Value>
            where
                T: Keyed,
            {
                let (field, part) = self.place();
                Path::new(field, part.then(Step::Member(name)))
            }

            /// The size of it: characters of a string, bytes of binary, members of a set, elements of a list or a map.
            ///
            /// Source: [Operators and functions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
            pub const fn size(self) -> Size<E>
            where
                T: Type,
            {
                let (field, part) = self.place();
                Size::new(field, part.sized(T::KIND))
            }

            /// A field of the nested struct it holds.
            #[doc(hidden)]
            #[must_use]
            pub const fn below<D, U>(self, member: Field<D, U>) -> Path<E, U> {
                let (field, part) = self.place();
                Path::new(field, part.then(Step::Member(member.reference.attribute)))
            }
        }
    };
}

steps!(Field);
steps!(Path);
