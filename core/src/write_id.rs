//! The mark a conditional write leaves in its item, by which its repeat knows that it succeeded.

use bytes::Bytes;

use crate::codec::{self, Parser};
use crate::response::Response;

/// The id that a write stores in its item, so that a repeat whose condition fails can tell its own success from another
/// writer's.
///
/// The answer to a conditional write is lost, the write is repeated, and its condition is false: because another writer
/// was first, or because the lost attempt succeeded? The item that made the condition false has the id of the write that
/// made it. Comparing what the two wrote would prove nothing, for two writers may write the same.
///
/// A request carries it in its extensions; its body sets the attribute, and asks for the old item of a failed condition.
///
/// ```
/// use bytes::Bytes;
/// use ddbx_core::WriteId;
/// use ddbx_core::write_id::Returned;
///
/// let ours = WriteId::new("_w", "7a2f", Returned::Nothing);
/// assert!(ours.is_in(&Bytes::from(r#"{"id":{"S":"u1"},"_w":{"S":"7a2f"}}"#)));
/// assert!(!ours.is_in(&Bytes::from(r#"{"id":{"S":"u1"},"_w":{"S":"91bc"}}"#)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteId {
    attribute: &'static str,
    id: Box<str>,
    returned: Returned,
}

/// What a write asked to have back (`ReturnValues`), and whether the item it left behind tells that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// The item as it was, or parts of it: lost with the answer.
    Before,
    /// The whole item as it is afterwards (`ALL_NEW`).
    New,
    /// Nothing.
    Nothing,
}

impl WriteId {
    /// The id that a write stores in `attribute`, as a string.
    #[must_use]
    pub fn new(attribute: &'static str, id: impl Into<Box<str>>, returned: Returned) -> Self {
        Self {
            attribute,
            id: id.into(),
            returned,
        }
    }

    /// The attribute.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether an item, as DynamoDB JSON, was last written by the write with this id.
    #[must_use]
    pub fn is_in(&self, item: &Bytes) -> bool {
        self.find(item).unwrap_or(false)
    }

    fn find(&self, item: &[u8]) -> codec::Result<bool> {
        let mut parser = Parser::from_slice(item)?;
        let mut found = false;
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            if name != self.attribute {
                parser.skip_value()?;
                continue;
            }
            parser.begin_object()?;
            while let Some(kind) = parser.next_key()? {
                if kind == "S" {
                    found = parser.string()? == self.id.as_ref();
                } else {
                    parser.skip_value()?;
                }
            }
        }
        Ok(found)
    }

    /// The answer that was lost, as far as the item tells it; `None` where it was to hold what the item was before.
    #[must_use]
    pub fn answer(&self, item: &Bytes) -> Option<Response> {
        match self.returned {
            Returned::Before => None,
            Returned::Nothing => Some(Response::new(200, "{}")),
            Returned::New => {
                let body = [b"{\"Attributes\":".as_slice(), item, b"}"].concat();
                Some(Response::new(200, body))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(returned: Returned) -> WriteId {
        WriteId::new("_w", "7a2f", returned)
    }

    #[test]
    fn only_the_id_itself_counts() {
        for (item, is_ours) in [
            (r#"{"_w":{"S":"7a2f"}}"#, true),
            (r#"{"a":{"M":{"_w":{"S":"7a2f"}}}}"#, false),
            (r#"{"_w":{"N":"7"}}"#, false),
            (r#"{"_w":{"S":"7a2"}}"#, false),
            (r#"{"w":{"S":"7a2f"}}"#, false),
            ("{}", false),
            ("null", false),
            (r#"{"_w":{"S":"7a2f"}"#, false),
        ] {
            assert_eq!(ours(Returned::Nothing).is_in(&Bytes::from(item)), is_ours, "{item}");
        }
    }

    #[test]
    fn the_lost_answer_is_told_as_far_as_the_item_goes() {
        let item = Bytes::from(r#"{"_w":{"S":"7a2f"}}"#);
        let body = |returned| ours(returned).answer(&item).map(|answer| answer.body);
        assert_eq!(body(Returned::Nothing), Some(Bytes::from("{}")));
        assert_eq!(
            body(Returned::New),
            Some(Bytes::from(r#"{"Attributes":{"_w":{"S":"7a2f"}}}"#))
        );
        assert_eq!(body(Returned::Before), None);
    }
}
