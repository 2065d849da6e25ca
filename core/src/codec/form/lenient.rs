//! Reading what others wrote: another type than the field's, where what it means is plain.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::{Form, KeyForm};
use crate::codec::{Bound, Decode, KeyPart, Kind, Parser, Result, Writer};
use crate::value::Number;

/// A stored scalar, on its way into a type it was not written as.
#[derive(Clone)]
pub struct Loose<'a>(Scalar<'a>);

#[derive(Clone)]
enum Scalar<'a> {
    Bool(bool),
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
}

/// Without the value.
impl std::fmt::Debug for Loose<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loose").finish_non_exhaustive()
    }
}

/// A type that a field marked `lenient` may have: it is read from any scalar whose meaning is plain.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no lenient reading",
    label = "not a type that `lenient` knows",
    note = "`lenient` is for booleans, numbers, strings, timestamps, and `Option`s of them"
)]
pub trait Cast: Sized {
    /// The value that the scalar stands for; `None` if it stands for none.
    #[must_use]
    fn cast(scalar: &Loose<'_>) -> Option<Self>;

    /// What an empty string stands for: nothing, for an `Option`.
    #[doc(hidden)]
    #[must_use]
    fn blank() -> Option<Self> {
        None
    }
}

/// What a field marked `lenient` reads: what its type reads, or else what [`Cast`] makes of it.
pub(crate) fn read<'de, T: Cast>(
    parser: &mut Parser<'de>,
    strict: impl FnOnce(&mut Parser<'de>) -> Result<T>,
) -> Result<T> {
    let start = parser.clone();
    strict(parser).or_else(|error| {
        *parser = start;
        if error.is_malformed() {
            return Err(error);
        }
        let scalar = match parser.begin_value()? {
            Kind::Bool => Scalar::Bool(parser.bool()?),
            Kind::N => Scalar::Number(parser.string()?),
            Kind::S => Scalar::Text(parser.string()?),
            _ => return Err(error),
        };
        parser.end_value()?;
        let blank = matches!(&scalar, Scalar::Text(text) if text.trim().is_empty());
        T::cast(&Loose(scalar))
            .or_else(|| if blank { T::blank() } else { None })
            .ok_or(error)
    })
}

impl<T: Cast> Cast for Option<T> {
    fn cast(scalar: &Loose<'_>) -> Option<Self> {
        T::cast(scalar).map(Some)
    }

    fn blank() -> Option<Self> {
        Some(None)
    }
}

/// Dynamoid's table: what is not a way to say no is a way to say yes.
impl Cast for bool {
    fn cast(Loose(scalar): &Loose<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Bool(value) => *value,
            Scalar::Number(number) => number.parse::<Number>().ok()? != Number::from(0),
            Scalar::Text(text) if text.trim().is_empty() => return None,
            Scalar::Text(text) => !matches!(&**text, "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF"),
        })
    }
}

impl Cast for String {
    fn cast(Loose(scalar): &Loose<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Bool(value) => (if *value { "t" } else { "f" }).to_owned(),
            Scalar::Number(text) | Scalar::Text(text) => text.clone().into_owned(),
        })
    }
}

impl Cast for Number {
    fn cast(Loose(scalar): &Loose<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(value) => Some(Self::from(u8::from(*value))),
            Scalar::Number(text) | Scalar::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// The number without its fraction.
fn whole(number: &Number) -> Option<Number> {
    let text = number.normalized();
    let whole = text.as_str().split('.').next().unwrap_or_default();
    match whole {
        "-0" => Some(Number::from(0)),
        whole => whole.parse().ok(),
    }
}

macro_rules! integers {
    ($($type:ident)*) => {$(
        impl Cast for $type {
            fn cast(scalar: &Loose<'_>) -> Option<Self> {
                whole(&Number::cast(scalar)?)?.try_into().ok()
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

macro_rules! floats {
    ($($type:ident, $to:ident;)*) => {$(
        impl Cast for $type {
            fn cast(scalar: &Loose<'_>) -> Option<Self> {
                Number::cast(scalar)?.$to()
            }
        }
    )*};
}

floats! {
    f32, to_f32;
    f64, to_f64;
}

/// The form `F`, and on the way in every scalar whose meaning is plain.
#[derive(Clone, Copy, Debug)]
pub struct Lenient<F>(PhantomData<F>);

impl<T: Cast, F: Form<T>> Form<T> for Lenient<F> {
    const KIND: Kind = F::KIND;

    fn encode(value: &T, writer: &mut Writer) -> Result<()> {
        F::encode(value, writer)
    }

    fn decode(parser: &mut Parser<'_>) -> Result<T> {
        read(parser, F::decode)
    }

    fn decode_option(parser: &mut Parser<'_>) -> Result<Option<T>> {
        read(parser, F::decode_option)
    }

    fn bound(value: &T) -> Result<Bound> {
        F::bound(value)
    }
}

impl<T: Cast, F: KeyForm<T>> KeyForm<T> for Lenient<F> {
    const WIDTH: usize = F::WIDTH;

    fn key_part(value: &T) -> Result<KeyPart<'_>> {
        F::key_part(value)
    }
}

impl<'de> Parser<'de> {
    /// Reads the value of a member that is marked `lenient`.
    ///
    /// # Errors
    ///
    /// A value that stands for none of the type.
    #[doc(hidden)]
    pub fn lenient<T: Cast + Decode<'de>>(&mut self) -> Result<T> {
        read(self, T::decode)
    }
}

/// A point in time: seconds since 1970, with a fraction, or text, of a date alone too, and without a zone in UTC.
pub(crate) fn point<T: crate::codec::Timestamp>(Loose(scalar): &Loose<'_>) -> Option<T> {
    use crate::codec::time::read_point;

    match scalar {
        Scalar::Bool(_) => None,
        Scalar::Number(text) => seconds(text),
        Scalar::Text(text) => {
            let text = text.trim();
            [text.to_owned(), format!("{text}Z"), format!("{text}T00:00:00Z")]
                .iter()
                .find_map(|text| read_point(text).ok())
                .or_else(|| seconds(text))
        }
    }
}

fn seconds<T: crate::codec::Timestamp>(text: &str) -> Option<T> {
    let number: Number = text.parse().ok()?;
    let text = number.normalized();
    let (whole, fraction) = text.as_str().split_once('.').unwrap_or((text.as_str(), ""));
    let digits = fraction.get(..9).unwrap_or(fraction);
    let nanoseconds: u32 = format!("{digits:0<9}").parse().ok()?;
    let seconds: i64 = whole.parse().ok()?;
    let time = if whole.starts_with('-') && nanoseconds > 0 {
        crate::codec::UnixTime::new(seconds.checked_sub(1)?, crate::codec::time::NANOSECONDS - nanoseconds)
    } else {
        crate::codec::UnixTime::new(seconds, nanoseconds)
    };
    T::from_unix(time?)
}

macro_rules! points {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::codec::form::Cast for $type {
            fn cast(scalar: &$crate::codec::form::Loose<'_>) -> Option<Self> {
                $crate::codec::form::point(scalar)
            }
        }
    )*};
}

#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(crate) use points;

points!(std::time::SystemTime);
