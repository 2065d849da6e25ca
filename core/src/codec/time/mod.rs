//! Points in time, dates and times of day: text that sorts as time goes, and numbers since 1970.
//!
//! The calendar is our own, so that the types of all crates are written alike.

mod civil;
mod date;
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
mod local;
mod system;
mod text;

use super::Result;

pub use date::CalendarDate;

#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) use civil::{Date, TimeOfDay};
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) use local::in_years;
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) use text::{Iso, Rest};
pub(super) use text::{POINT_WIDTH, in_range, read_point, read_timestamp, write_point, write_timestamp};

/// A type that is a point in time, to the nanosecond: what the storage forms `iso`, `unix` and `unix_millis` are for.
///
/// Implemented for [`SystemTime`](std::time::SystemTime) and, with their features, for the timestamps of chrono, jiff
/// and time.
///
/// ```
/// use ddbx_core::codec::{Timestamp, UnixTime};
/// use std::time::{Duration, SystemTime};
///
/// let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_500);
/// let unix = UnixTime::new(1, 500_000_000).expect("less than a second");
/// assert_eq!(time.to_unix()?, unix);
/// assert_eq!(SystemTime::from_unix(unix), Some(time));
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`iso`, `unix` and `unix_millis` are storage forms of timestamps, and `{Self}` is none",
    label = "`{Self}` is no timestamp",
    note = "`SystemTime` is one; those of chrono, jiff and time are with the features `chrono-0_4`, `jiff-1` and `time-0_3`"
)]
pub trait Timestamp: Sized {
    /// The name of the type, in messages.
    const RUST: &'static str;

    /// The time since 1970.
    ///
    /// # Errors
    ///
    /// A time that is no whole number of nanoseconds since then: a leap second.
    fn to_unix(&self) -> Result<UnixTime>;

    /// The type's own value of that time; `None` if it has none.
    fn from_unix(time: UnixTime) -> Option<Self>;
}

/// Seconds and nanoseconds since the start of 1970 in UTC, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime {
    seconds: i64,
    nanoseconds: u32,
}

impl UnixTime {
    /// Whole seconds, below zero before 1970, and the nanoseconds after them, less than a second.
    #[must_use]
    pub const fn new(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if nanoseconds < NANOSECONDS {
            Some(Self { seconds, nanoseconds })
        } else {
            None
        }
    }

    /// The whole seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// The nanoseconds after the whole seconds.
    #[must_use]
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds
    }
}

/// In a second.
pub(super) const NANOSECONDS: u32 = 1_000_000_000;
