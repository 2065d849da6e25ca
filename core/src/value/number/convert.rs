//! Numbers from and to Rust's integers and floats.

use super::decimal::Decimal;
use super::{Number, NumberError, check_text};

/// Integers of up to 64 bits always fit a number; a number may not fit them.
macro_rules! integers {
    ($($integer:ty),*) => { $(
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                Self(itoa::Buffer::new().format(value).into())
            }
        }

        integers!(out of $integer);
    )* };
    (out of $integer:ty) => {
        impl TryFrom<&Number> for $integer {
            type Error = NumberError;

            fn try_from(number: &Number) -> Result<Self, NumberError> {
                let (negative, magnitude) = number.decimal().integer()?;
                let value = if negative {
                    // The least integer of a signed type has a magnitude its own type has no room for.
                    0_i128.checked_sub_unsigned(magnitude).and_then(|value| value.try_into().ok())
                } else {
                    magnitude.try_into().ok()
                };
                value.ok_or(NumberError::DoesNotFit)
            }
        }

        impl TryFrom<Number> for $integer {
            type Error = NumberError;

            fn try_from(number: Number) -> Result<Self, NumberError> {
                Self::try_from(&number)
            }
        }
    };
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

/// Integers of 128 bits may have 39 digits.
macro_rules! wide_integers {
    ($($integer:ty),*) => { $(
        impl TryFrom<$integer> for Number {
            type Error = NumberError;

            fn try_from(value: $integer) -> Result<Self, NumberError> {
                Self::try_from(itoa::Buffer::new().format(value))
            }
        }

        integers!(out of $integer);
    )* };
}

wide_integers!(i128, u128);

macro_rules! floats {
    ($($float:ty, $text:ident, $to:ident;)*) => { $(
        /// The shortest text that reads back as the same float, if DynamoDB can hold it.
        pub(crate) fn $text(value: $float, buffer: &mut ryu::Buffer) -> Result<&str, NumberError> {
            if !value.is_finite() {
                return Err(NumberError::NotFinite);
            }
            if value == 0.0 {
                // DynamoDB has no zero below zero.
                return Ok("0");
            }
            let text = buffer.format_finite(value);
            let text = text.strip_suffix(".0").unwrap_or(text);
            check_text(text)?;
            Ok(text)
        }

        impl TryFrom<$float> for Number {
            type Error = NumberError;

            fn try_from(value: $float) -> Result<Self, NumberError> {
                $text(value, &mut ryu::Buffer::new()).map(|text| Self(text.into()))
            }
        }

        /// The nearest float, if it has exactly the value of `decimal`, which was scanned from `text`, or is written
        /// with the same digits.
        pub(crate) fn $to(decimal: Decimal<'_>, text: &str) -> Option<$float> {
            let float: $float = text.parse().ok()?;
            if !float.is_finite() {
                return None;
            }
            let same_digits =
                Decimal::scan(ryu::Buffer::new().format_finite(float)).is_ok_and(|shortest| shortest == decimal);
            (same_digits || decimal.is_exactly(f64::from(float))).then_some(float)
        }
    )* };
}

floats! {
    f64, f64_text, to_f64;
    f32, f32_text, to_f32;
}
