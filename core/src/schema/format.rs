use std::borrow::Cow;

use super::FieldDef;
use super::key::write_text;
use crate::codec::{CodecError, Kind, Result, Writer};

/// How a placeholder of a key template writes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `{name:escape}`: text whose separators, and `%` itself, are written as `%` and two hexadecimal digits for each
    /// of their bytes. Two values never come out the same if no literal of the template contains a `%`.
    Escaped,
    /// `{number:i64}`: an integer as its distance from the least of its type, padded with zeros to the width of the
    /// greatest distance, so that negative numbers sort before the others.
    Offset(Integer),
    /// `{number:010}`: an integer that is not negative, padded with zeros to this many digits.
    Padded(u8),
    /// `{name}`: as it is; text that contains a separator is refused.
    Plain,
}

/// A type of integers, whose range a placeholder has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are Rust's")]
pub enum Integer {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Integer {
    const fn name(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }

    const fn bits(self) -> u32 {
        match self {
            Self::I8 | Self::U8 => u8::BITS,
            Self::I16 | Self::U16 => u16::BITS,
            Self::I32 | Self::U32 => u32::BITS,
            Self::I64 | Self::U64 => u64::BITS,
        }
    }

    const fn least(self) -> i128 {
        match self {
            Self::I8 | Self::I16 | Self::I32 | Self::I64 => -(1 << (self.bits() - 1)),
            Self::U8 | Self::U16 | Self::U32 | Self::U64 => 0,
        }
    }

    /// How many digits the distance from the least to the greatest has.
    const fn width(self) -> usize {
        (((1_i128 << self.bits()) - 1).ilog10() + 1) as usize
    }

    /// How far `value` is from the least.
    fn distance(self, value: i128) -> Result<i128> {
        value
            .checked_sub(self.least())
            .filter(|distance| (0..1 << self.bits()).contains(distance))
            .ok_or_else(|| self.out_of_range())
    }

    pub(super) fn out_of_range(self) -> CodecError {
        CodecError::custom(format!(
            "the number is out of the range of {}, which is all its key template has room for",
            self.name()
        ))
    }
}

/// Writes an integer and returns its length in bytes.
pub(super) fn write_integer(writer: &mut Writer, value: i128, format: Format) -> Result<usize> {
    match format {
        Format::Escaped | Format::Plain => Ok(write_text(writer, itoa::Buffer::new().format(value))),
        Format::Offset(integer) => write_padded(writer, integer.distance(value)?, integer.width()),
        Format::Padded(_) if value < 0 => Err(CodecError::custom(
            "a negative number cannot be padded in a key template: it would not sort; `i64` in place of the width can hold it",
        )),
        Format::Padded(width) => write_padded(writer, value, width.into()),
    }
}

fn write_padded(writer: &mut Writer, value: i128, width: usize) -> Result<usize> {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value);
    if digits.len() > width {
        return Err(too_wide(width));
    }
    for _ in digits.len()..width {
        writer.string_part("0");
    }
    writer.string_part(digits);
    Ok(width)
}

pub(super) fn too_wide(width: usize) -> CodecError {
    CodecError::custom(format!(
        "the number has more than the {width} digits its key template gives it"
    ))
}

impl Format {
    /// Equality while compiling.
    pub(super) const fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Escaped, Self::Escaped) | (Self::Plain, Self::Plain) => true,
            (Self::Offset(left), Self::Offset(right)) => left as u8 == right as u8,
            (Self::Padded(left), Self::Padded(right)) => left == right,
            _ => false,
        }
    }

    /// The width of the formats that have one; else zero.
    pub(super) const fn width(self) -> usize {
        match self {
            Self::Escaped | Self::Plain => 0,
            Self::Offset(integer) => integer.width(),
            Self::Padded(width) => width as usize,
        }
    }

    /// The text of the value that was written as `piece`; `None` if none is. Text that has a width of its own may contain
    /// separators, and a number may begin with one: its sign.
    pub(super) fn read<'t>(self, piece: &'t str, separators: &str, field: &FieldDef) -> Option<Cow<'t, str>> {
        if piece.is_empty() {
            return None;
        }
        let is_whole = || piece.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Escaped => unescape(piece, separators).map(Cow::Owned),
            Self::Offset(integer) => {
                let distance: i128 = piece.parse().ok().filter(|_| is_whole())?;
                let value = distance + integer.least();
                integer.distance(value).ok()?;
                Some(Cow::Owned(value.to_string()))
            }
            Self::Padded(_) => {
                let digits = piece.trim_start_matches('0');
                let digits = if digits.is_empty() { "0" } else { digits };
                is_whole().then_some(Cow::Borrowed(digits))
            }
            Self::Plain => {
                let sign = if field.kind() == Kind::N { "-" } else { "" };
                let unsigned = piece.strip_prefix(sign).unwrap_or(piece);
                let is_plain = field.width() > 0 || !unsigned.contains(|character| separators.contains(character));
                is_plain.then_some(Cow::Borrowed(piece))
            }
        }
    }
}

/// Writes text whose separators are escaped and returns its length in bytes.
pub(super) fn write_escaped(writer: &mut Writer, text: &str, separators: &str) -> usize {
    let mut length = 0;
    escape(text, separators, |part| length += write_text(writer, part));
    length
}

/// The code of no character begins that of another: a prefix of the text is a prefix of what is written, and of no
/// other text's.
fn escape(text: &str, separators: &str, mut write: impl FnMut(&str)) {
    let mut written = 0;
    let is_escaped = |character| character == '%' || separators.contains(character);
    for (at, character) in text.char_indices().filter(|&(_, character)| is_escaped(character)) {
        write(&text[written..at]);
        written = at + character.len_utf8();
        for &byte in &text.as_bytes()[at..written] {
            write("%");
            write(hexadecimal(byte >> 4));
            write(hexadecimal(byte & 15));
        }
    }
    write(&text[written..]);
}

fn hexadecimal(digit: u8) -> &'static str {
    const DIGITS: &str = "0123456789ABCDEF";
    &DIGITS[usize::from(digit)..=usize::from(digit)]
}

/// The text that is escaped as `piece`, if there is one.
fn unescape(piece: &str, separators: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut rest = piece.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        rest = after;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    // Each text has one code: other digits, or more of them, are none.
    let mut code = String::with_capacity(piece.len());
    escape(&text, separators, |part| code.push_str(part));
    (code == piece).then_some(text)
}
