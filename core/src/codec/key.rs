use std::fmt;

use super::{CodecError, Kind, Result, ShortText, Type, Writer};

/// A type that may stand in a key: strings, binary, integers of up to 64 bits and [`Number`](crate::Number); with
/// their features, decimals, timestamps, dates and identifiers of other crates.
///
/// Source: [Naming rules and data types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key: keys are strings, binary, integers up to 64 bits or `Number`",
    label = "not a key type",
    note = "fields of a key are never `Option`: every item has its whole key"
)]
pub trait KeyAttribute: Type {
    /// The value as a part of a key.
    ///
    /// # Errors
    ///
    /// A value that no key can hold.
    fn key_part(&self) -> Result<KeyPart<'_>>;
}

/// A value on its way into a key attribute or a key template.
///
/// `Debug` shows the type only: values stay out of logs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum KeyPart<'a> {
    /// Nothing: an item without it is not in the index.
    Absent,
    /// Binary.
    B(&'a [u8]),
    /// A number whose text was made for this.
    Decimal(ShortText),
    /// An integer: the only numbers that can be padded in a template.
    Int(i128),
    /// A number, as the text of a [`Number`](crate::Number).
    N(&'a str),
    /// A string.
    S(&'a str),
    /// A string that was made for this, as long as all of its type: that of a timestamp, of a UUID.
    Text(ShortText),
}

impl KeyPart<'_> {
    /// Writes the attribute value of a key that is this value alone.
    pub(crate) fn write(self, writer: &mut Writer) -> Result<()> {
        match self {
            Self::Absent => return Err(CodecError::missing()),
            Self::B([]) | Self::S("") => return Err(CodecError::empty_key()),
            Self::B(bytes) => writer.b(bytes),
            Self::Int(value) => writer.n(itoa::Buffer::new().format(value)),
            Self::N(number) => writer.n(number),
            Self::Decimal(number) => writer.n(&number),
            Self::S(text) => writer.s(text),
            Self::Text(text) => writer.s(&text),
        }
        Ok(())
    }

    /// The bytes the value counts towards the limit of its key; numbers are always short enough.
    pub(crate) fn size(self) -> usize {
        match self {
            Self::B(bytes) => bytes.len(),
            Self::Absent | Self::Int(_) | Self::N(_) | Self::Decimal(_) => 0,
            Self::S(text) => text.len(),
            Self::Text(text) => text.len(),
        }
    }
}

impl fmt::Debug for KeyPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Absent => return f.write_str("KeyPart(absent)"),
            Self::B(_) => Kind::B,
            Self::Int(_) | Self::N(_) | Self::Decimal(_) => Kind::N,
            Self::S(_) | Self::Text(_) => Kind::S,
        };
        write!(f, "KeyPart({})", kind.descriptor())
    }
}
