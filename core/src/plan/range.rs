//! The ends of a range of a key that is composed: the text where it begins, and the text where it ends.

use std::borrow::Cow;

use super::{Bounds, End};
use crate::codec::{Bound, CodecError, KeyPart, Kind, Parser, Result, Writer};
use crate::limits::SORT_KEY_BYTES;
use crate::schema::{Key, Schema, within};

/// How the key condition writes a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `begins_with(key, from)`
    BeginsWith,
    /// `key BETWEEN from AND to`
    Between,
    /// `key > from`, or another comparison with one value.
    Compare(&'static str),
}

/// The form of a range of a key, whose placeholder stands at `part`.
pub(super) fn form(key: &Key, part: usize, bounds: Bounds) -> Form {
    let (from, to) = match bounds {
        Bounds::BeginsWith(_) | Bounds::Open => return Form::BeginsWith,
        Bounds::Between(from, to) => (from, to),
    };
    // The text before the placeholder bounds the other end.
    if part > 0 {
        return Form::Between;
    }
    let is_last = part + 1 == key.parts().len();
    match (from, to) {
        (Some(_), Some(_)) => Form::Between,
        (Some(from), None) if key.is_field() && from.strict => Form::Compare(">"),
        (_, None) => Form::Compare(">="),
        // Of more than the value, no key ends there.
        (None, Some(to)) if to.strict || !is_last => Form::Compare("<"),
        (None, Some(_)) => Form::Compare("<="),
    }
}

/// A range of a composed key, and the values that it is made of.
pub(super) struct Range<'a> {
    pub(super) schema: &'static Schema,
    pub(super) key: &'a Key,
    /// The position of the placeholder in the key's parts.
    pub(super) part: usize,
    /// The values that the placeholders before it have.
    pub(super) bound: &'a dyn Fn(u16) -> Result<KeyPart<'a>>,
}

/// What stands behind the parts of a key and a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    Nothing,
    /// What makes it the least text that is greater than all that begin so.
    AfterAll,
    /// What makes it the least text that is greater.
    Next,
}

impl Range<'_> {
    /// What all keys begin with, with the start of the placeholder's value if there is one.
    pub(super) fn write_prefix(&self, writer: &mut Writer, prefix: Option<&Bound>) -> Result<()> {
        self.write(writer, prefix, Tail::Nothing)
    }

    /// Where it begins.
    pub(super) fn write_from(&self, writer: &mut Writer, end: Option<(End, &Bound)>) -> Result<()> {
        match end {
            None => self.write(writer, None, Tail::Nothing),
            Some((end, value)) if !end.strict => self.write(writer, Some(value), Tail::Nothing),
            Some((_, value)) if self.is_last() => self.write(writer, Some(value), Tail::Next),
            Some((_, value)) => self.write(writer, Some(value), Tail::AfterAll),
        }
    }

    /// Where it ends; no key of the entity is that text unless it lies in the range, or is the excluded end.
    pub(super) fn write_to(&self, writer: &mut Writer, end: Option<(End, &Bound)>) -> Result<()> {
        match end {
            None => self.write(writer, None, Tail::AfterAll),
            Some((end, value)) if end.strict || self.is_last() => self.write(writer, Some(value), Tail::Nothing),
            Some((_, value)) => self.write(writer, Some(value), Tail::AfterAll),
        }
    }

    fn is_last(&self) -> bool {
        self.part + 1 == self.key.parts().len()
    }

    /// Writes the parts before the placeholder, a value of it, and what stands behind.
    fn write(&self, writer: &mut Writer, value: Option<&Bound>, tail: Tail) -> Result<()> {
        writer.begin_object();
        writer.key(Kind::S.descriptor());
        writer.begin_string();
        let start = writer.len();
        let mut length = 0;
        for part in &self.key.parts()[..self.part] {
            length += self
                .key
                .write_part(self.schema, writer, *part, &mut |field| (self.bound)(field))?;
        }
        if let Some(value) = value {
            let placeholder = self.key.parts()[self.part];
            length += self.key.write_part(self.schema, writer, placeholder, &mut |_| {
                value
                    .key_part()
                    .ok_or_else(|| CodecError::custom("this type cannot stand in a key"))
            })?;
        }
        let full = length >= SORT_KEY_BYTES;
        within(length, SORT_KEY_BYTES).map_err(|error| error.at(self.key.attribute()))?;
        match tail {
            Tail::Nothing => {}
            // No key is longer.
            Tail::Next if full => succeed(writer, start)?,
            Tail::Next => writer.string_part("\0"),
            Tail::AfterAll => succeed(writer, start)?,
        }
        writer.end_string();
        writer.end_object();
        Ok(())
    }
}

/// Makes the text that was written from `start` on the least one that is greater than all that begin with it: its last
/// character becomes the next one. DynamoDB compares the bytes of UTF-8, whose order is that of the characters.
fn succeed(writer: &mut Writer, start: usize) -> Result<()> {
    let written = &writer.as_slice()[start..];
    let text = if written.contains(&b'\\') {
        let quoted = [b"\"", written, b"\""].concat();
        Cow::Owned(Parser::from_slice(&quoted)?.string()?.into_owned())
    } else {
        String::from_utf8_lossy(written)
    };
    // Nothing follows the greatest character: the one before it is the last that has a next.
    let mut kept = text.trim_end_matches(char::MAX).chars();
    let Some(next) = kept.next_back().and_then(next) else {
        // What begins with more of them is all there can be.
        writer.string_part("\u{10FFFF}");
        return Ok(());
    };
    let length = kept.as_str().len();
    match text {
        // The text is what was written.
        Cow::Borrowed(_) => writer.truncate(start + length),
        Cow::Owned(text) => {
            writer.truncate(start);
            writer.string_part(&text[..length]);
        }
    }
    writer.string_part(next.encode_utf8(&mut [0; 4]));
    Ok(())
}

fn next(character: char) -> Option<char> {
    match character {
        '\u{D7FF}' => Some('\u{E000}'),
        _ => char::from_u32(u32::from(character) + 1),
    }
}
