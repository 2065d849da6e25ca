use std::fmt;

use super::{CodecError, Kind, Result, Type, Writer};

/// A type that may stand in a key: strings, binary, integers of up to 64 bits and [`Number`](crate::Number).
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
    /// An integer: the only numbers that can be padded in a template.
    Int(i128),
    /// A number, as the text of a [`Number`](crate::Number).
    N(&'a str),
    /// A string.
    S(&'a str),
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
            Self::S(text) => writer.s(text),
        }
        Ok(())
    }

    /// The bytes the value counts towards the limit of its key; numbers are always short enough.
    pub(crate) fn size(self) -> usize {
        match self {
            Self::B(bytes) => bytes.len(),
            Self::Absent | Self::Int(_) | Self::N(_) => 0,
            Self::S(text) => text.len(),
        }
    }
}

impl fmt::Debug for KeyPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Absent => return f.write_str("KeyPart(absent)"),
            Self::B(_) => Kind::B,
            Self::Int(_) | Self::N(_) => Kind::N,
            Self::S(_) => Kind::S,
        };
        write!(f, "KeyPart({})", kind.descriptor())
    }
}
