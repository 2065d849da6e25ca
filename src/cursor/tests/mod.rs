mod fingerprint;
mod keys;
mod refusals;
#[cfg(feature = "serde-1")]
mod serde;
mod token;

use std::time::{Duration, SystemTime};

use ddbx_core::{Error, ErrorKind, Item};

use super::seal::{open, seal};
use super::{Binding, CursorKey, CursorKeys, SealedCursor};
use crate::ops::Cursor;

const MINUTE: Duration = Duration::from_secs(60);

/// So long after some day.
fn after(time: Duration) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) + time
}

fn now() -> SystemTime {
    after(Duration::ZERO)
}

fn key(id: u32) -> CursorKey {
    CursorKey::new(id, [id.to_be_bytes()[3] ^ 0x5a; 32])
}

fn keys() -> CursorKeys {
    CursorKeys::new(key(1))
}

fn cursor() -> Cursor {
    Cursor::after(&Item::new().with("customer", "CANARY").with("number", 47_114_711)).unwrap()
}

const HERE: Binding<'_> = Binding {
    table: "orders",
    index: Some("by_status"),
    query: [7; 32],
    principal: b"ann",
};

/// A token for [`HERE`], good for a minute.
fn token() -> SealedCursor {
    seal(&keys(), &HERE, &cursor(), now(), MINUTE).unwrap()
}

#[track_caller]
fn assert_refused(result: Result<Cursor, Error>) {
    let error = result.expect_err("the token was accepted");
    assert_eq!(error.kind(), ErrorKind::InvalidCursor);
    assert!(!error.is_retryable());
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    assert!(!shown.contains("CANARY") && !shown.contains("47114711"), "{shown}");
    assert!(
        shown.contains("is none that goes on here"),
        "one message for all: {shown}"
    );
}
