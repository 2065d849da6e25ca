mod skim;
mod value;

use std::borrow::Cow;
use std::fmt;

use super::{CodecError, Result, text};
use crate::limits::NESTING_LEVELS;

/// Levels of JSON a value may have: two per level of attribute nesting, and the response around it.
const JSON_LEVELS: u32 = 120;

/// A pull parser over DynamoDB JSON: asks for what it expects, borrows what it can, builds nothing of its own.
///
/// ```
/// use ddbx_core::codec::Parser;
///
/// let mut parser = Parser::new(r#"{"Count": 2, "Later": [1, {"x": null}]}"#);
/// let mut count = 0;
/// parser.begin_object()?;
/// while let Some(name) = parser.next_key()? {
///     match &*name {
///         "Count" => count = parser.u64()?,
///         _ => parser.skip_value()?,
///     }
/// }
/// parser.end()?;
/// assert_eq!(count, 2);
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[derive(Clone)]
pub struct Parser<'de> {
    text: &'de str,
    at: usize,
    /// How many levels of lists and maps may still be entered.
    room: usize,
}

impl<'de> Parser<'de> {
    /// A parser at the start of `text`.
    #[must_use]
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            room: NESTING_LEVELS,
        }
    }

    /// A parser at the start of `json`, which is checked to be UTF-8 here, once.
    ///
    /// # Errors
    ///
    /// Bytes that are not UTF-8.
    pub fn from_slice(json: &'de [u8]) -> Result<Self> {
        std::str::from_utf8(json)
            .map(Self::new)
            .map_err(|error| CodecError::json("bytes that are not UTF-8", error.valid_up_to()))
    }

    #[inline]
    fn bytes(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let byte = *self.bytes().get(self.at)?;
        if byte > b' ' {
            return Some(byte);
        }
        self.skip_space();
        self.bytes().get(self.at).copied()
    }

    #[cold]
    fn skip_space(&mut self) {
        while matches!(self.bytes().get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8, what: &'static str) -> Result<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.malformed(what))
    }

    #[cold]
    fn malformed(&self, what: &'static str) -> CodecError {
        CodecError::json(what, self.at)
    }

    /// Enters a JSON object.
    ///
    /// # Errors
    ///
    /// Anything else than `{`.
    #[inline]
    pub fn begin_object(&mut self) -> Result<()> {
        self.expect(b'{', "expected an object")
    }

    /// The name of the next member, its colon passed; `None` at the end of the object, which is passed too.
    ///
    /// # Errors
    ///
    /// Text that is not a member.
    #[inline]
    pub fn next_key(&mut self) -> Result<Option<Cow<'de, str>>> {
        match self.peek() {
            Some(b'"') if self.follows(b'{') => {}
            Some(b'}') => {
                self.at += 1;
                return Ok(None);
            }
            Some(b',') if !self.follows(b'{') => {
                self.at += 1;
                if self.peek() != Some(b'"') {
                    return Err(self.malformed("expected a name"));
                }
            }
            _ if self.follows(b'{') => return Err(self.malformed("expected a name or `}`")),
            _ => return Err(self.malformed("expected `,` or `}`")),
        }
        let (name, next) = text::read(self.text, self.at + 1)?;
        self.at = next;
        self.expect(b':', "expected `:`")?;
        Ok(Some(name))
    }

    /// Enters a JSON array.
    ///
    /// # Errors
    ///
    /// Anything else than `[`.
    #[inline]
    pub fn begin_array(&mut self) -> Result<()> {
        self.expect(b'[', "expected an array")
    }

    /// Whether another element follows; the end of the array is passed.
    ///
    /// # Errors
    ///
    /// Text that is neither.
    #[inline]
    pub fn next_element(&mut self) -> Result<bool> {
        match self.peek() {
            Some(b']') => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !self.follows(b'[') => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if self.follows(b'[') => Ok(true),
            Some(_) => Err(self.malformed("expected `,` or `]`")),
            None => Err(self.malformed("an array without an end")),
        }
    }

    /// Whether nothing but white space stands between `bracket`, or the start of the text, and here.
    #[inline]
    fn follows(&self, bracket: u8) -> bool {
        match self.at.checked_sub(1).map(|before| self.bytes()[before]) {
            Some(byte) if byte > b' ' => byte == bracket,
            _ => self.bytes()[..self.at]
                .trim_ascii_end()
                .last()
                .is_none_or(|&byte| byte == bracket),
        }
    }

    /// A JSON string, borrowed unless it holds escapes.
    ///
    /// # Errors
    ///
    /// Anything else than a string.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'de, str>> {
        self.expect(b'"', "expected a string")?;
        let (value, next) = text::read(self.text, self.at)?;
        self.at = next;
        Ok(value)
    }

    /// A JSON string, or `None` for `null`.
    ///
    /// # Errors
    ///
    /// Anything else.
    pub fn optional_string(&mut self) -> Result<Option<Cow<'de, str>>> {
        if self.null_literal() {
            Ok(None)
        } else {
            self.string().map(Some)
        }
    }

    /// A JSON boolean.
    ///
    /// # Errors
    ///
    /// Anything else than `true` or `false`.
    pub fn bool(&mut self) -> Result<bool> {
        self.peek();
        let rest = &self.bytes()[self.at..];
        let (value, length) = if rest.starts_with(b"true") {
            (true, 4)
        } else if rest.starts_with(b"false") {
            (false, 5)
        } else {
            return Err(self.malformed("expected a boolean"));
        };
        self.at += length;
        Ok(value)
    }

    /// Passes `null`, if it is next.
    pub fn null_literal(&mut self) -> bool {
        self.peek();
        let found = self.bytes()[self.at..].starts_with(b"null");
        if found {
            self.at += 4;
        }
        found
    }

    /// The text of a JSON number.
    ///
    /// # Errors
    ///
    /// Anything else than a number.
    pub fn number(&mut self) -> Result<&'de str> {
        self.peek();
        let start = self.at;
        self.pass(b"-");
        if !self.pass(b"0") {
            self.digits()?;
        }
        if self.pass(b".") {
            self.digits()?;
        }
        if self.pass(b"eE") {
            self.pass(b"+-");
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Passes one of these bytes, if it is next.
    #[inline]
    fn pass(&mut self, any: &[u8]) -> bool {
        let found = self.bytes().get(self.at).is_some_and(|byte| any.contains(byte));
        self.at += usize::from(found);
        found
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while self.bytes().get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.malformed("expected a number"))
        } else {
            Ok(())
        }
    }

    /// A JSON integer.
    ///
    /// # Errors
    ///
    /// Anything else, or one over 64 bits.
    pub fn u64(&mut self) -> Result<u64> {
        let text = self.number()?;
        text.parse().map_err(|_| self.malformed("expected an integer"))
    }

    /// A JSON number as a float: timestamps and capacity units.
    ///
    /// # Errors
    ///
    /// Anything else than a number.
    pub fn f64(&mut self) -> Result<f64> {
        let text = self.number()?;
        text.parse().map_err(|_| self.malformed("expected a number"))
    }

    /// Passes any JSON value.
    ///
    /// # Errors
    ///
    /// Malformed JSON, or more levels than a response can have.
    pub fn skip_value(&mut self) -> Result<()> {
        self.raw_value().map(drop)
    }

    /// Passes any JSON value and gives its text.
    ///
    /// # Errors
    ///
    /// Malformed JSON, or more levels than a response can have.
    pub fn raw_value(&mut self) -> Result<&'de str> {
        self.peek();
        let start = self.at;
        // One bit per open level: set for an object, clear for an array.
        let (mut open, mut levels) = (0_u128, 0_u32);
        loop {
            match self.peek() {
                None => return Err(self.malformed("expected a value")),
                Some(bracket @ (b'{' | b'[')) => {
                    if levels == JSON_LEVELS {
                        return Err(CodecError::too_deep(NESTING_LEVELS));
                    }
                    open = open << 1 | u128::from(bracket == b'{');
                    levels += 1;
                    self.at += 1;
                }
                Some(b'"') => self.at = text::skip(self.bytes(), self.at + 1)?,
                Some(b't' | b'f') => drop(self.bool()?),
                Some(b'n') if self.null_literal() => {}
                Some(_) => drop(self.number()?),
            }
            // To the next value: past what ends here, and a comma or a name.
            loop {
                if levels == 0 {
                    return Ok(&self.text[start..self.at]);
                }
                let more = if open & 1 == 1 {
                    self.next_key()?.is_some()
                } else {
                    self.next_element()?
                };
                if more {
                    break;
                }
                open >>= 1;
                levels -= 1;
            }
        }
    }

    /// Nothing but white space may follow.
    ///
    /// # Errors
    ///
    /// Any other text.
    pub fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.malformed("text after the end")),
        }
    }
}

/// Without the text: it holds the items.
impl fmt::Debug for Parser<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser")
            .field("bytes", &self.text.len())
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
