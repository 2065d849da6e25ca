use bigdecimal::BigDecimal;

use super::exact::{Exact, exact};
use crate::codec::{Result, ShortText};
use crate::value::{Number, check_text};

/// Holds any number of DynamoDB's; a value of more than 38 digits, or out of its range, is refused.
impl Exact for BigDecimal {
    const RUST: &'static str = "BigDecimal";

    fn write_number(&self) -> Result<ShortText> {
        let (digits, scale) = self.normalized().into_bigint_and_exponent();
        let text = format!("{digits}E{}", -i128::from(scale));
        check_text(&text)?;
        // In full, as DynamoDB gives it back, unless that is mostly zeros.
        if (0..=38).contains(&scale) {
            return ShortText::new(Number::try_from(text)?.normalized().as_str());
        }
        ShortText::new(&text)
    }

    fn read_number(text: &str) -> Result<Option<Self>> {
        check_text(text)?;
        Ok(text.parse().ok())
    }
}

exact!(BigDecimal);
