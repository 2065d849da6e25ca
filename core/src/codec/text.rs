//! JSON strings: where they end, what they escape.

use std::borrow::Cow;

use super::{CodecError, Result};

/// Writes a JSON string with its quotes.
#[inline]
pub(super) fn write_quoted(buffer: &mut Vec<u8>, value: &str) {
    write_between(buffer, b"\"", value, b"\"");
}

/// Writes the inside of a JSON string between `before` and `after`, which hold its quotes.
#[inline]
pub(super) fn write_between<const N: usize, const M: usize>(
    buffer: &mut Vec<u8>,
    before: &[u8; N],
    value: &str,
    after: &[u8; M],
) {
    buffer.reserve(N + value.len() + M);
    buffer.extend_from_slice(before);
    write_escaped(buffer, value);
    buffer.extend_from_slice(after);
}

/// Writes the inside of a JSON string.
#[inline]
pub(super) fn write_escaped(buffer: &mut Vec<u8>, value: &str) {
    if is_plain(value.as_bytes()) {
        buffer.extend_from_slice(value.as_bytes());
    } else {
        write_escapes(buffer, value.as_bytes());
    }
}

/// Runs without escapes are copied whole.
#[cold]
fn write_escapes(buffer: &mut Vec<u8>, bytes: &[u8]) {
    let mut copied = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !needs_escape(byte) {
            continue;
        }
        buffer.extend_from_slice(&bytes[copied..at]);
        copied = at + 1;
        match byte {
            b'"' => buffer.extend_from_slice(b"\\\""),
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                buffer.extend_from_slice(b"\\u00");
                buffer.push(HEX[usize::from(byte >> 4)]);
                buffer.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    buffer.extend_from_slice(&bytes[copied..]);
}

#[inline]
const fn needs_escape(byte: u8) -> bool {
    // Without the bit in which they differ, the quote stands where the space was, right behind the control characters.
    (byte ^ (b'"' ^ b' ') <= b' ') | (byte == b'\\')
}

/// Whether no byte needs an escape: block by block, the last one overlapping the one before it.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    if bytes.len() >= 16 {
        return is_long_plain(bytes);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return !(words::escapes(u64::from_le_bytes(*first)) | words::escapes(u64::from_le_bytes(*last)));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let both = u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
        return !words::escapes(both);
    }
    !bytes.iter().any(|&byte| needs_escape(byte))
}

fn is_long_plain(bytes: &[u8]) -> bool {
    // Without a way out in the middle, a block is a few vector instructions.
    let plain = |block: &[u8; 32]| !block.iter().fold(false, |any, &byte| any | needs_escape(byte));
    if let Some(last) = bytes.last_chunk() {
        return bytes.as_chunks().0.iter().all(plain) && plain(last);
    }
    let mut block = [0; 32];
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        block[..16].copy_from_slice(first);
        block[16..].copy_from_slice(last);
    }
    plain(&block)
}

/// Eight bytes at once. The first byte is the lowest.
mod words {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;

    const fn all(byte: u8) -> u64 {
        ONES * byte as u64
    }

    /// Whether there is a byte that needs an escape: a byte below the limit borrows from its high bit.
    #[inline]
    pub(super) const fn escapes(word: u64) -> bool {
        let controls_and_quotes = (word ^ all(b'"' ^ b' ')).wrapping_sub(all(b' ' + 1));
        let backslashes = (word ^ all(b'\\')).wrapping_sub(ONES);
        (controls_and_quotes | backslashes) & !word & HIGH != 0
    }

    /// The lowest bit that is set is in the first quote or backslash; those above may be in other bytes, too.
    #[inline]
    pub(super) const fn ends(word: u64) -> u64 {
        let quotes = (word ^ all(b'"')).wrapping_sub(ONES);
        let backslashes = (word ^ all(b'\\')).wrapping_sub(ONES);
        (quotes | backslashes) & !word & HIGH
    }
}

/// The position of the first quote or backslash.
#[inline]
fn end(bytes: &[u8], start: usize) -> Result<usize> {
    let mut at = start;
    // Most names and values are short: a few words beat the start of a vector search.
    for _ in 0..4 {
        let Some(&word) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        let ends = words::ends(u64::from_le_bytes(word));
        if ends != 0 {
            return Ok(at + ends.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
        Some(offset) => Ok(at + offset),
        None => Err(CodecError::json("a string without an end", start)),
    }
}

/// From the byte after the opening quote to the closing one: the text and the position after it.
#[inline]
pub(super) fn read(text: &str, start: usize) -> Result<(Cow<'_, str>, usize)> {
    let end = end(text.as_bytes(), start)?;
    if text.as_bytes()[end] == b'"' {
        Ok((Cow::Borrowed(&text[start..end]), end + 1))
    } else {
        unescape(text, start, end)
    }
}

/// The position after the closing quote, without looking at escapes.
#[inline]
pub(super) fn skip(bytes: &[u8], start: usize) -> Result<usize> {
    let mut at = start;
    loop {
        let end = end(bytes, at).map_err(|_| CodecError::json("a string without an end", start))?;
        if bytes[end] == b'"' {
            return Ok(end + 1);
        }
        // The escaped byte is passed over with its backslash; beyond the end means there is no end.
        at = (end + 2).min(bytes.len());
    }
}

#[cold]
fn unescape(text: &str, start: usize, first: usize) -> Result<(Cow<'_, str>, usize)> {
    let bytes = text.as_bytes();
    // What an escape stands for is never longer than the escape: this is room enough.
    let mut out = String::with_capacity(skip(bytes, start)? - 1 - start);
    out.push_str(&text[start..first]);
    let mut at = first;
    loop {
        match bytes.get(at) {
            None => return Err(CodecError::json("a string without an end", start)),
            Some(b'"') => return Ok((Cow::Owned(out), at + 1)),
            Some(b'\\') => {
                let (character, next) = escape(bytes, at + 1)?;
                out.push(character);
                at = next;
            }
            Some(_) => {
                let run = end(bytes, at)?;
                out.push_str(&text[at..run]);
                at = run;
            }
        }
    }
}

/// One escape, from the byte after its backslash.
fn escape(bytes: &[u8], at: usize) -> Result<(char, usize)> {
    let simple = match bytes.get(at) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes, at + 1),
        _ => return Err(CodecError::json("an escape that JSON does not have", at)),
    };
    Ok((simple, at + 1))
}

fn unicode_escape(bytes: &[u8], at: usize) -> Result<(char, usize)> {
    let half = || CodecError::json("half of a surrogate pair", at);
    let first = hex(bytes, at)?;
    if !(0xd800..0xe000).contains(&first) {
        return char::from_u32(first)
            .map(|character| (character, at + 4))
            .ok_or_else(half);
    }
    if first >= 0xdc00 || bytes.get(at + 4..at + 6) != Some(b"\\u") {
        return Err(half());
    }
    let second = hex(bytes, at + 6)?;
    if !(0xdc00..0xe000).contains(&second) {
        return Err(half());
    }
    let scalar = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    char::from_u32(scalar)
        .map(|character| (character, at + 10))
        .ok_or_else(half)
}

fn hex(bytes: &[u8], at: usize) -> Result<u32> {
    let digits = bytes
        .get(at..at + 4)
        .ok_or_else(|| CodecError::json("a short \\u escape", at))?;
    digits.iter().try_fold(0, |value, &digit| {
        char::from(digit)
            .to_digit(16)
            .map(|digit| value * 16 + digit)
            .ok_or_else(|| CodecError::json("a \\u escape with other than hex digits", at))
    })
}
