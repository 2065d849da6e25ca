//! The ends of a range of a sort key, and how the key condition compares with them.

use std::cmp::Ordering;

use super::{Bounds, End};
use crate::codec::{Bound, CodecError, KeyPart, Kind, Parser, Result, Writer, from_slice};
use crate::limits::SORT_KEY_BYTES;
use crate::schema::{Key, Part, Schema, within};
use crate::value::Number;

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
        (Some(from), None) if from.strict && is_last => Form::Compare(">"),
        (_, None) => Form::Compare(">="),
        // Of more than the value, no key ends there.
        (None, Some(to)) if to.strict || !is_last => Form::Compare("<"),
        (None, Some(_)) => Form::Compare("<="),
    }
}

/// What a key condition compares a key with.
pub(super) struct Ends {
    /// The one value of the form, or the first of two.
    pub(super) first: Bound,
    /// The second value of `BETWEEN`.
    pub(super) second: Option<Bound>,
    /// Whether no key lies between them. DynamoDB refuses to look.
    pub(super) is_empty: bool,
}

impl Ends {
    fn of(first: Bound, second: Option<Bound>) -> Self {
        let is_empty = second.as_ref().is_some_and(|second| is_greater(&first, second));
        Self {
            first,
            second,
            is_empty,
        }
    }
}

/// A range of a sort key, and the values that it is made of.
pub(super) struct Range<'a> {
    pub(super) schema: &'static Schema,
    pub(super) key: &'a Key,
    /// The position of the placeholder in the key's parts.
    pub(super) part: usize,
    /// The values that the placeholders before it have.
    pub(super) bound: &'a dyn Fn(u16) -> Result<KeyPart<'a>>,
}

/// An end of a range, and its value.
pub(super) type Valued<'a> = (End, &'a Bound);

