use std::borrow::Cow;

use super::format::Format;
use super::{Key, Part, Schema};
use crate::codec::Kind;

impl Schema {
    /// The key of the table that holds the value of this field, in a template.
    #[must_use]
    pub fn key_of(&self, field: u16) -> Option<&'static Key> {
        let holds = |key: &&Key| !key.is_field() && key.fields().any(|index| index == field);
        self.primary().keys().find(holds)
    }
}

impl Key {
    /// The text of a field in a key that was read: as its value is written, without the zeros of a width or the escapes
    /// of separators. `None` if the key is none that this template writes, or has no such placeholder.
    #[must_use]
    pub fn read<'t>(&self, schema: &Schema, key: &'t str, field: u16) -> Option<Cow<'t, str>> {
        let mut found: Option<Cow<'t, str>> = None;
        let mut rest = key;
        for (position, part) in self.parts().iter().enumerate() {
            match *part {
                Part::Literal(text) => rest = rest.strip_prefix(text)?,
                Part::Field { index, format } => {
                    let (piece, after) = rest.split_at_checked(self.end(schema, position, rest)?)?;
                    rest = after;
                    let value = format.read(piece, self.separators(), &schema.fields()[usize::from(index)])?;
                    if index != field {
                        continue;
                    }
                    if found.as_ref().is_some_and(|found| *found != value) {
                        return None;
                    }
                    found = Some(value);
                }
            }
        }
        found.filter(|_| rest.is_empty())
    }

    /// Where the value of the placeholder at `position` ends, in what is left of the key from its start.
    fn end(&self, schema: &Schema, position: usize, rest: &str) -> Option<usize> {
        let Part::Field { index, format } = self.parts()[position] else {
            return None;
        };
        let field = &schema.fields()[usize::from(index)];
        let width = match format {
            Format::Escaped => 0,
            Format::Offset(_) | Format::Padded(_) => format.width(),
            Format::Plain => field.width(),
        };
        if width > 0 {
            return Some(width);
        }
        match self.parts().get(position + 1) {
            None => Some(rest.len()),
            // Nothing would say where it ends: the derive refuses it.
            Some(Part::Field { .. }) => None,
            Some(Part::Literal(literal)) => {
                let is_separator = |character| self.separators().contains(character);
                match literal.find(is_separator) {
                    // Letters and digits alone: nothing follows them.
                    None => rest.len().checked_sub(literal.len()),
                    Some(before) => {
                        // A sign is no separator.
                        let sign = usize::from(field.kind() == Kind::N && rest.starts_with('-'));
                        let separator = sign + rest[sign..].find(is_separator)?;
                        separator.checked_sub(before)
                    }
                }
            }
        }
    }
}
