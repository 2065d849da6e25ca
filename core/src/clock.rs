//! The time everything that waits or measures goes by.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Instant, SystemTime};

/// The time a layer lives by: real, paused, or a test's own.
///
/// Deadlines are [`Instant`]s of this clock. Everything in ddbx that waits or measures takes one, so that a test
/// decides how time passes. `ddbx_middleware::TokioClock` follows tokio's clock, paused or not.
///
/// ```
/// use ddbx_core::Clock;
/// use ddbx_core::clock::Sleep;
/// use std::time::{Duration, Instant, SystemTime};
///
/// /// A clock that stands still, and whose sleeps never end.
/// #[derive(Debug)]
/// struct Frozen(Instant);
///
/// impl Clock for Frozen {
///     fn now(&self) -> Instant {
///         self.0
///     }
///     fn wall(&self) -> SystemTime {
///         SystemTime::UNIX_EPOCH
///     }
///     fn sleep_until(&self, _: Instant) -> Sleep {
///         Box::pin(std::future::pending())
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The monotonic time.
    fn now(&self) -> Instant;

    /// The time of day: what signatures and connection ages go by, also across a suspended machine.
    fn wall(&self) -> SystemTime;

    /// Resolves when [`now`](Self::now) has reached `deadline`.
    fn sleep_until(&self, deadline: Instant) -> Sleep;
}

/// A wait of a [`Clock`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send + Sync>>;
