//! Passing over JSON that is known to be JSON.

use super::Parser;
use crate::codec::{Result, text};

impl<'de> Parser<'de> {
    /// Passes any JSON value and gives its text, as [`raw_value`](Self::raw_value) does, in half the time: it looks for the
    /// end only, at strings and brackets. For text of our own side, which the server will read as JSON in any case.
    pub(crate) fn skim_value(&mut self) -> Result<&'de str> {
        self.peek();
        let (start, bytes) = (self.at, self.bytes());
        let (mut at, mut levels) = (start, 0_usize);
        loop {
            match bytes.get(at) {
                Some(b'"') => at = skip_string(bytes, at + 1)?,
                Some(b'{' | b'[') => {
                    levels += 1;
                    at += 1;
                    continue;
                }
                Some(b'}' | b']') if levels > 0 => {
                    levels -= 1;
                    at += 1;
                }
                Some(b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') if levels > 0 => {
                    at += 1;
                    continue;
                }
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.') => at = skip_literal(bytes, at),
                Some(_) | None => {
                    self.at = at;
                    return Err(self.malformed("expected a value"));
                }
            }
            if levels == 0 {
                self.at = at;
                return Ok(&self.text[start..at]);
            }
        }
    }
}

/// The position after the closing quote.
#[inline]
fn skip_string(bytes: &[u8], start: usize) -> Result<usize> {
    match bytes.get(start..) {
        // A third of all strings are types: `{"S":`.
        Some([first, b'"', ..]) if !matches!(first, b'"' | b'\\') => Ok(start + 2),
        _ => text::skip(bytes, start),
    }
}

/// The position after a number, `true`, `false` or `null`, or what stands in their place.
fn skip_literal(bytes: &[u8], start: usize) -> usize {
    let is_other = |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    bytes[start..]
        .iter()
        .position(is_other)
        .map_or(bytes.len(), |length| start + length)
}