impl Range<'_> {
    /// The ends of the keys that begin so.
    pub(super) fn beginning(&self, prefix: Option<&Bound>) -> Result<Ends> {
        if self.key.is_field() {
            let prefix = prefix.ok_or_else(CodecError::missing)?;
            return Ok(Ends::of(self.field(prefix)?, None));
        }
        let is_empty = |value: &&Bound| matches!(value.key_part(), Some(KeyPart::S("")));
        let text = self.text(prefix.filter(|prefix| !is_empty(prefix)))?;
        if text.is_empty() {
            return Err(CodecError::empty_key().at(self.attribute()));
        }
        Ok(Ends::of(Bound::S(text), None))
    }

    /// The ends of the keys between these.
    pub(super) fn between(&self, from: Option<Valued<'_>>, to: Option<Valued<'_>>) -> Result<Ends> {
        if self.key.is_field() {
            let mut values = [from, to].into_iter().flatten().map(|(_, value)| self.field(value));
            let first = values.next().unwrap_or_else(|| Err(CodecError::missing()))?;
            return Ok(Ends::of(first, values.next().transpose()?));
        }
        match (from, to) {
            // Nothing before the placeholder bounds the other end.
            (Some(from), None) if self.part == 0 => self.alone(from),
            (None, Some(to)) if self.part == 0 => Ok(Ends::of(self.to(Some(to))?, None)),
            (from, to) => {
                let to = Some(self.to(to)?);
                Ok(match self.from(from)? {
                    Some(from) => Ends::of(from, to),
                    None => Self::nothing(to),
                })
            }
        }
    }

    fn alone(&self, (end, value): Valued<'_>) -> Result<Ends> {
        if end.strict && self.is_last() {
            return Ok(Ends::of(Bound::S(self.text(Some(value))?), None));
        }
        Ok(match self.from(Some((end, value)))? {
            Some(from) => Ends::of(from, None),
            None => Self::nothing(None),
        })
    }

    /// The ends of a range that begins after the last key there can be.
    fn nothing(second: Option<Bound>) -> Ends {
        Ends {
            first: Bound::S(greatest()),
            second,
            is_empty: true,
        }
    }

    /// Where it begins; nowhere, after the last key there can be.
    fn from(&self, end: Option<Valued<'_>>) -> Result<Option<Bound>> {
        let Some((end, value)) = end else {
            return Ok(Some(Bound::S(self.text(None)?)));
        };
        let text = self.text(Some(value))?;
        Ok(if !end.strict {
            Some(text)
        } else if self.is_last() && text.len() < SORT_KEY_BYTES {
            Some(text + "\0")
        } else {
            after(text)
        }
        .map(Bound::S))
    }

    /// Where it ends; no key of the entity is that text unless it lies in the range, or is the excluded end.
    fn to(&self, end: Option<Valued<'_>>) -> Result<Bound> {
        let text = match end {
            None => after(self.text(None)?).unwrap_or_else(greatest),
            Some((end, value)) if end.strict || self.is_last() => self.text(Some(value))?,
            Some((_, value)) => after(self.text(Some(value))?).unwrap_or_else(greatest),
        };
        Ok(Bound::S(text))
    }

    fn is_last(&self) -> bool {
        self.part + 1 == self.key.parts().len()
    }

    /// The value of a key that is a field.
    fn field(&self, value: &Bound) -> Result<Bound> {
        let part = value.key_part();
        if matches!(part, Some(KeyPart::S("") | KeyPart::B([]))) {
            return Err(CodecError::empty_key().at(self.attribute()));
        }
        let length = part.map_or(0, KeyPart::size);
        within(length, SORT_KEY_BYTES).map_err(|error| error.at(self.attribute()))?;
        Ok(value.clone())
    }

    /// The attribute of the field that the placeholder stands for.
    fn attribute(&self) -> &'static str {
        match self.key.parts()[self.part] {
            Part::Field { index, .. } => self.schema.fields()[usize::from(index)].attribute(),
            Part::Literal(_) => self.key.attribute(),
        }
    }

    /// Writes where it begins, of a composed key: the text of [`between`](Self::between), with no text in between.
    pub(super) fn write_from(&self, writer: &mut Writer, end: Option<Valued<'_>>) -> Result<()> {
        match end {
            None => self.write(writer, None, Tail::Nothing),
            Some((end, value)) if !end.strict => self.write(writer, Some(value), Tail::Nothing),
            Some((_, value)) if self.is_last() => self.write(writer, Some(value), Tail::Next),
            Some((_, value)) => self.write(writer, Some(value), Tail::AfterAll),
        }
    }

    /// Writes the one value that a composed key is greater than, or not less than.
    pub(super) fn write_alone(&self, writer: &mut Writer, (end, value): Valued<'_>) -> Result<()> {
        if end.strict && self.is_last() {
            return self.write(writer, Some(value), Tail::Nothing);
        }
        self.write_from(writer, Some((end, value)))
    }

    /// Writes where it ends, of a composed key.
    pub(super) fn write_to(&self, writer: &mut Writer, end: Option<Valued<'_>>) -> Result<()> {
        match end {
            None => self.write(writer, None, Tail::AfterAll),
            Some((end, value)) if end.strict || self.is_last() => self.write(writer, Some(value), Tail::Nothing),
            Some((_, value)) => self.write(writer, Some(value), Tail::AfterAll),
        }
    }

    fn write(&self, writer: &mut Writer, value: Option<&Bound>, tail: Tail) -> Result<()> {
        writer.begin_object();
        writer.key(Kind::S.descriptor());
        writer.begin_string();
        let start = writer.len();
        let length = self.write_text(writer, value)?;
        match tail {
            Tail::Nothing => {}
            Tail::Next if length < SORT_KEY_BYTES => writer.string_part("\0"),
            Tail::Next | Tail::AfterAll => succeed(writer, start)?,
        }
        writer.end_string();
        writer.end_object();
        Ok(())
    }

    /// The parts before the placeholder, and a value of it.
    pub(super) fn text(&self, value: Option<&Bound>) -> Result<String> {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.key(Kind::S.descriptor());
        writer.begin_string();
        self.write_text(&mut writer, value)?;
        writer.end_string();
        writer.end_object();
        from_slice(writer.as_slice())
    }

    /// Writes the parts before the placeholder, and a value of it, and returns their length in bytes.
    fn write_text(&self, writer: &mut Writer, value: Option<&Bound>) -> Result<usize> {
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
        within(length, SORT_KEY_BYTES).map_err(|error| error.at(self.key.attribute()))?;
        Ok(length)
    }
}

