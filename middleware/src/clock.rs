use std::time::{Instant, SystemTime};

use ddbx_core::Clock;
use ddbx_core::clock::Sleep;

/// Tokio's clock: real, or paused in a test.
///
/// Its instants are those of [`tokio::time::Instant`], so a deadline of this clock means the same to both.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn sleep_until(&self, deadline: Instant) -> Sleep {
        Box::pin(tokio::time::sleep_until(deadline.into()))
    }
}
