use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ddbx_core::{Error, ErrorKind};

/// The version of the format, the first byte of a token.
const VERSION: u8 = 1;

/// The version, and the id of the key.
const HEAD: usize = 1 + size_of::<u32>();

/// One half derives the token's key, the other is AES-GCM's.
pub(super) const NONCE: usize = 24;

/// What AES-GCM adds to what it encrypts.
pub(super) const TAG: usize = 16;

/// The longest token that is looked at, in characters: ten times the longest keys that a table and an index may have.
const LONGEST: usize = 256 * 1024;

/// A cursor that the users of an application may have: text that fits into URLs, JSON and headers as it is.
///
/// It is made by a [sealed query](crate::Query::sealed_for), with a page, and taken by the same query for the next one.
/// [`Display`](fmt::Display) is the token; `Debug` leaves it out. With the feature `serde-1` it is a string to serde.
///
/// ```
/// use ddbx::cursor::SealedCursor;
///
/// // Text that is no token is refused at once; whether a token is good, the query finds out.
/// let error = "yesterday".parse::<SealedCursor>().unwrap_err();
/// assert!(error.is_invalid_cursor());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SealedCursor(Box<str>);

/// A token in its parts.
pub(super) struct Parts {
    pub(super) head: [u8; HEAD],
    pub(super) nonce: [u8; NONCE],
    /// What is encrypted, and the tag behind it.
    pub(super) sealed: Vec<u8>,
}

impl Parts {
    /// The head of tokens that this key seals.
    pub(super) fn head(key_id: u32) -> [u8; HEAD] {
        let [a, b, c, d] = key_id.to_be_bytes();
        [VERSION, a, b, c, d]
    }

    pub(super) fn key_id(&self) -> u32 {
        let [_, id @ ..] = self.head;
        u32::from_be_bytes(id)
    }

    /// `None` for text that is no token of this version.
    pub(super) fn parse(token: &str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (head, rest) = bytes.split_first_chunk()?;
        let (nonce, sealed) = rest.split_first_chunk()?;
        (head[0] == VERSION && sealed.len() > TAG).then(|| Self {
            head: *head,
            nonce: *nonce,
            sealed: sealed.to_vec(),
        })
    }

    pub(super) fn join(&self) -> SealedCursor {
        let bytes = [&self.head[..], &self.nonce, &self.sealed].concat();
        SealedCursor(URL_SAFE_NO_PAD.encode(bytes).into())
    }
}

/// What is wrong with a token, is for whoever made it to guess.
pub(super) fn refused() -> Error {
    Error::new(
        ErrorKind::InvalidCursor,
        "the sealed cursor is none that goes on here; read from the beginning",
    )
}

impl SealedCursor {
    /// The token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SealedCursor {
    type Err = Error;

    /// # Errors
    ///
    /// [`ErrorKind::InvalidCursor`]: text that is no token.
    fn from_str(token: &str) -> Result<Self, Error> {
        Parts::parse(token).ok_or_else(refused).map(|_| Self(token.into()))
    }
}

/// `.as_deref()` of an `Option` is what a statement takes, of tokens as of strings.
impl Deref for SealedCursor {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for SealedCursor {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// What [`Sealed::start_at`](crate::Sealed::start_at) takes.
impl<'a> From<&'a SealedCursor> for Option<&'a str> {
    fn from(cursor: &'a SealedCursor) -> Self {
        Some(cursor.as_str())
    }
}

impl From<SealedCursor> for String {
    fn from(cursor: SealedCursor) -> Self {
        cursor.0.into()
    }
}

/// The token.
impl fmt::Display for SealedCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Without the token: whoever has it, and is whom it was made for, can go on with it.
impl fmt::Debug for SealedCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedCursor(…)")
    }
}
