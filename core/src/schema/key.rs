use std::fmt;

use super::Schema;
use super::format::{Format, too_wide, write_escaped, write_integer};
use super::table::same;
use crate::codec::{CodecError, KeyPart, Kind, Result, Writer};
use crate::value::{Number, NumberError};

/// One key attribute and what it is made of: a field, or a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    // As in `Schema`: read by the planner without a call.
    pub(crate) attribute: &'static str,
    kind: Kind,
    pub(crate) is_composed: bool,
    pub(crate) parts: &'static [Part],
    /// As written in the source; empty for a field.
    template: &'static str,
    /// The characters of the literals that no value may contain.
    separators: &'static str,
}

/// A piece of a key template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A placeholder: a field of the entity.
    Field {
        /// The index in [`Schema::fields`].
        index: u16,
        /// How its value is written.
        format: Format,
    },
    /// Text.
    Literal(&'static str),
}

impl Part {
    /// A placeholder whose value is written as it is.
    #[must_use]
    pub const fn field(index: u16) -> Self {
        Self::Field {
            index,
            format: Format::Plain,
        }
    }
}

impl Key {
    /// A key that is a field of the entity; `parts` is the field alone.
    #[must_use]
    pub const fn field(attribute: &'static str, kind: Kind, parts: &'static [Part]) -> Self {
        Self {
            attribute,
            kind,
            is_composed: false,
            parts,
            template: "",
            separators: "",
        }
    }

    /// A key that is composed: a string of its own.
    #[must_use]
    pub const fn template(
        attribute: &'static str,
        template: &'static str,
        separators: &'static str,
        parts: &'static [Part],
    ) -> Self {
        Self {
            attribute,
            kind: Kind::S,
            is_composed: true,
            parts,
            template,
            separators,
        }
    }

    /// A key that is made of nothing that is known: every entity of a collection makes it in a way of its own.
    pub(super) const fn opaque(attribute: &'static str, kind: Kind) -> Self {
        Self::field(attribute, kind, &[])
    }

