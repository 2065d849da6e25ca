//! What comes back: the answer to a request.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

/// What came back for a request: the status, the JSON body and how it was reached.
///
/// ```
/// use ddbx_core::Response;
///
/// let response = Response::new(200, r#"{"TableNames":[]}"#);
/// assert!(response.is_success());
/// assert_eq!(response.attempts, 1);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, as DynamoDB JSON.
    pub body: Bytes,
    /// The `x-amzn-requestid` that AWS support asks for.
    pub request_id: Option<RequestId>,
    /// The CRC-32 the server gave for the body (`x-amz-crc32`).
    pub checksum: Option<u32>,
    /// How long the server asks to wait before the next attempt (`x-amz-retry-after`).
    pub retry_after: Option<Duration>,
    /// How many times the request was sent, this answer included.
    pub attempts: u32,
    /// How long the attempt that was answered waited for its turn at a limiter, before it was sent.
    pub waited: Duration,
}

impl Response {
    /// A response to the first attempt, without id or checksum.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            body: body.into(),
            request_id: None,
            checksum: None,
            retry_after: None,
            attempts: 1,
            waited: Duration::ZERO,
        }
    }

    /// The response with the server's id for the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<RequestId>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// The response with the server's checksum of the body.
    #[must_use]
    pub fn with_checksum(mut self, crc32: u32) -> Self {
        self.checksum = Some(crc32);
        self
    }

    /// The response with the wait that the server asks for.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Whether the operation succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == 200
    }
}

/// Without the body: it holds the items.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// The server's id for one attempt.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Box<str>);

impl RequestId {
    /// The id as the server wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a string of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into()
    }
}

impl<T: Into<Box<str>>> From<T> for RequestId {
    fn from(id: T) -> Self {
        Self(id.into())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// With control characters escaped.
impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_debug())
    }
}
