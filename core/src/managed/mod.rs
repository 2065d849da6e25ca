//! The fields whose values ddbx looks after: versions, times of writing, expiry.
//!
//! An entity marks them, `#[entity(version)]`; these traits say which types they may have.

mod expiry;
mod stamp;
mod version;

pub use expiry::Expiry;
pub use stamp::Stamp;
pub use version::Version;

use std::time::SystemTime;

use crate::codec::{CodecError, Result, Timestamp, UnixTime};

/// A point in time as a type's own value.
fn in_type<T: Timestamp>(time: UnixTime) -> Result<T> {
    T::from_unix(time).ok_or_else(|| CodecError::misfit(T::RUST, "the time is out of its range"))
}

/// Whole seconds since 1970, rounded down.
///
/// # Errors
///
/// A time of more than 64 bits of seconds.
pub fn seconds(time: SystemTime) -> Result<i64> {
    Ok(time.to_unix()?.seconds())
}
