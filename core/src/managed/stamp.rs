use std::time::SystemTime;

use super::in_type;
use crate::codec::{Result, Timestamp, UnixTime};

/// The types that `created_at` and `updated_at` may have: timestamps, and `Option` of one.
///
/// ```
/// use ddbx_core::managed::Stamp;
/// use std::time::SystemTime;
///
/// let mut created: Option<SystemTime> = None;
/// created.fill(SystemTime::now())?;
/// let first = created;
/// created.fill(SystemTime::now())?; // it has one
/// assert_eq!(created, first);
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a time of writing is a timestamp, and `{Self}` is none",
    label = "`{Self}` is no timestamp",
    note = "`SystemTime` is one; those of chrono, jiff and time are with the features `chrono-0_4`, `jiff-1` and `time-0_3`"
)]
pub trait Stamp: Sized {
    /// The time.
    ///
    /// # Errors
    ///
    /// A time that the type does not reach to.
    fn at(now: SystemTime) -> Result<Self>;

    /// Whether nobody has set it: `None`, and the start of 1970.
    fn is_unset(&self) -> bool;

    /// Sets it, if nobody has.
    ///
    /// # Errors
    ///
    /// Those of [`at`](Self::at).
    fn fill(&mut self, now: SystemTime) -> Result<()> {
        if self.is_unset() {
            *self = Self::at(now)?;
        }
        Ok(())
    }
}

impl<T: Timestamp> Stamp for T {
    fn at(now: SystemTime) -> Result<Self> {
        in_type(now.to_unix()?)
    }

    fn is_unset(&self) -> bool {
        self.to_unix().ok() == UnixTime::new(0, 0)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Timestamp> Stamp for Option<T> {
    fn at(now: SystemTime) -> Result<Self> {
        T::at(now).map(Some)
    }

    fn is_unset(&self) -> bool {
        self.as_ref().is_none_or(Stamp::is_unset)
    }
}
