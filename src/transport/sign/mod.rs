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
mod key;
mod timestamp;

#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::time::SystemTime;

use bytes::BytesMut;
use sha2::{Digest as _, Sha256};

use key::{KeyCache, SigningKey};
use timestamp::Timestamp;

pub use credentials::Credentials;

/// The `content-type` header that every signature covers.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// The name by which DynamoDB and its Streams are signed for.
const SERVICE: &str = "dynamodb";
const ALGORITHM: &[u8] = b"AWS4-HMAC-SHA256";
const SIGNED_HEADERS: &[u8] = b"content-type;host;x-amz-date;x-amz-target";
const SIGNED_HEADERS_WITH_TOKEN: &[u8] = b"content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
/// The length of a hash in hexadecimal digits.
const HASH: usize = 64;

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
        let signed_headers = if token.is_some() {
            SIGNED_HEADERS_WITH_TOKEN
        } else {
            SIGNED_HEADERS
        };

        let request = canonical_hash(&signable, &timestamp, token, signed_headers);
        let key = self.keys.key(credentials.secret_key(), day, || {
            SigningKey::derive(credentials.secret_key(), &day, &self.region, SERVICE)
        });
        let signature = key.signature(&[
            ALGORITHM,
            b"\n",
            timestamp.as_bytes(),
            b"\n",
            &day,
            scope,
            b"\n",
            &request,
        ]);

        let authorization: [&[u8]; 9] = [
            ALGORITHM,
            b" Credential=",
            credentials.access_key().as_bytes(),
            b"/",
            &day,
            scope,
            b", SignedHeaders=",
            signed_headers,
            b", Signature=",
        ];
        let length: usize = authorization.iter().map(|piece| piece.len()).sum();
        buffer.reserve(timestamp.as_bytes().len() + length + HASH);

        let start = buffer.len();
        buffer.extend_from_slice(timestamp.as_bytes());
        let middle = buffer.len();
        for piece in authorization {
            buffer.extend_from_slice(piece);
        }
        buffer.extend_from_slice(&hex(signature));
        SignedHeaders {
            date: start..middle,
            authorization: middle..buffer.len(),
        }
    }
}

/// The hash of the request in its canonical form, in hexadecimal.
fn canonical_hash(
    signable: &Signable<'_>,
    timestamp: &Timestamp,
    token: Option<&str>,
    signed_headers: &[u8],
) -> [u8; HASH] {
    let body = hex(Sha256::digest(signable.body).into());
    let mut hash = Sha256::new();
    // Method, path, query, and the first header.
    hash.update("POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:");
    update_trimmed(&mut hash, signable.host);
    hash.update("\nx-amz-date:");
    hash.update(timestamp.as_bytes());
    if let Some(token) = token {
        hash.update("\nx-amz-security-token:");
        hash.update(token);
    }
    hash.update("\nx-amz-target:");
    update_trimmed(&mut hash, signable.target);
    hash.update("\n\n");
    hash.update(signed_headers);
    hash.update("\n");
    hash.update(body);
    hex(hash.finalize().into())
}

/// Takes in a header's value without spaces at its ends, and with one space for several in a row.
fn update_trimmed(hash: &mut Sha256, value: &str) {
    // No value of ours has one.
    if !value.as_bytes().contains(&b' ') {
        return hash.update(value);
    }
    let words = value.split(' ').filter(|word| !word.is_empty());
    for (position, word) in words.enumerate() {
        if position > 0 {
            hash.update(" ");
        }
        hash.update(word);
    }
}

fn hex(hash: [u8; HASH / 2]) -> [u8; HASH] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; HASH];
    for (digits, byte) in text.chunks_exact_mut(2).zip(hash) {
        digits[0] = DIGITS[usize::from(byte >> 4)];
        digits[1] = DIGITS[usize::from(byte & 15)];
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
