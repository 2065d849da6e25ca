//! DynamoDB's numbers: decimals of 38 digits, kept without loss.

mod convert;
pub(crate) mod decimal;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

pub(crate) use convert::{f32_text, f64_text};
use decimal::Decimal;

/// Why something is not a number DynamoDB can hold, or not one the target type can hold.
///
/// The text that was refused is never part of it.
///
/// ```
/// use ddbx_core::value::{Number, NumberError};
///
/// assert_eq!("12a".parse::<Number>(), Err(NumberError::NotANumber));
/// assert_eq!("1E126".parse::<Number>(), Err(NumberError::OutOfRange));
/// assert_eq!(Number::try_from(f64::NAN), Err(NumberError::NotFinite));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NumberError {
    /// The integer type has no room for the number.
    DoesNotFit,
    /// The text is not digits with an optional sign, point and exponent.
    NotANumber,
    /// The number has a fraction, and an integer was asked for.
    NotAnInteger,
    /// The float is NaN or infinite.
    NotFinite,
    /// The magnitude is below `1E-130` or above `9.9999999999999999999999999999999999999E+125`.
    OutOfRange,
    /// There are more than 38 digits between the first and the last that is not zero.
    TooManyDigits,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DoesNotFit => "the number does not fit the integer type",
            Self::NotANumber => "not a number: expected digits, with an optional sign, point and exponent",
            Self::NotAnInteger => "the number has a fraction, expected an integer",
            Self::NotFinite => "NaN and infinity are not numbers to DynamoDB",
            Self::OutOfRange => "DynamoDB holds magnitudes from 1E-130 to 9.9999999999999999999999999999999999999E+125",
            Self::TooManyDigits => "DynamoDB holds at most 38 significant digits",
        })
    }
}

impl std::error::Error for NumberError {}

/// A DynamoDB number: a decimal of at most 38 significant digits, from `1E-130` to
/// `9.9999999999999999999999999999999999999E+125` and the same below zero.
///
/// It keeps the text it was made from, so nothing is rounded on the way in or out. Numbers are equal, ordered and
/// hashed by their value: `1`, `1.0` and `1e0` are one number. See
/// [Numbers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number).
///
/// ```
/// use ddbx_core::Number;
///
/// let price: Number = "19.90".parse()?;
/// assert_eq!(price.as_str(), "19.90");
/// assert_eq!(price, "1.99e1".parse()?);
/// assert!(price < Number::from(20));
/// assert_eq!(u64::try_from(&"1e2".parse::<Number>()?)?, 100);
/// # Ok::<(), ddbx_core::value::NumberError>(())
/// ```
#[derive(Clone)]
pub struct Number(Box<str>);

impl Number {
    /// The text, as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest `f64`, if nothing is lost by it: `None` unless the float has exactly this value, or this value is
    /// the shortest decimal that reads back as the float.
    ///
    /// ```
    /// use ddbx_core::Number;
    ///
    /// assert_eq!("0.1".parse::<Number>()?.to_f64(), Some(0.1));
    /// assert_eq!("9007199254740993".parse::<Number>()?.to_f64(), None);
    /// # Ok::<(), ddbx_core::value::NumberError>(())
    /// ```
    #[must_use]
    pub fn to_f64(&self) -> Option<f64> {
        convert::to_f64(self.decimal(), &self.0)
    }

    /// The nearest `f32`, if nothing is lost by it: see [`Number::to_f64`].
    #[must_use]
    pub fn to_f32(&self) -> Option<f32> {
        convert::to_f32(self.decimal(), &self.0)
    }

    /// The same number as DynamoDB gives it back: digits in full, without an exponent, a plus sign or a zero that
    /// says nothing.
    ///
    /// ```
    /// use ddbx_core::Number;
    ///
    /// assert_eq!("+01.50e3".parse::<Number>()?.normalized().as_str(), "1500");
    /// assert_eq!("-.020".parse::<Number>()?.normalized().as_str(), "-0.02");
    /// # Ok::<(), ddbx_core::value::NumberError>(())
    /// ```
    #[must_use]
    pub fn normalized(&self) -> Self {
        let decimal = self.decimal();
        let (first, last) = decimal.exponents();
        let mut text = String::new();
        if decimal.is_negative() {
            text.push('-');
        }
        let mut digits = decimal.digits();
        // A digit for every power of ten from the first one, or from the ones, down to the last one, or to the ones.
        for power in (last.min(0)..=first.max(0)).rev() {
            if power == -1 {
                text.push('.');
            }
            let digit = if power <= first { digits.next() } else { None };
            text.push(char::from(digit.unwrap_or(b'0')));
        }
        Self(text.into_boxed_str())
    }

    fn decimal(&self) -> Decimal<'_> {
        // Every constructor has scanned the text, so there is no error to handle here.
        Decimal::scan(&self.0).unwrap_or(Decimal::ZERO)
    }
}

/// Whether `text` is a number DynamoDB can hold. Allocates nothing.
///
/// ```
/// use ddbx_core::value::{NumberError, check_text};
///
/// assert_eq!(check_text("-1.5e3"), Ok(()));
/// assert_eq!(check_text(&"9".repeat(39)), Err(NumberError::TooManyDigits));
/// ```
///
/// # Errors
///
/// [`NumberError::NotANumber`], [`NumberError::TooManyDigits`] or [`NumberError::OutOfRange`].
pub fn check_text(text: &str) -> Result<(), NumberError> {
    Decimal::scan(text).map(|_| ())
}

/// The float that `text` is, if nothing is lost by it. Allocates nothing.
pub(crate) fn read_f64(text: &str) -> Result<Option<f64>, NumberError> {
    Ok(convert::to_f64(Decimal::scan(text)?, text))
}

/// The float that `text` is, if nothing is lost by it. Allocates nothing.
pub(crate) fn read_f32(text: &str) -> Result<Option<f32>, NumberError> {
    Ok(convert::to_f32(Decimal::scan(text)?, text))
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::try_from(text)
    }
}

impl TryFrom<&str> for Number {
    type Error = NumberError;

    fn try_from(text: &str) -> Result<Self, NumberError> {
        check_text(text)?;
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for Number {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        check_text(&text)?;
        Ok(Self(text.into_boxed_str()))
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.0.into()
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.decimal() == other.decimal()
    }
}

impl Eq for Number {}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.decimal().cmp(&other.decimal())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.decimal().hash(state);
    }
}

/// The text, as it was given.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({})", self.0)
    }
}
