//! Passing over JSON that is known to be JSON.

use super::Parser;
use crate::codec::{Result, text};

impl<'de> Parser<'de> {
    /// Passes any JSON value and gives its text, as [`raw_value`](Self::raw_value) does, in half the time: it looks for the
    /// end only, at strings and brackets. For text of our own side, which the server will read as JSON in any case.
    pub(crate) fn skim_value(&mut self) -> Result<&'de str> {
        self.peek();
        let (start, bytes) = (self.at, self.bytes());
        let mut levels = 0_usize;
        loop {
            match bytes.get(self.at) {
                None => return Err(self.malformed("expected a value")),
                Some(b'"') => self.at = text::skip(bytes, self.at + 1)?,
                Some(b'{' | b'[') => {
                    levels += 1;
                    self.at += 1;
                    continue;
                }
                Some(b'}' | b']') if levels > 0 => {
                    levels -= 1;
                    self.at += 1;
                }
                Some(b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') if levels > 0 => {
                    self.at += 1;
                    continue;
                }
                Some(_) => self.skim_literal()?,
            }
            if levels == 0 {
                return Ok(&self.text[start..self.at]);
            }
        }
    }

    /// Passes a number, `true`, `false` or `null`, or what stands in their place.
    fn skim_literal(&mut self) -> Result<()> {
        let start = self.at;
        while let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.') = self.bytes().get(self.at) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.malformed("expected a value"))
        } else {
            Ok(())
        }
    }
}
