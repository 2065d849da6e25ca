//! [AWS Signature Version 4] for DynamoDB: one service, one set of headers, no allocation.
//!
//! A request to DynamoDB is always a `POST` to `/` with the same headers, so a signature here is a few hashes over
//! pieces that are at hand: no list of headers is sorted and no text is put together. The key of a day is derived once
//! and kept. Whatever a signer cannot be told (another method, path, header or service) it cannot sign.
//!
//! A pool signs by itself. This module is for those who talk to DynamoDB by other means:
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//!
//! use bytes::BytesMut;
//! use ddbx::transport::sign::{CONTENT_TYPE, Credentials, Signable, Signer};
//!
//! # fn main() -> Result<(), ddbx::Error> {
//! let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
//! credentials.check()?;
//!
//! let signer = Signer::new("us-east-1");
//! let mut buffer = BytesMut::new();
//! let headers = signer.sign(
//!     &credentials,
//!     Signable {
//!         host: "dynamodb.us-east-1.amazonaws.com",
//!         target: "DynamoDB_20120810.ListTables",
//!         body: b"{}",
//!         at: UNIX_EPOCH + Duration::from_secs(1_440_938_160),
//!     },
//!     &mut buffer,
//! );
//!
//! // To be sent with `content-type`, `host` and `x-amz-target` as they were signed.
//! assert_eq!(CONTENT_TYPE, "application/x-amz-json-1.0");
//! assert_eq!(buffer[headers.date], *b"20150830T123600Z");
//! assert!(buffer[headers.authorization].starts_with(
//!     b"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request, \
//!       SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
//! ));
//! # Ok(())
//! # }
//! ```
//!
//! [AWS Signature Version 4]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

mod credentials;
mod digest;
mod key;
mod timestamp;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::time::SystemTime;

use bytes::BytesMut;
use sha2::{Digest as _, Sha256};

use digest::{Hash, Text};
use key::{KeyCache, derive};
use timestamp::Timestamp;

pub use credentials::Credentials;

/// The `content-type` header that every signature covers.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// The name by which DynamoDB and its Streams are signed for.
const SERVICE: &str = "dynamodb";
const ALGORITHM: &[u8] = b"AWS4-HMAC-SHA256";

/// Signs requests to DynamoDB in one region.
///
/// Keeps the day's key, so one signer should serve all requests to a region; it can be shared between threads. See
/// the [module](self) for an example.
pub struct Signer {
    region: Box<str>,
    /// `/us-east-1/dynamodb/aws4_request`: the scope of a signature, after its day.
    scope: Box<str>,
    keys: KeyCache,
}

/// What of a request is signed.
#[derive(Clone, Copy)]
pub struct Signable<'a> {
    /// The `host` header: with the port, unless it is the scheme's own.
    pub host: &'a str,
    /// The `x-amz-target` header, as `Operation::target` has it.
    pub target: &'a str,
    /// The body.
    pub body: &'a [u8],
    /// When it is sent, by the server's clock: DynamoDB refuses what is more than a few minutes off.
    pub at: SystemTime,
}

/// Where in the buffer the values of the headers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `x-amz-date`
    pub date: Range<usize>,
    /// `authorization`
    pub authorization: Range<usize>,
}

