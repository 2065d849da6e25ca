//! Integers, floats and [`Number`].

use super::{
    Attribute, Bound, CodecError, Decode, Encode, FromKey, KeyAttribute, KeyPart, Kind, Numeric, Ordered, Parser,
    Result, Type, Writer, integer_from_key,
};
use crate::value::{Number, NumberError, check_text, number};

/// Why a float refuses a number it would change.
pub(super) const PRECISION_LOSS: &str = "it would lose digits; read it as a `Number`";

pub(super) const OUT_OF_RANGE: &str = "the number is out of its range";
const FRACTION: &str = "the number has a fraction";

impl<'de> Parser<'de> {
    /// The text of an `N` value: `{"N":"1"}`.
    #[inline]
    pub(super) fn n(&mut self, rust: &'static str) -> Result<std::borrow::Cow<'de, str>> {
        self.begin_kind(Kind::N, rust)?;
        let text = self.string()?;
        self.end_value()?;
        Ok(text)
    }

    /// The integer of an `N` value, read into the type that `rust` names.
    ///
    /// # Errors
    ///
    /// Another type than a number, and a number with a fraction or of more than 38 digits.
    #[doc(hidden)]
    pub fn integer(&mut self, rust: &'static str) -> Result<i128> {
        let text = self.n(rust)?;
        text.parse().or_else(|_| integer(&text, rust))
    }

    /// The integer that is a member of a number set, read into the type that `rust` names.
    ///
    /// # Errors
    ///
    /// A number with a fraction or of more than 38 digits.
    #[doc(hidden)]
    pub fn integer_member(&mut self, rust: &'static str) -> Result<i128> {
        let text = self.string()?;
        text.parse().or_else(|_| integer(&text, rust))
    }
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Type for $type {
            const KIND: Kind = Kind::N;
        }

        impl Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                writer.n(itoa::Buffer::new().format(*self));
                Ok(())
            }
        }

        impl<'de> Decode<'de> for $type {
            #[inline]
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                let text = parser.n(stringify!($type))?;
                text.parse().or_else(|_| integer(&text, stringify!($type)))
            }
        }

        impl Attribute for $type {
            type Cmp = Self;

            fn bound(&self) -> Result<Bound> {
                Ok(Bound::Int((*self).into()))
            }
        }

        impl KeyAttribute for $type {
            fn key_part(&self) -> Result<KeyPart<'_>> {
                Ok(KeyPart::Int((*self).into()))
            }
        }

        impl FromKey for $type {
            fn from_key(text: &str) -> Result<Self> {
                integer_from_key(text, stringify!($type))
            }
        }

        #[diagnostic::do_not_recommend]
        impl Ordered for $type {
            type Of = <Self as Attribute>::Cmp;
        }
        #[diagnostic::do_not_recommend]
        impl Numeric for $type {}
    )*};
}

// `u8` is written out below: a list of them is binary.
integers!(u16 u32 u64 i8 i16 i32 i64);

/// A number that the standard parser refused: an exponent, a point, or too large.
#[cold]
pub(super) fn integer<T: for<'a> TryFrom<&'a Number, Error = NumberError>>(
    text: &str,
    rust: &'static str,
) -> Result<T> {
    let number: Number = text.parse()?;
    T::try_from(&number).map_err(|error| match error {
        NumberError::NotAnInteger => CodecError::misfit(rust, FRACTION),
        _ => CodecError::misfit(rust, OUT_OF_RANGE),
    })
}

impl Type for u8 {
    const KIND: Kind = Kind::N;
    const LIST_KIND: Kind = Kind::B;
}

impl Encode for u8 {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.n(itoa::Buffer::new().format(*self));
        Ok(())
    }

    fn encode_list(items: &[Self], writer: &mut Writer) -> Result<()> {
        writer.b(items);
        Ok(())
    }
}

impl<'de> Decode<'de> for u8 {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        let text = parser.n("u8")?;
        text.parse().or_else(|_| integer(&text, "u8"))
    }

    fn decode_list(parser: &mut Parser<'de>) -> Result<Vec<Self>> {
        parser.binary("Vec<u8>")
    }
}

