//! Types that are stored as short text of their own: points in time, dates, identifiers.

use super::{CodecError, Result, ShortText};

/// A type with a text that sorts as its values do.
pub(super) trait Textual: Sized {
    const RUST: &'static str;

    fn write_text(&self) -> Result<ShortText>;

    fn read_text(text: &str) -> Result<Self>;
}

/// Makes textual types attributes and members of sets.
macro_rules! textual {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::codec::Type for $type {
            const KIND: $crate::codec::Kind = $crate::codec::Kind::S;
        }

        impl $crate::codec::Encode for $type {
            fn encode(&self, writer: &mut $crate::codec::Writer) -> $crate::codec::Result<()> {
                writer.s(&$crate::codec::textual::Textual::write_text(self)?);
                Ok(())
            }
        }

        impl<'de> $crate::codec::Decode<'de> for $type {
            fn decode(parser: &mut $crate::codec::Parser<'de>) -> $crate::codec::Result<Self> {
                use $crate::codec::textual::Textual;
                Textual::read_text(&parser.s(<Self as Textual>::RUST)?)
            }
        }

        impl $crate::codec::Attribute for $type {
            type Cmp = Self;

            fn bound(&self) -> $crate::codec::Result<$crate::codec::Bound> {
                $crate::codec::textual::Textual::write_text(self).map($crate::codec::Bound::Text)
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::codec::Ordered for $type {
            type Of = <Self as $crate::codec::Attribute>::Cmp;
        }

        impl $crate::codec::SetMember for $type {
            const SET: $crate::codec::Kind = $crate::codec::Kind::Ss;

            fn write_member(&self, writer: &mut $crate::codec::Writer) -> $crate::codec::Result<()> {
                writer.string(&$crate::codec::textual::Textual::write_text(self)?);
                Ok(())
            }

            fn read_member(parser: &mut $crate::codec::Parser<'_>) -> $crate::codec::Result<Self> {
                $crate::codec::textual::Textual::read_text(&parser.string()?)
            }
        }
    )*};
}

/// Makes textual types keys: those whose texts are all of one width, or a template could not tell where one ends.
macro_rules! textual_keys {
    ($($type:ty: $width:expr),* $(,)?) => {$(
        impl $crate::codec::KeyAttribute for $type {
            const WIDTH: usize = $width;

            fn key_part(&self) -> $crate::codec::Result<$crate::codec::KeyPart<'_>> {
                $crate::codec::textual::Textual::write_text(self).map($crate::codec::KeyPart::Text)
            }
        }

        impl $crate::codec::FromKey for $type {
            fn from_key(text: &str) -> $crate::codec::Result<Self> {
                $crate::codec::textual::from_key(text)
            }
        }
    )*};
}

/// Reads text that stands in a key. Of the texts that say the same value, a key has the one that is written.
pub(super) fn from_key<T: Textual>(text: &str) -> Result<T> {
    let value = T::read_text(text)?;
    if *value.write_text()? == *text {
        Ok(value)
    } else {
        Err(CodecError::misfit(
            T::RUST,
            "the text in the key is none that is written for it",
        ))
    }
}

pub(super) use {textual, textual_keys};
