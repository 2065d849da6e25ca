use std::fmt;
use std::ops::Deref;

use super::{CodecError, Result};

/// Room for a point in time with the name of its zone, the longest text written here.
const CAPACITY: usize = 71;

/// Short text in place: what a value is written as, where its own memory holds no text that could be borrowed.
///
/// ```
/// use ddbx_core::codec::ShortText;
///
/// assert_eq!(&*ShortText::new("2030-01-31")?, "2030-01-31");
/// assert!(ShortText::new(&"x".repeat(72)).is_err());
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShortText {
    bytes: [u8; CAPACITY],
    length: u8,
}

impl ShortText {
    /// The text, if it has 71 bytes at most.
    ///
    /// # Errors
    ///
    /// Text that is longer.
    pub fn new(text: &str) -> Result<Self> {
        let mut this = Self::empty();
        this.push(text)?;
        Ok(this)
    }

    pub(crate) const fn empty() -> Self {
        Self {
            bytes: [0; CAPACITY],
            length: 0,
        }
    }

    /// Adds text.
    pub(crate) fn push(&mut self, text: &str) -> Result<()> {
        let start = usize::from(self.length);
        let end = start + text.len();
        let too_long = || CodecError::custom(format!("its text has more than {CAPACITY} bytes"));
        self.bytes
            .get_mut(start..end)
            .ok_or_else(too_long)?
            .copy_from_slice(text.as_bytes());
        self.length = u8::try_from(end).map_err(|_| too_long())?;
        Ok(())
    }

    /// Adds the last `width` digits of a number, zeros included.
    pub(crate) fn push_digits(&mut self, mut value: u32, width: usize) -> Result<()> {
        // As many as a `u32` has.
        let mut digits = [b'0'; 10];
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (value % 10) as u8;
            value /= 10;
        }
        match std::str::from_utf8(&digits[digits.len().saturating_sub(width)..]) {
            Ok(text) => self.push(text),
            Err(_) => unreachable!("digits are ASCII"),
        }
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        match std::str::from_utf8(&self.bytes[..usize::from(self.length)]) {
            Ok(text) => text,
            Err(_) => unreachable!("whole strings were copied"),
        }
    }
}

/// Its length only: it may be an item's value.
impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortText({} bytes)", self.length)
    }
}
