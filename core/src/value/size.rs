//! What DynamoDB counts an item's size as.

use super::number::decimal::Decimal;
use super::{Item, Number, Value};

/// What a list or a map costs before its elements, and each of its elements besides itself.
const DOCUMENT_BYTES: usize = 3;
const ELEMENT_BYTES: usize = 1;

/// The size of an item in bytes, as DynamoDB counts it against [`ITEM_BYTES`](crate::limits::ITEM_BYTES) and for
/// capacity: names and values, and what lists and maps cost.
///
/// It follows
/// [Item sizes and formats](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
/// AWS calls that page's rule for numbers approximate; here the digits before and after the point are paired apart
/// and a minus sign counts, which is what DynamoDB was measured to do.
///
/// ```
/// use ddbx_core::{Item, value::item_size};
///
/// let shirt = Item::new().with("shirt-color", "R").with("shirt-size", "M");
/// assert_eq!(item_size(&shirt), 23);
/// ```
#[must_use]
pub fn item_size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value_size(value)).sum()
}

/// The size of a value in bytes, without the name of its attribute: see [`item_size`].
#[must_use]
pub fn value_size(value: &Value) -> usize {
    match value {
        Value::S(text) => text.len(),
        Value::N(number) => number_size(number),
        Value::B(bytes) => bytes.len(),
        Value::Bool(_) | Value::Null => 1,
        Value::L(values) => {
            DOCUMENT_BYTES
                + values
                    .iter()
                    .map(|value| ELEMENT_BYTES + value_size(value))
                    .sum::<usize>()
        }
        Value::M(item) => DOCUMENT_BYTES + item.len() * ELEMENT_BYTES + item_size(item),
        Value::Ss(texts) => texts.iter().map(String::len).sum(),
        Value::Ns(numbers) => numbers.iter().map(number_size).sum(),
        Value::Bs(all) => all.iter().map(bytes::Bytes::len).sum(),
    }
}

fn number_size(number: &Number) -> usize {
    Decimal::scan(number.as_str()).map_or(0, |decimal| decimal_size(&decimal))
}

/// One byte, one for each pair of digits on either side of the point, and one for a minus sign.
pub(crate) fn decimal_size(decimal: &Decimal<'_>) -> usize {
    let (whole, fraction) = decimal.significant();
    1 + whole.div_ceil(2) + fraction.div_ceil(2) + usize::from(decimal.is_negative())
}
