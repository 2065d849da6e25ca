use super::{Members, Rest, Unread};
use crate::codec::{CodecError, Encode, Parser, Result, Writer};

impl Writer {
    /// Writes the members of a value that is stored as a map into the map, or item, that is open.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`], and a value that is no map.
    #[doc(hidden)]
    pub fn members<T: Encode>(&mut self, value: &T) -> Result<()> {
        let map = self.encoded_map(value)?;
        self.raw(inside(&map)?);
        Ok(())
    }

    /// Writes the members of a flattened field.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`].
    #[doc(hidden)]
    pub fn flatten<T: Encode>(&mut self, prefix: &str, value: &T) -> Result<()> {
        if prefix.is_empty() {
            return self.members(value);
        }
        let map = self.encoded_map(value).map_err(|error| error.prefixed(prefix))?;
        let mut parser = Parser::from_slice(&map)?;
        parser.begin_value()?;
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            self.key(&format!("{prefix}{name}"));
            self.raw(parser.raw_value()?.as_bytes());
        }
        Ok(())
    }

    /// Writes the attributes that a field keeps, after those that were written since `start`; none may have a name that
    /// the struct reads: one of `own`, of its flattened fields, or one that `is_known` besides.
    ///
    /// # Errors
    ///
    /// Such a name, and a value that cannot be stored.
    #[doc(hidden)]
    pub fn rest<'de, R: Rest<'de>>(
        &mut self,
        rest: &R,
        start: usize,
        members: &Members,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let mut object = b"{".to_vec();
        let written = &self.as_slice()[start..];
        object.extend_from_slice(written.strip_prefix(b",").unwrap_or(written));
        object.push(b'}');
        let written = Unread::of_object(Parser::from_slice(&object)?)?;
        let has_text = |name: &str, text: &str| written.has_text(name, text);
        rest.write(self, &|name| members.claim("", name, &has_text) || is_known(name))
    }

    /// A value that is stored as a map.
    fn encoded_map<T: Encode>(&self, value: &T) -> Result<Vec<u8>> {
        let mut map = self.of_open_map();
        value.encode(&mut map)?;
        Ok(map.into_vec())
    }
}

/// The members without what a map has around them.
fn inside(map: &[u8]) -> Result<&[u8]> {
    map.strip_prefix(b"{\"M\":{")
        .and_then(|map| map.strip_suffix(b"}}"))
        .ok_or_else(|| CodecError::custom("what stands beside other members is stored as a map"))
}
