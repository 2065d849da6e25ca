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
    /// How many bytes the text of every value has, for a type whose parts are [`KeyPart::Text`]: so much of a key is
    /// one value, whatever it contains. Zero where texts differ in length.
    const WIDTH: usize = 0;

    /// The value as a part of a key.
    ///
    /// # Errors
    ///
    /// A value that no key can hold.
    fn key_part(&self) -> Result<KeyPart<'_>>;
}

/// A type that can be read back out of a key: what a field marked `key_only` has. Those of [`KeyAttribute`] but for
/// binary are.
///
/// ```
/// use ddbx_core::codec::FromKey;
///
/// assert_eq!(i32::from_key("-7")?, -7);
/// assert!(i32::from_key("007").is_err(), "no key is written so");
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
pub trait FromKey: KeyAttribute + Sized {
    /// Reads the value from the text it is written as in a key template, without the zeros of a width or the escapes of
    /// separators.
    ///
    /// # Errors
    ///
    /// Text that no value is written as; the error must not hold it.
    fn from_key(text: &str) -> Result<Self>;
}

/// What a field marked `key_only` needs of its type, in one: a type that is none of a key is one error.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read back out of a key: `key_only` is for strings, integers up to 64 bits, `Number`, decimals, timestamps and identifiers",
    label = "cannot be stored in the key only",
    note = "fields of a key are never `Option`: every item has its whole key"
)]
pub trait KeyOnly: Sized {
    /// [`KeyAttribute::WIDTH`].
    const WIDTH: usize;

    /// [`KeyAttribute::key_part`].
    fn key_part(&self) -> Result<KeyPart<'_>>;

    /// [`FromKey::from_key`].
    fn from_key(text: &str) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromKey> KeyOnly for T {
    const WIDTH: usize = <T as KeyAttribute>::WIDTH;

    fn key_part(&self) -> Result<KeyPart<'_>> {
        KeyAttribute::key_part(self)
    }

    fn from_key(text: &str) -> Result<Self> {
        FromKey::from_key(text)
    }
}

/// The integer of a text that one is written as in a key: without a plus or zeros before it.
#[doc(hidden)]
pub fn integer_from_key<T: itoa::Integer + std::str::FromStr + Copy>(text: &str, rust: &'static str) -> Result<T> {
    text.parse()
        .ok()
        .filter(|&integer: &T| itoa::Buffer::new().format(integer) == text)
        .ok_or_else(|| CodecError::misfit(rust, "the text in the key is not one of its numbers"))
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