/// What stands behind the parts of a key and a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    Nothing,
    /// What makes it the least key that is greater than all that begin so.
    AfterAll,
    /// What makes it the least key that is greater.
    Next,
}

/// Makes the text that was written from `start` on the one [`after`] it; the last key there can be, if there is none.
fn succeed(writer: &mut Writer, start: usize) -> Result<()> {
    let written = &writer.as_slice()[start..];
    if written.contains(&b'\\') {
        let quoted = [b"\"", written, b"\""].concat();
        let text = Parser::from_slice(&quoted)?.string()?.into_owned();
        writer.truncate(start);
        writer.string_part(&after(text).unwrap_or_else(greatest));
        return Ok(());
    }
    // The text is what was written: all but its end stays.
    let text = String::from_utf8_lossy(written);
    let mut kept = text.chars();
    while let Some(last) = kept.next_back() {
        let length = kept.as_str().len();
        if let Some(next) = next(last)
            && length + next.len_utf8() <= SORT_KEY_BYTES
        {
            drop(kept);
            writer.truncate(start + length);
            writer.string_part(next.encode_utf8(&mut [0; 4]));
            return Ok(());
        }
    }
    writer.truncate(start);
    writer.string_part(&greatest());
    Ok(())
}

/// The least key that is greater than all that begin with a text: its last character becomes the next one. DynamoDB
/// compares the bytes of UTF-8, whose order is that of the characters.
///
/// Where the next character has no room in a key, no key has it there, and the one before becomes the next.
fn after(mut text: String) -> Option<String> {
    while let Some(last) = text.pop() {
        if let Some(next) = next(last)
            && text.len() + next.len_utf8() <= SORT_KEY_BYTES
        {
            text.push(next);
            return Some(text);
        }
    }
    None
}

fn next(character: char) -> Option<char> {
    match character {
        '\u{D7FF}' => Some('\u{E000}'),
        _ => char::from_u32(u32::from(character) + 1),
    }
}

/// The last key there can be.
fn greatest() -> String {
    char::MAX.to_string().repeat(SORT_KEY_BYTES / char::MAX.len_utf8())
}

/// Whether a value comes after another of its type.
fn is_greater(left: &Bound, right: &Bound) -> bool {
    let order = match (left.key_part(), right.key_part()) {
        (Some(KeyPart::Int(left)), Some(KeyPart::Int(right))) => left.cmp(&right),
        (Some(KeyPart::B(left)), Some(KeyPart::B(right))) => left.cmp(right),
        (Some(left), Some(right)) => match (text(&left), text(&right)) {
            (Some(left), Some(right)) => left.cmp(right),
            _ => match (number(left), number(right)) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => Ordering::Equal,
            },
        },
        _ => Ordering::Equal,
    };
    order == Ordering::Greater
}

fn text<'a>(part: &'a KeyPart<'_>) -> Option<&'a str> {
    match part {
        KeyPart::S(text) => Some(text),
        KeyPart::Text(text) => Some(text),
        KeyPart::Absent | KeyPart::B(_) | KeyPart::Decimal(_) | KeyPart::Int(_) | KeyPart::N(_) => None,
    }
}

fn number(part: KeyPart<'_>) -> Option<Number> {
    match part {
        KeyPart::Decimal(number) => number.parse().ok(),
        KeyPart::Int(number) => Some(number.to_string().parse().ok()?),
        KeyPart::N(number) => number.parse().ok(),
        KeyPart::Absent | KeyPart::B(_) | KeyPart::S(_) | KeyPart::Text(_) => None,
    }
}
