use std::time::{Duration, SystemTime};

use super::{in_type, seconds};
use crate::codec::{CodecError, Result, Timestamp, UnixTime};

/// The types that `expires` may have: timestamps, integers that are seconds since 1970, and `Option` of one.
///
/// ```
/// use ddbx_core::managed::Expiry;
/// use std::time::{Duration, SystemTime};
///
/// let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
/// let mut expires = None::<u64>;
/// expires.fill(now, Duration::from_secs(60))?;
/// assert_eq!(expires, Some(1_060));
/// assert!(!expires.is_over(1_059));
/// assert!(expires.is_over(1_060));
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "an item expires at a time, and `{Self}` is none",
    label = "no timestamp, and no integer of seconds since 1970",
    note = "use `Option<SystemTime>`: an item without a time stays"
)]
pub trait Expiry: Sized {
    /// The whole seconds since 1970, rounded down; `None` where there is no time, and the item stays.
    fn seconds(&self) -> Option<i64>;

    /// The time this many seconds after 1970.
    ///
    /// # Errors
    ///
    /// A time that the type does not reach to.
    fn at(seconds: i64) -> Result<Self>;

    /// Whether it is over at this time, in seconds since 1970.
    fn is_over(&self, now: i64) -> bool {
        self.seconds().is_some_and(|expires| expires <= now)
    }

    /// Sets it to this long after `now`, if nobody has set it: `None`, and the start of 1970.
    ///
    /// # Errors
    ///
    /// Those of [`at`](Self::at).
    fn fill(&mut self, now: SystemTime, after: Duration) -> Result<()> {
        if self.seconds().is_none_or(|seconds| seconds == 0) {
            let after = i64::try_from(after.as_secs()).unwrap_or(i64::MAX);
            *self = Self::at(seconds(now)?.saturating_add(after))?;
        }
        Ok(())
    }
}

impl<T: Timestamp> Expiry for T {
    fn seconds(&self) -> Option<i64> {
        self.to_unix().ok().map(UnixTime::seconds)
    }

    fn at(seconds: i64) -> Result<Self> {
        let time =
            UnixTime::new(seconds, 0).ok_or_else(|| CodecError::misfit(T::RUST, "the time is out of its range"))?;
        in_type(time)
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Expiry for $integer {
            fn seconds(&self) -> Option<i64> {
                // What an `i64` does not hold is further away than any clock.
                Some(i64::try_from(*self).unwrap_or(i64::MAX))
            }

            fn at(seconds: i64) -> Result<Self> {
                seconds
                    .try_into()
                    .map_err(|_| CodecError::misfit(stringify!($integer), "the time is out of its range"))
            }
        }
    )*};
}

integers! { u32 u64 i64 }

#[diagnostic::do_not_recommend]
impl<T: Expiry> Expiry for Option<T> {
    fn seconds(&self) -> Option<i64> {
        self.as_ref()?.seconds()
    }

    fn at(seconds: i64) -> Result<Self> {
        T::at(seconds).map(Some)
    }
}
