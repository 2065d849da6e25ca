use std::borrow::Cow;
use std::fmt;

use ddbx_core::Error;
use ddbx_core::codec::{CodecError, Encode, Writer};

use super::key::holds;
use super::members::Members as _;

/// The text of an expression: a literal, or [`Untrusted`] text made at run time.
#[derive(Clone, Debug)]
pub struct Expression(Cow<'static, str>);

impl Expression {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Text composed by ddbx itself, from placeholders only.
    pub(crate) fn composed(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&'static str> for Expression {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// Expression text that was made at run time. Whoever writes it vouches that no input of a user is part of it:
/// names and values belong in `name` and `value`.
///
/// ```
/// use ddbx::ops::{Query, Untrusted};
///
/// let column = ["#a", "#b"][1];
/// let query = Query::new("users").key_condition("id = :id").filter(Untrusted(format!("{column} > :n")));
/// ```
#[derive(Clone, Debug)]
pub struct Untrusted(
    /// The text.
    pub String,
);

impl From<Untrusted> for Expression {
    fn from(text: Untrusted) -> Self {
        Self(Cow::Owned(text.0))
    }
}

/// The names and values that the expressions of one request refer to.
#[derive(Default)]
pub(crate) struct Placeholders {
    names: Writer,
    values: Writer,
    error: Option<Error>,
}

impl Placeholders {
    /// What `#placeholder` stands for.
    pub(crate) fn name(&mut self, placeholder: &str, attribute: &str) {
        if self.accepts('#', placeholder) {
            self.names.text(placeholder, attribute);
        }
    }

    /// What `:placeholder` stands for.
    pub(crate) fn value(&mut self, placeholder: &str, value: &impl Encode) {
        if !self.accepts(':', placeholder) {
            return;
        }
        let start = self.values.len();
        self.values.key(placeholder);
        let encoded = match value.is_absent() {
            true => Err(CodecError::custom("an absent value cannot be compared with or stored")),
            false => value.encode(&mut self.values),
        };
        if let Err(error) = encoded {
            self.values.truncate(start);
            self.fail(Error::encode(error.at(placeholder.to_owned())));
        }
    }

    /// Values that were encoded before, as members without braces.
    pub(crate) fn encoded_values(&mut self, members: &[u8]) {
        if !members.is_empty() {
            self.values.raw(members);
        }
    }

    /// Whether the placeholder may be added: it has its sign, and is new.
    fn accepts(&mut self, sign: char, placeholder: &str) -> bool {
        let shown = placeholder.escape_debug();
        if !placeholder.starts_with(sign) {
            let what = if sign == '#' { "name" } else { "value" };
            self.fail(Error::invalid(format!(
                "the {what} placeholder `{shown}` must start with `{sign}`"
            )));
            return false;
        }
        let members = if sign == '#' { &self.names } else { &self.values };
        if holds(members, placeholder) {
            self.fail(Error::invalid(format!("the placeholder `{shown}` is given twice")));
            return false;
        }
        true
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// The same placeholders for another request.
    pub(crate) fn copy(&self) -> Self {
        let copy_of = |members: &Writer| {
            let mut copy = Writer::new();
            if !members.is_empty() {
                copy.raw(members.as_slice());
            }
            copy
        };
        Self {
            names: copy_of(&self.names),
            values: copy_of(&self.values),
            error: None,
        }
    }

    /// Writes both members of the request, each only if it has any.
    pub(crate) fn write(self, writer: &mut Writer) -> Result<(), Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for (member, content) in [
            ("ExpressionAttributeNames", &self.names),
            ("ExpressionAttributeValues", &self.values),
        ] {
            if !content.is_empty() {
                writer.object(member, |writer| writer.raw(content.as_slice()));
            }
        }
        Ok(())
    }
}

/// Without the values.
impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placeholders")
            .field("names_bytes", &self.names.len())
            .field("values_bytes", &self.values.len())
            .field("error", &self.error)
            .finish()
    }
}
