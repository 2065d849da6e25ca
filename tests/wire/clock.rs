//! A clock that a test sets forward.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use ddbx::clock::{Clock, Sleep};
use ddbx::middleware::TokioClock;

/// Tokio's time and the time of day, each moved by what a test says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shifted(Arc<Mutex<(Duration, Duration)>>);

impl Shifted {
    /// Both go forward.
    pub(crate) fn pass(&self, time: Duration) {
        let mut shift = self.0.lock().unwrap();
        shift.0 += time;
        shift.1 += time;
    }

    /// The machine was suspended: only the time of day goes forward.
    pub(crate) fn suspend(&self, time: Duration) {
        self.0.lock().unwrap().1 += time;
    }
}

impl Clock for Shifted {
    fn now(&self) -> Instant {
        TokioClock.now() + self.0.lock().unwrap().0
    }

    fn wall(&self) -> SystemTime {
        TokioClock.wall() + self.0.lock().unwrap().1
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        TokioClock.sleep_until(deadline - self.0.lock().unwrap().0)
    }
}
