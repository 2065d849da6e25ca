//! Attribute values: `{"S":"text"}`.

use super::Parser;
use crate::codec::{CodecError, Decode, Kind, Result};
use crate::limits::NESTING_LEVELS;

impl<'de> Parser<'de> {
    /// Enters an attribute value: `{"S":`, and says which type it has.
    ///
    /// # Errors
    ///
    /// Text that is not an attribute value.
    #[inline]
    pub fn begin_value(&mut self) -> Result<Kind> {
        // What DynamoDB sends, without white space. Everything else takes the long way.
        let kind = match &self.bytes()[self.at..] {
            [b'{', b'"', b'S', b'"', b':', ..] => Kind::S,
            [b'{', b'"', b'N', b'"', b':', ..] => Kind::N,
            [b'{', b'"', b'M', b'"', b':', ..] => Kind::M,
            [b'{', b'"', b'L', b'"', b':', ..] => Kind::L,
            [b'{', b'"', b'B', b'"', b':', ..] => Kind::B,
            _ => return self.begin_other_value(),
        };
        self.at += 5;
        Ok(kind)
    }

    fn begin_other_value(&mut self) -> Result<Kind> {
        self.expect(b'{', "expected an attribute value")?;
        let Some(descriptor) = self.next_key()? else {
            return Err(self.malformed("an attribute value without a type"));
        };
        Kind::parse(&descriptor).ok_or_else(|| self.malformed("a type that DynamoDB does not have"))
    }

    /// Leaves an attribute value.
    ///
    /// # Errors
    ///
    /// A second type, or anything else than `}`.
    #[inline]
    pub fn end_value(&mut self) -> Result<()> {
        self.expect(b'}', "expected the end of an attribute value")
    }

    /// Enters an attribute value that must have the type `kind`; `rust` names the type it is read into.
    ///
    /// # Errors
    ///
    /// Another type.
    #[inline]
    pub fn begin_kind(&mut self, kind: Kind, rust: &'static str) -> Result<()> {
        let found = self.begin_value()?;
        if found == kind {
            Ok(())
        } else {
            Err(CodecError::expected(rust, kind, found))
        }
    }

    /// Whether the next attribute value is `NULL`; it is passed if so.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
    #[inline]
    pub fn null(&mut self) -> Result<bool> {
        // `{"NU…`: only NULL starts like this, after `N` alone was told apart by its quote.
        if self.bytes()[self.at..].starts_with(b"{\"NU") || self.peek_spaced_null() {
            self.begin_value()?;
            self.bool()?;
            self.end_value()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// [`null`](Self::null) for JSON with white space or escapes.
    #[inline]
    fn peek_spaced_null(&self) -> bool {
        match self.bytes().get(self.at..self.at + 3) {
            // A name may be written with escapes, of which `\` is the first byte.
            Some([b'{', b'"', first]) if *first != b'\\' => false,
            _ => {
                let mut ahead = self.clone();
                matches!(ahead.begin_value(), Ok(Kind::Null))
            }
        }
    }

    /// Enters the array of a list or map value, one level down.
    ///
    /// # Errors
    ///
    /// More than [`NESTING_LEVELS`] levels.
    pub(crate) fn descend(&mut self) -> Result<()> {
        if self.room == 0 {
            return Err(CodecError::too_deep(NESTING_LEVELS));
        }
        self.room -= 1;
        Ok(())
    }

    pub(crate) fn ascend(&mut self) {
        self.room += 1;
    }

    /// Counts levels as if this were the map that `member` is in.
    pub(crate) fn go_up_from(&mut self, member: &Parser<'_>) {
        self.room = member.room + 1;
    }

    /// Reads the value of a member: [`Decode::decode`](Decode::decode) with the name added to an error's path.
    ///
    /// # Errors
    ///
    /// Those of the type.
    #[inline]
    pub fn field<T: Decode<'de>>(&mut self, name: &'static str) -> Result<T> {
        T::decode(self).map_err(|error| error.at(name))
    }
}