impl Attribute for u8 {
    type Cmp = Self;

    fn bound(&self) -> Result<Bound> {
        Ok(Bound::Int((*self).into()))
    }

    fn bound_list(items: &[Self]) -> Option<Bound> {
        Some(Bound::B(bytes::Bytes::copy_from_slice(items)))
    }
}

impl KeyAttribute for u8 {
    fn key_part(&self) -> Result<KeyPart<'_>> {
        Ok(KeyPart::Int((*self).into()))
    }
}

impl FromKey for u8 {
    fn from_key(text: &str) -> Result<Self> {
        integer_from_key(text, "u8")
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for u8 {
    type Of = <Self as Attribute>::Cmp;
}
#[diagnostic::do_not_recommend]
impl Numeric for u8 {}

// Wider than 64 bits, or of the platform's width: they go through `Number`, which refuses over 38 digits.
macro_rules! wide_integers {
    ($($type:ident)*) => {$(
        impl Type for $type {
            const KIND: Kind = Kind::N;
        }

        impl Encode for $type {
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                let mut buffer = itoa::Buffer::new();
                let text = buffer.format(*self);
                check_text(text)?;
                writer.n(text);
                Ok(())
            }
        }

        impl<'de> Decode<'de> for $type {
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                let text = parser.n(stringify!($type))?;
                text.parse().or_else(|_| integer(&text, stringify!($type)))
            }
        }

        impl Attribute for $type {
            type Cmp = Self;
        }

        #[diagnostic::do_not_recommend]
        impl Ordered for $type {
            type Of = <Self as Attribute>::Cmp;
        }
        #[diagnostic::do_not_recommend]
        impl Numeric for $type {}
    )*};
}

wide_integers!(u128 i128 usize isize);

macro_rules! floats {
    ($($type:ident, $write:ident, $read:ident;)*) => {$(
        impl Type for $type {
            const KIND: Kind = Kind::N;
        }

        impl Encode for $type {
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                writer.n(number::$write(*self, &mut ryu::Buffer::new())?);
                Ok(())
            }
        }

        impl<'de> Decode<'de> for $type {
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                let text = parser.n(stringify!($type))?;
                // So few digits survive the way into a float and back; an exponent could leave DynamoDB's range.
                if text.len() <= $type::DIGITS as usize
                    && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'))
                    && let Ok(value) = text.parse()
                {
                    return Ok(value);
                }
                number::$read(&text)?.ok_or_else(|| {
                    let finite = text.parse().is_ok_and(|float: $type| float.is_finite());
                    CodecError::misfit(stringify!($type), if finite { PRECISION_LOSS } else { OUT_OF_RANGE })
                })
            }
        }

        impl Attribute for $type {
            type Cmp = Self;
        }

        // Not `Numeric`: DynamoDB adds decimals, and a sum may have more digits than a float can give back.
        #[diagnostic::do_not_recommend]
        impl Ordered for $type {
            type Of = <Self as Attribute>::Cmp;
        }
    )*};
}

floats! {
    f32, f32_text, read_f32;
    f64, f64_text, read_f64;
}

impl Type for Number {
    const KIND: Kind = Kind::N;
}

impl Encode for Number {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.n(self.as_str());
        Ok(())
    }
}

impl<'de> Decode<'de> for Number {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        Ok(parser.n("Number")?.parse()?)
    }
}

impl Attribute for Number {
    type Cmp = Self;
}

impl KeyAttribute for Number {
    fn key_part(&self) -> Result<KeyPart<'_>> {
        Ok(KeyPart::N(self.as_str()))
    }
}

impl FromKey for Number {
    fn from_key(text: &str) -> Result<Self> {
        let number: Self = text.parse()?;
        if number.normalized().as_str() == text {
            Ok(number)
        } else {
            Err(CodecError::misfit(
                "Number",
                "the text in the key is no number as keys write it",
            ))
        }
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for Number {
    type Of = <Self as Attribute>::Cmp;
}
#[diagnostic::do_not_recommend]
impl Numeric for Number {}
