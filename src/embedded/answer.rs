//! What the engine answers, and the id it gives each answer.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

/// One answer: what DynamoDB would have sent over HTTP.
pub(crate) struct Answer {
    /// The HTTP status: 200, or that of the fault in the body.
    pub(crate) status: u16,
    /// The JSON body: the operation's output, or a fault with `__type` and a message.
    pub(crate) body: Bytes,
    /// An id in the form of DynamoDB's `x-amzn-RequestId`: 52 capital letters and digits, no two alike.
    pub(crate) request_id: String,
    /// The checksum of the body, as DynamoDB sends it in `x-amz-crc32`.
    pub(crate) crc32: u32,
}

impl Answer {
    pub(super) fn new(status: u16, body: Vec<u8>) -> Answer {
        Answer {
            status,
            crc32: crc32fast::hash(&body),
            body: Bytes::from(body),
            request_id: request_id(),
        }
    }
}

// The body holds the user's items, so it is counted and not shown.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Four numbers of 64 bits, each as 13 letters and digits.
///
/// The standard library seeds its hash maps from the operating system, which makes ids differ between processes with
/// no clock and no further dependency. The last number is a counter started at a random place: within one process the
/// ids differ by construction, and not only by chance.
fn request_id() -> String {
    static SEEDS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);

    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut id = String::with_capacity(52);
    for lane in 0..3_u8 {
        push_base32(&mut id, SEEDS.hash_one((lane, count)));
    }
    push_base32(&mut id, SEEDS.hash_one("start").wrapping_add(count));
    id
}

fn push_base32(id: &mut String, number: u64) {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for shift in (0..64).step_by(5) {
        id.push(char::from(DIGITS[(number >> shift) as usize % 32]));
    }
}
