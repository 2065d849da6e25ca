//! Reading and comparing decimals where they stand, in their text.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::NumberError;
use crate::limits;

/// The value of a number, borrowed from its text. Equal, ordered and hashed by value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'a> {
    /// From the first digit that is not zero to the last one, with the point if it stands between; empty for zero.
    span: &'a [u8],
    /// The digits of `span`.
    count: usize,
    /// The power of ten of the first digit.
    exponent: i32,
    /// Never set for zero.
    negative: bool,
}

impl<'a> Decimal<'a> {
    pub(crate) const ZERO: Decimal<'static> = Decimal {
        span: &[],
        count: 0,
        exponent: 0,
        negative: false,
    };

    /// Reads `[+-] digits [. digits] [(e|E) [+-] digits]`, with a digit on one side of the point at least, and holds
    /// it against DynamoDB's precision and range.
    pub(crate) fn scan(text: &'a str) -> Result<Self, NumberError> {
        let bytes = text.as_bytes();
        let negative = bytes.first() == Some(&b'-');
        let start = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
        let (mut point, mut first, mut last) = (None, None, start);
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'0' => {}
                b'1'..=b'9' => {
                    first.get_or_insert(at);
                    last = at;
                }
                b'.' if point.is_none() => point = Some(at),
                _ => break,
            }
            at += 1;
        }
        let end = at;
        if end - start == usize::from(point.is_some()) {
            return Err(NumberError::NotANumber);
        }
        let written = exponent(&bytes[end..])?;
        let whole_end = point.unwrap_or(end);
        let Some(first) = first else {
            // DynamoDB holds zero against the range too, as if its last digit were a one.
            let fraction = end.saturating_sub(whole_end + 1);
            in_range(written.saturating_sub_unsigned(fraction as u64))?;
            return Ok(Self::ZERO);
        };
        let span = &bytes[first..=last];
        let count = span.len() - usize::from(first < whole_end && whole_end < last);
        if count > limits::NUMBER_DIGITS {
            return Err(NumberError::TooManyDigits);
        }
        let exponent = if first < whole_end {
            written.saturating_add_unsigned((whole_end - first - 1) as u64)
        } else {
            written.saturating_sub_unsigned((first - whole_end) as u64)
        };
        Ok(Self {
            span,
            count,
            exponent: in_range(exponent)?,
            negative,
        })
    }

    pub(crate) const fn is_negative(&self) -> bool {
        self.negative
    }

    /// The significant digits, as ASCII.
    pub(super) fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.span.iter().copied().filter(|byte| *byte != b'.')
    }

    /// How many significant digits stand before the point and after it.
    pub(crate) fn significant(&self) -> (usize, usize) {
        let whole = usize::try_from(self.exponent + 1).unwrap_or(0).min(self.count);
        (whole, self.count - whole)
    }

    /// The power of ten of the first digit and that of the last one.
    pub(crate) fn exponents(&self) -> (i32, i32) {
        // 38 digits at most, so the count always fits.
        let below_first = i32::try_from(self.count.saturating_sub(1)).unwrap_or(i32::MAX);
        (self.exponent, self.exponent - below_first)
    }

    /// All significant digits as one integer, of 38 digits at most.
    fn coefficient(&self) -> u128 {
        self.digits()
            .fold(0, |value, digit| value * 10 + u128::from(digit - b'0'))
    }

    /// Whether the value is below zero, and its magnitude, if it is an integer.
    pub(crate) fn integer(&self) -> Result<(bool, u128), NumberError> {
        let (_, last) = self.exponents();
        let zeros = u32::try_from(last).map_err(|_| NumberError::NotAnInteger)?;
        if self.count == 0 {
            return Ok((false, 0));
        }
        10_u128
            .checked_pow(zeros)
            .and_then(|power| self.coefficient().checked_mul(power))
            .map(|magnitude| (self.negative, magnitude))
            .ok_or(NumberError::DoesNotFit)
    }

    /// Whether `float` has this very value, to the last binary digit.
    pub(super) fn is_exactly(&self, float: f64) -> bool {
        if float == 0.0 || self.count == 0 {
            return float == 0.0 && self.count == 0;
        }
        if !float.is_finite() || float.is_sign_negative() != self.negative {
            return false;
        }
        // Both sides as an odd integer and a power of two: coefficient · 10^last = odd · 5^last · 2^(twos + last).
        let (mantissa, power_of_two) = odd_parts(float);
        let coefficient = self.coefficient();
        let twos = coefficient.trailing_zeros();
        let odd = coefficient >> twos;
        let (_, last) = self.exponents();
        let Some(fives) = 5_u128.checked_pow(last.unsigned_abs()) else {
            return false;
        };
        let odds_agree = if last >= 0 {
            odd.checked_mul(fives) == Some(mantissa)
        } else {
            mantissa.checked_mul(fives) == Some(odd)
        };
        odds_agree && i32::try_from(twos).is_ok_and(|twos| twos + last == power_of_two)
    }

    const fn sign(&self) -> i8 {
        match (self.count, self.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        // Neither list of digits ends in a zero, so the longer of two with a common start is the greater.
        self.exponent
            .cmp(&other.exponent)
            .then_with(|| self.digits().cmp(other.digits()))
    }
}

/// Reads what follows the digits: nothing, or an exponent. One beyond 64 bits is no number to DynamoDB either.
fn exponent(text: &[u8]) -> Result<i64, NumberError> {
    let Some((mark, text)) = text.split_first() else {
        return Ok(0);
    };
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if !matches!(mark, b'e' | b'E') || digits.is_empty() {
        return Err(NumberError::NotANumber);
    }
    digits
        .iter()
        .try_fold(0_i64, |value, byte| {
            let digit = i64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
            let value = value.checked_mul(10)?;
            if negative {
                value.checked_sub(digit)
            } else {
                value.checked_add(digit)
            }
        })
        .ok_or(NumberError::NotANumber)
}

fn in_range(exponent: i64) -> Result<i32, NumberError> {
    i32::try_from(exponent)
        .ok()
        .filter(|exponent| (limits::NUMBER_MIN_EXPONENT..=limits::NUMBER_MAX_EXPONENT).contains(exponent))
        .ok_or(NumberError::OutOfRange)
}

/// The odd integer and the power of two whose product is the magnitude of a finite float other than zero.
fn odd_parts(float: f64) -> (u128, i32) {
    const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = float.to_bits();
    let fraction = bits & ((1 << FRACTION_BITS) - 1);
    let biased = ((bits >> FRACTION_BITS) & 0x7ff) as i32;
    let (mantissa, power) = match biased {
        0 => (fraction, 1),
        _ => (fraction | 1 << FRACTION_BITS, biased),
    };
    let twos = mantissa.trailing_zeros();
    // 1023 is the bias, and the mantissa's last bit stands FRACTION_BITS below its first.
    (
        u128::from(mantissa >> twos),
        power - 1023 - FRACTION_BITS as i32 + twos as i32,
    )
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            -1 => other.cmp_magnitude(self),
            _ => self.cmp_magnitude(other),
        })
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal<'_> {}

impl Hash for Decimal<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sign().hash(state);
        self.exponent.hash(state);
        self.count.hash(state);
        for digit in self.digits() {
            state.write_u8(digit);
        }
    }
}
