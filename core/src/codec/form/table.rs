//! Forms that a table gives to the fields of all its entities.

use super::{As, Base64, Days, Form, Iso, KeyForm, Lenient, TextBool, Unix, UnixMillis};
use super::{UnixMillisTruncated, UnixTruncated, Zone};
use crate::codec::{Attribute, Bound, Decode, KeyAttribute, KeyPart, Kind, Parser, Result, Writer};

/// As the type says: where a table names no other form.
#[derive(Clone, Copy, Debug)]
pub enum Native {}

impl<T: Attribute + for<'de> Decode<'de>> Form<T> for Native {
    const KIND: Kind = T::KIND;

    #[inline]
    fn encode(value: &T, writer: &mut Writer) -> Result<()> {
        value.encode(writer)
    }

    #[inline]
    fn decode(parser: &mut Parser<'_>) -> Result<T> {
        T::decode(parser)
    }

    fn bound(value: &T) -> Result<Bound> {
        value.bound()
    }
}

impl<T: Attribute + KeyAttribute + for<'de> Decode<'de>> KeyForm<T> for Native {
    fn key_part(value: &T) -> Result<KeyPart<'_>> {
        value.key_part()
    }
}

/// What a field of type `T` that is stored in a table's form is to statements: with the type's own form, the type itself.
///
/// Of a type that the form cannot hold, too: that is reported where the field is read and written.
pub trait TableForm<T> {
    /// The type.
    type Stored;
}

impl<T> TableForm<T> for Native {
    type Stored = T;
}

impl<T, F: Named> TableForm<T> for F {
    type Stored = As<T, F>;
}

impl<T, F: TableForm<T>> TableForm<T> for Lenient<F> {
    type Stored = F::Stored;
}

/// Forms that are not the type's own.
pub trait Named {}

macro_rules! forms {
    ($($(#[$docs:meta])* $kind:ident: $($form:ident)*;)*) => {$(
        $(#[$docs])*
        pub trait $kind {}

        impl $kind for Native {}

        $(
            impl Named for $form {}
            impl $kind for $form {}
        )*
    )*};
}

forms! {
    /// Forms of timestamps.
    TimestampForm: Iso Unix UnixMillis UnixMillisTruncated UnixTruncated Zone;
    /// Forms of dates.
    DateForm: Days;
    /// Forms of booleans.
    BooleanForm: TextBool;
    /// Forms of binary.
    BinaryForm: Base64;
}