impl Signer {
    /// A signer for this region, which may be any name: servers other than AWS's do not look at it.
    #[must_use]
    pub fn new(region: &str) -> Self {
        Self {
            region: region.into(),
            scope: format!("/{region}/{SERVICE}/aws4_request").into(),
            keys: KeyCache::default(),
        }
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Appends the values of the headers `x-amz-date` and `authorization` to `buffer`, and says where they are.
    ///
    /// The signature covers `content-type`, which is [`CONTENT_TYPE`], `host`, `x-amz-date`, `x-amz-security-token` if
    /// the credentials have a [token](Credentials::session_token), and `x-amz-target`. All of them have to be sent as
    /// they were signed. Other headers may be sent too, unsigned.
    ///
    /// Takes no memory when the buffer has room for some 300 bytes and the last request was signed on the same day
    /// with the same secret. Credentials that pass [`Credentials::check`] make a valid header.
    pub fn sign(&self, credentials: &Credentials, signable: Signable<'_>, buffer: &mut BytesMut) -> SignedHeaders {
        let timestamp = Timestamp::at(signable.at);
        let day = timestamp.day();
        let scope = self.scope.as_bytes();
        let token = credentials.session_token();
        let headers = if token.is_some() { &WITH_TOKEN } else { &WITHOUT_TOKEN };

        // Five blocks are a request without a session's token; three are the text to sign, wherever the region is.
        let mut request = Text::<5>::new();
        push_headers(&mut request, &signable, &timestamp, token);
        request.push(headers.canonical_end);
        request.push(&hex(Sha256::digest(signable.body).into()));

        let key = self.keys.key(credentials.secret_key(), day, || {
            derive(credentials.secret_key(), &day, &self.region, SERVICE)
        });
        let mut text = key.begin::<3>();
        for piece in [ALGORITHM, b"\n", timestamp.as_bytes(), b"\n", &day, scope, b"\n"] {
            text.push(piece);
        }
        text.push(&hex(request.hash()));
        let signature = hex(key.finish(text));

        let access_key = credentials.access_key().as_bytes();
        let before_key = b"AWS4-HMAC-SHA256 Credential=";
        let value = [
            before_key,
            access_key,
            b"/",
            &day,
            scope,
            headers.before_signature,
            &signature,
        ];
        let length: usize = value.iter().map(|piece| piece.len()).sum();
        buffer.reserve(timestamp.as_bytes().len() + length);

        let start = buffer.len();
        buffer.extend_from_slice(timestamp.as_bytes());
        let middle = buffer.len();
        for piece in value {
            buffer.extend_from_slice(piece);
        }
        SignedHeaders {
            date: start..middle,
            authorization: middle..buffer.len(),
        }
    }
}

/// The signed headers' names, where they are named.
struct HeaderNames {
    /// In the canonical request, after the headers.
    canonical_end: &'static [u8],
    /// In the value of `authorization`.
    before_signature: &'static [u8],
}

macro_rules! header_names {
    ($names:literal) => {
        HeaderNames {
            canonical_end: concat!("\n\n", $names, "\n").as_bytes(),
            before_signature: concat!(", SignedHeaders=", $names, ", Signature=").as_bytes(),
        }
    };
}

static WITHOUT_TOKEN: HeaderNames = header_names!("content-type;host;x-amz-date;x-amz-target");
static WITH_TOKEN: HeaderNames = header_names!("content-type;host;x-amz-date;x-amz-security-token;x-amz-target");

/// The canonical request as far as the value of the last header.
fn push_headers(text: &mut Text<5>, signable: &Signable<'_>, timestamp: &Timestamp, token: Option<&str>) {
    // Method, path, query, and the first header.
    text.push(b"POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:");
    push_trimmed(text, signable.host);
    text.push(b"\nx-amz-date:");
    text.push(timestamp.as_bytes());
    if let Some(token) = token {
        text.push(b"\nx-amz-security-token:");
        text.push(token.as_bytes());
    }
    text.push(b"\nx-amz-target:");
    push_trimmed(text, signable.target);
}

/// Takes in a header's value without spaces at its ends, and with one space for several in a row.
fn push_trimmed(text: &mut Text<5>, value: &str) {
    // No value of ours has one.
    if !value.as_bytes().contains(&b' ') {
        return text.push(value.as_bytes());
    }
    let words = value.split(' ').filter(|word| !word.is_empty());
    for (position, word) in words.enumerate() {
        if position > 0 {
            text.push(b" ");
        }
        text.push(word.as_bytes());
    }
}

fn hex(hash: Hash) -> [u8; 64] {
    // By arithmetic and not from a table, so that the compiler makes it vectors' work.
    let digit = |half: u8| half + if half < 10 { b'0' } else { b'a' - 10 };
    let mut text = [0; 64];
    for (digits, byte) in text.chunks_exact_mut(2).zip(hash) {
        digits[0] = digit(byte >> 4);
        digits[1] = digit(byte & 15);
    }
    text
}

/// Without the key.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// Without the body, which has items' values in it.
impl fmt::Debug for Signable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signable")
            .field("host", &self.host)
            .field("target", &self.target)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("at", &self.at)
            .finish()
    }
}
