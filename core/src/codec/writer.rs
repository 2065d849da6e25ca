use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{CodecError, Encode, Result, text};
use crate::limits::NESTING_LEVELS;

/// Writes DynamoDB JSON into one buffer.
///
/// Members and elements are separated automatically. Text is escaped; numbers are written as the text they are.
///
/// ```
/// use ddbx_core::codec::Writer;
///
/// let mut writer = Writer::new();
/// writer.begin_object();
/// writer.key("TableName");
/// writer.string("users");
/// writer.key("Limit");
/// writer.u64(25);
/// writer.end_object();
/// assert_eq!(writer.into_vec(), br#"{"TableName":"users","Limit":25}"#);
/// ```
pub struct Writer {
    buffer: Vec<u8>,
    /// Whether a comma stands before what comes next.
    comma: bool,
    /// How many levels of lists and maps may still be begun.
    room: usize,
}

impl Default for Writer {
    fn default() -> Self {
        Self {
            buffer: Vec::new(),
            comma: false,
            room: NESTING_LEVELS,
        }
    }
}

impl Writer {
    /// A writer with an empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A writer whose buffer starts with room for `bytes`.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            buffer: Vec::with_capacity(bytes),
            ..Self::default()
        }
    }

    /// What was written.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.buffer
    }

    /// What was written so far.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes back everything after the first `length` bytes, which end outside of every list and map value: a
    /// member that could not be encoded, for one.
    pub fn truncate(&mut self, length: usize) {
        self.buffer.truncate(length);
        self.comma = asks_for_comma(&self.buffer);
        // What failed halfway has not come back up.
        self.room = NESTING_LEVELS;
    }

    /// The number of bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// A comma, unless this is the first member or element, or the value of a member.
    #[inline]
    fn separate(&mut self) {
        if self.comma {
            self.buffer.push(b',');
        }
        self.comma = true;
    }

    /// Writes the start of something: no comma follows.
    #[inline]
    fn begin<const N: usize>(&mut self, start: &[u8; N]) {
        self.separate();
        self.buffer.extend_from_slice(start);
        self.comma = false;
    }

    /// Writes the end of something: a comma follows, if anything does.
    #[inline]
    fn end<const N: usize>(&mut self, end: &[u8; N]) {
        self.buffer.extend_from_slice(end);
        self.comma = true;
    }

    /// Starts a JSON object.
    #[inline]
    pub fn begin_object(&mut self) {
        self.begin(b"{");
    }

    /// Ends a JSON object.
    #[inline]
    pub fn end_object(&mut self) {
        self.end(b"}");
    }

    /// Starts a JSON array.
    #[inline]
    pub fn begin_array(&mut self) {
        self.begin(b"[");
    }

    /// Ends a JSON array.
    #[inline]
    pub fn end_array(&mut self) {
        self.end(b"]");
    }

    /// Writes the name of a member.
    #[inline]
    pub fn key(&mut self, name: &str) {
        self.separate();
        text::write_between(&mut self.buffer, b"\"", name, b"\":");
        self.comma = false;
    }

    /// Writes the name `:3`, or `:3_0`, of a member.
    pub(crate) fn placeholder_key(&mut self, number: usize, of_list: Option<usize>) {
        self.separate();
        self.buffer.extend_from_slice(b"\":");
        self.buffer
            .extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        if let Some(position) = of_list {
            self.buffer.push(b'_');
            self.buffer
                .extend_from_slice(itoa::Buffer::new().format(position).as_bytes());
        }
        self.buffer.extend_from_slice(b"\":");
        self.comma = false;
    }

    /// Writes a name that is quoted already and ends in its colon: `"name":`.
    #[doc(hidden)]
    #[inline]
    pub fn quoted_key(&mut self, quoted: &str) {
        self.separate();
        self.buffer.extend_from_slice(quoted.as_bytes());
        self.comma = false;
    }

    /// Writes a JSON string.
    #[inline]
    pub fn string(&mut self, value: &str) {
        self.separate();
        text::write_quoted(&mut self.buffer, value);
    }

    /// Writes a JSON boolean.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    /// Writes a JSON integer.
    pub fn u64(&mut self, value: u64) {
        self.raw(itoa::Buffer::new().format(value).as_bytes());
    }

    /// Writes JSON as it is: a value, or whole members, that were encoded before.
    #[inline]
    pub fn raw(&mut self, json: &[u8]) {
        if !json.is_empty() {
            self.separate();
            self.buffer.extend_from_slice(json);
            self.comma = asks_for_comma(json);
        }
    }

    /// `{"S":"text"}`.
    #[inline]
    pub fn s(&mut self, value: &str) {
        self.separate();
        text::write_between(&mut self.buffer, b"{\"S\":\"", value, b"\"}");
    }

    /// `{"N":"1"}` from text that is known to be a number.
    #[inline]
    pub(crate) fn n(&mut self, number: &str) {
        self.separate();
        self.buffer.extend_from_slice(b"{\"N\":\"");
        self.buffer.extend_from_slice(number.as_bytes());
        self.buffer.extend_from_slice(b"\"}");
    }

    /// `{"B":"base64"}`.
    pub fn b(&mut self, value: &[u8]) {
        self.begin(b"{\"B\":");
        self.base64(value);
        self.end(b"}");
    }

    /// `{"BOOL":true}`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.separate();
        let json: &[u8] = if value { b"{\"BOOL\":true}" } else { b"{\"BOOL\":false}" };
        self.buffer.extend_from_slice(json);
    }

    /// `{"NULL":true}`.
    #[inline]
    pub fn null(&mut self) {
        self.raw(b"{\"NULL\":true}");
    }

    /// A JSON string of base64, as binary is written.
    pub(crate) fn base64(&mut self, value: &[u8]) {
        self.separate();
        self.buffer.push(b'"');
        let start = self.buffer.len();
        // Four characters for every three bytes, the last group padded.
        let room = value.len().div_ceil(3) * 4;
        self.buffer.resize(start + room, 0);
        match STANDARD.encode_slice(value, &mut self.buffer[start..]) {
            Ok(written) => self.buffer.truncate(start + written),
            Err(_) => unreachable!("base64 takes four characters for every three bytes"),
        }
        self.buffer.push(b'"');
    }

    /// A JSON string written part by part: the start.
    pub(crate) fn begin_string(&mut self) {
        self.separate();
        self.buffer.push(b'"');
    }

    /// A part of a JSON string begun before.
    pub(crate) fn string_part(&mut self, part: &str) {
        text::write_escaped(&mut self.buffer, part);
    }

    /// A JSON string written part by part: the end.
    pub(crate) fn end_string(&mut self) {
        self.buffer.push(b'"');
    }

    /// Starts a list: `{"L":[`.
    ///
    /// # Errors
    ///
    /// More levels than [`NESTING_LEVELS`].
    pub fn begin_list(&mut self) -> Result<()> {
        self.descend()?;
        self.begin(b"{\"L\":[");
        Ok(())
    }

    /// Ends a list: `]}`.
    pub fn end_list(&mut self) {
        self.room += 1;
        self.end(b"]}");
    }

    /// Starts a map: `{"M":{`.
    ///
    /// # Errors
    ///
    /// More levels than [`NESTING_LEVELS`].
    pub fn begin_map(&mut self) -> Result<()> {
        self.descend()?;
        self.begin(b"{\"M\":{");
        Ok(())
    }

    /// Ends a map: `}}`.
    pub fn end_map(&mut self) {
        self.room += 1;
        self.end(b"}}");
    }

    /// Starts a set: `{"SS":[`, with `SS`, `NS` or `BS`.
    pub(crate) fn begin_set(&mut self, descriptor: &str) {
        self.begin(b"{\"");
        self.buffer.extend_from_slice(descriptor.as_bytes());
        self.buffer.extend_from_slice(b"\":[");
    }

    pub(crate) fn end_set(&mut self) {
        self.end(b"]}");
    }

    fn descend(&mut self) -> Result<()> {
        if self.room == 0 {
            return Err(CodecError::too_deep(NESTING_LEVELS));
        }
        self.room -= 1;
        Ok(())
    }

    /// Writes a member of an item or map, unless the value is absent.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`], with the name added to the path.
    #[inline]
    pub fn attribute<T: Encode>(&mut self, name: &str, value: &T) -> Result<()> {
        if value.is_absent() {
            return Ok(());
        }
        self.key(name);
        value.encode(self).map_err(|error| error.at(name.to_owned()))
    }

    /// [`attribute`](Self::attribute) with a name that is quoted already: `"name":`.
    #[doc(hidden)]
    #[inline]
    pub fn field<T: Encode>(&mut self, quoted: &'static str, value: &T) -> Result<()> {
        if value.is_absent() {
            return Ok(());
        }
        self.quoted_key(quoted);
        value.encode(self).map_err(|error| {
            error.at(quoted
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix("\":"))
                .unwrap_or(quoted))
        })
    }
}

impl Writer {
    /// A writer of a map that will not be one here: its members go into the one that is open.
    pub(super) fn of_open_map(&self) -> Self {
        Self {
            room: self.room + 1,
            ..Self::default()
        }
    }
}

/// Whether a comma stands between this and what comes next.
fn asks_for_comma(json: &[u8]) -> bool {
    !matches!(json.last(), None | Some(b'{' | b'[' | b':'))
}

/// Without what was written: it holds the items.
impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("bytes", &self.buffer.len())
            .finish_non_exhaustive()
    }
}