    /// The attribute in the item.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The DynamoDB type: `S` for templates.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) const fn separators(&self) -> &'static str {
        self.separators
    }

    /// What it is made of.
    #[must_use]
    pub const fn parts(&self) -> &'static [Part] {
        self.parts
    }

    /// The fields it is made of, by their index in [`Schema::fields`], in the order of their placeholders.
    pub fn fields(&self) -> impl Iterator<Item = u16> + use<> {
        self.parts.iter().filter_map(|part| match *part {
            Part::Field { index, .. } => Some(index),
            Part::Literal(_) => None,
        })
    }

    /// Whether the text after the placeholder at this position begins with what no value of it contains, or is none.
    pub(crate) const fn ends_value(&self, at: usize) -> bool {
        if at + 1 == self.parts.len() {
            return true;
        }
        let Part::Literal(text) = self.parts[at + 1] else {
            return false;
        };
        let (text, separators) = (text.as_bytes(), self.separators.as_bytes());
        let mut start = 0;
        while start < separators.len() {
            let mut length = 1;
            // The bytes of a character after its first one.
            while start + length < separators.len() && separators[start + length] & 0xC0 == 0x80 {
                length += 1;
            }
            let mut same = 0;
            while same < length && same < text.len() && text[same] == separators[start + same] {
                same += 1;
            }
            if same == length {
                return true;
            }
            start += length;
        }
        false
    }

    /// Whether another key has the same value in every item.
    pub(crate) const fn is_same(&self, other: &Self) -> bool {
        if !same(self.template, other.template) || self.parts.len() != other.parts.len() {
            return false;
        }
        match (self.parts, other.parts) {
            ([Part::Field { index, .. }], [Part::Field { index: other, .. }]) => *index == *other,
            // The template says it all.
            _ => true,
        }
    }

    /// The template as written, or the attribute.
    pub(crate) const fn text(&self) -> &'static str {
        if self.is_field() { self.attribute } else { self.template }
    }

    /// Whether it is the attribute of a field of the entity, so that the field is written with it and not besides. A
    /// field of an entity in a shared table is copied into the table's attribute.
    #[must_use]
    pub const fn is_own(&self, schema: &Schema) -> bool {
        match self.parts {
            [Part::Field { index, .. }] if self.is_field() => {
                let field = &schema.fields()[*index as usize];
                !field.is_key_only() && same(field.attribute(), self.attribute)
            }
            _ => false,
        }
    }

    /// Whether it is a field of the entity as it is.
    #[must_use]
    pub const fn is_field(&self) -> bool {
        !self.is_composed
    }

    /// Writes the key's attribute value from the values of its fields, at most `limit` bytes long.
    ///
    /// # Errors
    ///
    /// An empty key, one that is too long, a value that contains a separator of the template, a number that does
    /// not fit its width. Each names the field.
    pub fn write<'a>(
        &self,
        schema: &Schema,
        writer: &mut Writer,
        limit: usize,
        value: &mut dyn FnMut(u16) -> Result<KeyPart<'a>>,
    ) -> Result<()> {
        if self.is_field() {
            let [Part::Field { index, .. }] = *self.parts else {
                unreachable!("`Key::field` is given one field");
            };
            let part = value(index)?;
            return within(part.size(), limit)
                .and_then(|()| part.write(writer))
                .map_err(|error| error.at(schema.fields()[usize::from(index)].attribute()));
        }
        writer.begin_object();
        writer.key(Kind::S.descriptor());
        writer.begin_string();
        let mut length = 0;
        for part in self.parts {
            length += self.write_part(schema, writer, *part, value)?;
        }
        within(length, limit).map_err(|error| error.at(self.attribute))?;
        writer.end_string();
        writer.end_object();
        Ok(())
    }

    /// Writes one of its parts and returns its length in bytes, escapes of JSON not counted.
    pub(crate) fn write_part<'a>(
        &self,
        schema: &Schema,
        writer: &mut Writer,
        part: Part,
        value: &mut dyn FnMut(u16) -> Result<KeyPart<'a>>,
    ) -> Result<usize> {
        match part {
            Part::Literal(text) => Ok(write_text(writer, text)),
            Part::Field { index, format } => self
                .write_placeholder(writer, format, value(index)?)
                .map_err(|error| error.at(schema.fields()[usize::from(index)].attribute())),
        }
    }

    /// Writes a value and returns its length in bytes, escapes of JSON not counted.
    fn write_placeholder(&self, writer: &mut Writer, format: Format, part: KeyPart<'_>) -> Result<usize> {
        match part {
            KeyPart::Absent => Err(CodecError::missing()),
            KeyPart::S("") => Err(CodecError::empty_key()),
            KeyPart::S(text) if format == Format::Escaped => Ok(write_escaped(writer, text, self.separators)),
            KeyPart::S(text) => {
                self.refuse_separators(text)?;
                Ok(write_text(writer, text))
            }
            KeyPart::Text(text) if format == Format::Escaped => Ok(write_escaped(writer, &text, self.separators)),
            // Of a fixed width: where it ends is known, whatever it contains.
            KeyPart::Text(text) => Ok(write_text(writer, &text)),
            KeyPart::Decimal(number) => self.write_number(writer, &number.parse()?, format),
            KeyPart::Int(value) => write_integer(writer, value, format),
            KeyPart::N(number) => self.write_number(writer, &number.parse()?, format),
            KeyPart::B(_) => Err(CodecError::custom(
                "binary cannot stand in a key template; store it as text",
            )),
        }
    }

    fn write_number(&self, writer: &mut Writer, number: &Number, format: Format) -> Result<usize> {
        match format {
            Format::Offset(integer) => {
                let value = whole(number, || integer.out_of_range())?;
                return write_integer(writer, value, format);
            }
            Format::Padded(width) => {
                let value = whole(number, || too_wide(width.into()))?;
                return write_integer(writer, value, format);
            }
            Format::Escaped | Format::Plain => {}
        }
        // `1.50` and `1.5` are one number, and DynamoDB gives back the second: they must make one key.
        let number = number.normalized();
        let text = number.as_str();
        self.refuse_separators(text.strip_prefix('-').unwrap_or(text))?;
        Ok(write_text(writer, text))
    }

    fn refuse_separators(&self, text: &str) -> Result<()> {
        match text.chars().find(|&character| self.separators.contains(character)) {
            Some(separator) => Err(CodecError::separator(separator, self.template)),
            None => Ok(()),
        }
    }
}

pub(super) fn write_text(writer: &mut Writer, text: &str) -> usize {
    writer.string_part(text);
    text.len()
}

fn whole(number: &Number, beyond: impl FnOnce() -> CodecError) -> Result<i128> {
    i128::try_from(number).map_err(|error| match error {
        NumberError::NotAnInteger => {
            CodecError::custom("a number with a fraction cannot be padded in a key template: it would not sort")
        }
        _ => beyond(),
    })
}

pub(crate) fn within(length: usize, limit: usize) -> Result<()> {
    if length > limit {
        Err(CodecError::key_too_long(limit, length))
    } else {
        Ok(())
    }
}

/// The template as written, or the attribute.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
