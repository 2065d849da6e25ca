//! Which key an item has, whatever its text: DynamoDB writes numbers and strings in its own way.

use std::sync::Arc;

use ddbx_core::Number;
use ddbx_core::codec::{self, CodecError, Kind, Parser};

/// A key, as DynamoDB tells it from others: `1.0` and `1` are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity(Arc<[u8]>);

/// The names of the attributes of a table's primary key.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyAttributes(Arc<[String]>);

impl KeyAttributes {
    /// Those of a key, which is nothing else.
    pub(super) fn of(key: &[u8]) -> codec::Result<Self> {
        let mut parser = Parser::from_slice(key)?;
        let mut names = Vec::new();
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            names.push(name.into_owned());
            parser.skip_value()?;
        }
        Ok(Self(names.into()))
    }

    /// The key of an item, or of a key.
    pub(super) fn identity(&self, item: &[u8]) -> codec::Result<Identity> {
        let mut parser = Parser::from_slice(item)?;
        let mut values = vec![None; self.0.len()];
        let mut left = values.len();
        parser.begin_object()?;
        while left > 0 {
            let Some(name) = parser.next_key()? else { break };
            match self.0.iter().position(|known| *known == name) {
                Some(at) => {
                    left -= usize::from(values[at].is_none());
                    values[at] = Some(value(&mut parser).map_err(|error| error.at(self.0[at].clone()))?);
                }
                None => parser.skip_value()?,
            }
        }
        let mut identity = Vec::new();
        for (name, value) in self.0.iter().zip(values) {
            let value = value.ok_or_else(|| CodecError::custom("a key lacks this attribute").at(name.clone()))?;
            // With its length, so that no two values together are like two others.
            identity.extend(value.len().to_le_bytes());
            identity.extend(value);
        }
        Ok(Identity(identity.into()))
    }
}

/// The value of a key's attribute, in the one form that equal values have: its type, and what it is.
fn value(parser: &mut Parser<'_>) -> codec::Result<Vec<u8>> {
    let kind = parser.begin_value()?;
    let text = parser.string()?;
    let value = match kind {
        Kind::S => [b"S", text.as_bytes()].concat(),
        Kind::N => [b"N", text.parse::<Number>()?.normalized().as_str().as_bytes()].concat(),
        // One base64 text for each binary: both sides write it with padding, and without white space.
        Kind::B => [b"B", text.as_bytes()].concat(),
        _ => return Err(CodecError::custom("a key is a string, a number or binary")),
    };
    parser.end_value()?;
    Ok(value)
}
