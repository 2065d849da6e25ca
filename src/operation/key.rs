use std::fmt;

use ddbx_core::codec::{self, CodecError, Decode as _, Encode, Parser, Writer};
use ddbx_core::limits::PARTITION_KEY_BYTES;
use ddbx_core::{Error, Value};

/// The key of an item, where an operation takes several.
///
/// A pair of name and value converts into it, and so do two of them.
///
/// ```
/// use ddbx::ops::{BatchGetItem, Key};
///
/// let batch = BatchGetItem::new()
///     .key("users", ("id", "u1"))
///     .key("orders", (("customer", "c1"), ("n", 7)))
///     .key("orders", Key::new("customer", "c2").with("n", 8));
/// assert_eq!(batch.len(), 3);
/// ```
#[derive(Default)]
#[must_use = "a key is given to an operation"]
pub struct Key {
    attributes: Writer,
    error: Option<Error>,
}

impl Key {
    /// A key with this attribute.
    pub fn new(attribute: &str, value: impl Encode) -> Self {
        Self::default().with(attribute, value)
    }

    /// The key with one more attribute: the sort key.
    pub fn with(mut self, attribute: &str, value: impl Encode) -> Self {
        self.attribute(attribute, &value);
        self
    }

    /// Adds an attribute.
    pub(crate) fn attribute(&mut self, name: &str, value: &impl Encode) {
        if holds(&self.attributes, name) {
            let message = format!("the key attribute `{}` is given twice", name.escape_debug());
            self.error.get_or_insert(Error::invalid(message));
            return;
        }
        let start = self.attributes.len();
        let result = self
            .attributes
            .attribute(name, value)
            .and_then(|()| check(&self.attributes.as_slice()[start..]).map_err(|error| error.at(name.to_owned())));
        if let Err(error) = result {
            self.attributes.truncate(start);
            self.error.get_or_insert(Error::encode(error));
        }
    }

    /// Takes a whole key that is encoded already, with its braces.
    pub(crate) fn encoded(&mut self, key: Result<Vec<u8>, Error>) {
        match key {
            Ok(object) => {
                let members = object
                    .strip_prefix(b"{")
                    .and_then(|rest| rest.strip_suffix(b"}"))
                    .unwrap_or(&object);
                self.attributes.raw(members);
            }
            Err(error) => drop(self.error.get_or_insert(error)),
        }
    }

    /// Writes the member `Key`.
    pub(crate) fn write_member(self, writer: &mut Writer) -> Result<(), Error> {
        writer.key("Key");
        self.write(writer)
    }

    /// Writes the key as a JSON object.
    pub(crate) fn write(self, writer: &mut Writer) -> Result<(), Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.attributes.is_empty() {
            return Err(Error::invalid(
                "an item is found by its key: say `.key(attribute, value)`, once for each attribute of the table's key",
            ));
        }
        writer.begin_object();
        writer.raw(self.attributes.as_slice());
        writer.end_object();
        Ok(())
    }
}

/// Without the values.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("bytes", &self.attributes.len())
            .field("error", &self.error)
            .finish()
    }
}

impl<V: Encode> From<(&str, V)> for Key {
    fn from((attribute, value): (&str, V)) -> Self {
        Self::new(attribute, value)
    }
}

impl<V: Encode, W: Encode> From<((&str, V), (&str, W))> for Key {
    fn from((first, second): ((&str, V), (&str, W))) -> Self {
        Self::from(first).with(second.0, second.1)
    }
}

/// Whether a member of this name was written; what was written are members without their braces.
pub(super) fn holds(members: &Writer, name: &str) -> bool {
    let Ok(mut parser) = Parser::from_slice(members.as_slice()) else {
        return false;
    };
    // The end of the text is an error of the parser, since no brace ends it.
    while let Ok(Some(written)) = parser.next_key() {
        if written == name {
            return true;
        }
        if parser.skip_value().is_err() {
            break;
        }
    }
    false
}

/// Refuses what no key can be, before it is sent; what was written is the one member.
fn check(member: &[u8]) -> codec::Result<()> {
    if member.is_empty() {
        return Err(CodecError::custom("a key attribute cannot be absent"));
    }
    if member.ends_with(b":{\"S\":\"\"}") || member.ends_with(b":{\"B\":\"\"}") {
        return Err(CodecError::custom("a key cannot be empty"));
    }
    // A value is never longer than its JSON: only long ones are measured. Which of the two keys it is, is not known
    // here; the partition key may be the longer one.
    if member.len() > PARTITION_KEY_BYTES {
        let mut parser = Parser::from_slice(member.strip_prefix(b",").unwrap_or(member))?;
        parser.next_key()?;
        let bytes = match Value::decode(&mut parser)? {
            Value::S(text) => text.len(),
            Value::B(bytes) => bytes.len(),
            _ => 0,
        };
        if bytes > PARTITION_KEY_BYTES {
            let message = format!("this key has {bytes} bytes, DynamoDB takes at most {PARTITION_KEY_BYTES}");
            return Err(CodecError::custom(message));
        }
    }
    Ok(())
}
