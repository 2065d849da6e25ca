use rust_decimal::Decimal;

use super::exact::{Exact, exact};
use crate::codec::{Result, ShortText};
use crate::value::Number;

/// Always fits DynamoDB's 38 digits; a stored number may not fit its 28 or 29.
impl Exact for Decimal {
    const RUST: &'static str = "Decimal";

    fn write_number(&self) -> Result<ShortText> {
        let mut number = *self;
        // A zero below zero is none of DynamoDB's.
        if number.is_zero() {
            number.set_sign_positive(true);
        }
        ShortText::new(&number.to_string())
    }

    fn read_number(text: &str) -> Result<Option<Self>> {
        let number: Number = text.parse()?;
        Ok(Self::from_str_exact(number.normalized().as_str()).ok())
    }
}

exact!(Decimal);
