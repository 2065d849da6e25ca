//! Values and items from and to the official SDK's types.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::fmt::Write as _;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;

use super::{Item, Number, NumberError, Value};

/// Why a value of the SDK's has no counterpart here.
///
/// The value itself is never part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SdkValueReason {
    /// The text of a number is not one DynamoDB can hold.
    Number(NumberError),
    /// NULL with the value false, which DynamoDB has not.
    FalseNull,
    /// A type this version of the SDK does not know.
    UnknownType,
}

/// A value of the SDK's that has no counterpart here, and where it stands.
///
/// ```
/// use aws_sdk_dynamodb::types::AttributeValue;
/// use ddbx_core::Value;
///
/// let list = AttributeValue::L(vec![AttributeValue::N("1".into()), AttributeValue::N("one".into())]);
/// let error = Value::try_from(list).unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SdkValueError {
    path: String,
    reason: SdkValueReason,
}

impl SdkValueError {
    /// Where the value stands, as in an expression: `address.floors[2]`; empty for the value that was given.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> SdkValueReason {
        self.reason
    }

    fn within(mut self, parent: fmt::Arguments<'_>) -> Self {
        let mut path = String::new();
        // Writing to a string cannot fail.
        let _ = path.write_fmt(parent);
        if !self.path.is_empty() && !self.path.starts_with('[') {
            path.push('.');
        }
        path.push_str(&self.path);
        self.path = path;
        self
    }
}

impl From<SdkValueReason> for SdkValueError {
    fn from(reason: SdkValueReason) -> Self {
        Self {
            path: String::new(),
            reason,
        }
    }
}

impl From<NumberError> for SdkValueError {
    fn from(error: NumberError) -> Self {
        SdkValueReason::Number(error).into()
    }
}

impl fmt::Display for SdkValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str("the SDK's value")?;
        } else {
            write!(f, "the SDK's value at `{}`", crate::fault::message::Escaped(&self.path))?;
        }
        f.write_str(match self.reason {
            SdkValueReason::Number(_) => " has an invalid number",
            SdkValueReason::FalseNull => " is NULL with the value false, which DynamoDB has not",
            SdkValueReason::UnknownType => " is of a type its SDK does not know",
        })
    }
}

impl std::error::Error for SdkValueError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            SdkValueReason::Number(error) => Some(error),
            SdkValueReason::FalseNull | SdkValueReason::UnknownType => None,
        }
    }
}

impl From<Value> for AttributeValue {
    fn from(value: Value) -> Self {
        match value {
            Value::S(text) => Self::S(text),
            Value::N(number) => Self::N(number.into()),
            Value::B(bytes) => Self::B(blob(bytes)),
            Value::Bool(value) => Self::Bool(value),
            Value::Null => Self::Null(true),
            Value::L(values) => Self::L(values.into_iter().map(Self::from).collect()),
            Value::M(item) => Self::M(item.into()),
            Value::Ss(texts) => Self::Ss(texts.into_iter().collect()),
            Value::Ns(numbers) => Self::Ns(numbers.into_iter().map(String::from).collect()),
            Value::Bs(all) => Self::Bs(all.into_iter().map(blob).collect()),
        }
    }
}

impl From<Item> for HashMap<String, AttributeValue> {
    fn from(item: Item) -> Self {
        item.into_iter().map(|(name, value)| (name, value.into())).collect()
    }
}

/// A set's elements are kept once each, by value.
impl TryFrom<AttributeValue> for Value {
    type Error = SdkValueError;

    fn try_from(value: AttributeValue) -> Result<Self, SdkValueError> {
        Ok(match value {
            AttributeValue::S(text) => Self::S(text),
            AttributeValue::N(number) => Self::N(number.try_into()?),
            AttributeValue::B(blob) => Self::B(bytes(blob)),
            AttributeValue::Bool(value) => Self::Bool(value),
            AttributeValue::Null(true) => Self::Null,
            AttributeValue::Null(false) => return Err(SdkValueReason::FalseNull.into()),
            AttributeValue::L(values) => Self::L(elements(values, Self::try_from)?),
            AttributeValue::M(attributes) => Self::M(attributes.try_into()?),
            AttributeValue::Ss(texts) => Self::Ss(texts.into_iter().collect()),
            AttributeValue::Ns(numbers) => Self::Ns(elements::<_, _, BTreeSet<_>>(numbers, |text| {
                Ok(Number::try_from(text)?)
            })?),
            AttributeValue::Bs(blobs) => Self::Bs(blobs.into_iter().map(bytes).collect()),
            // The SDK's enum may grow; `Unknown` is all it says of what it cannot read.
            _ => return Err(SdkValueReason::UnknownType.into()),
        })
    }
}

impl TryFrom<HashMap<String, AttributeValue>> for Item {
    type Error = SdkValueError;

    fn try_from(attributes: HashMap<String, AttributeValue>) -> Result<Self, SdkValueError> {
        attributes
            .into_iter()
            .map(|(name, value)| match Value::try_from(value) {
                Ok(value) => Ok((name, value)),
                Err(error) => Err(error.within(format_args!("{name}"))),
            })
            .collect()
    }
}

fn elements<S, T, C: FromIterator<T>>(
    values: Vec<S>,
    convert: impl Fn(S) -> Result<T, SdkValueError>,
) -> Result<C, SdkValueError> {
    values
        .into_iter()
        .enumerate()
        .map(|(index, value)| convert(value).map_err(|error| error.within(format_args!("[{index}]"))))
        .collect()
}

fn blob(bytes: Bytes) -> Blob {
    Blob::new(Vec::from(bytes))
}

fn bytes(blob: Blob) -> Bytes {
    Bytes::from(blob.into_inner())
}
