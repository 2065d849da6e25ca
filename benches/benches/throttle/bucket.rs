//! The capacity of a table.

use std::time::Duration;

/// Requests per second from a time after the start on.
pub(super) type Capacity = &'static [(u64, f64)];

/// What a table saves up for bursts.
const BURST: f64 = 100.0;

/// A token bucket whose rate changes as it is told.
#[derive(Debug)]
pub(super) struct Bucket {
    capacity: Capacity,
    tokens: f64,
    /// Since the start.
    at: Duration,
}

impl Bucket {
    pub(super) fn new(capacity: Capacity) -> Self {
        Self {
            capacity,
            tokens: BURST,
            at: Duration::ZERO,
        }
    }

    /// Takes one request, if there is room for it.
    pub(super) fn take(&mut self, at: Duration) -> bool {
        self.tokens = (self.tokens + refilled(self.capacity, self.at, at)).min(BURST);
        self.at = self.at.max(at);
        let taken = self.tokens >= 1.0;
        if taken {
            self.tokens -= 1.0;
        }
        taken
    }
}

/// What a table can take in all until then, its first burst included.
pub(super) fn supply(capacity: Capacity, until: Duration) -> f64 {
    BURST + refilled(capacity, Duration::ZERO, until)
}

fn refilled(capacity: Capacity, from: Duration, to: Duration) -> f64 {
    let ends = capacity
        .iter()
        .skip(1)
        .map(|(second, _)| Duration::from_secs(*second))
        .chain([Duration::MAX]);
    let parts = capacity.iter().zip(ends).map(|((begin, rate), end)| {
        let begin = from.max(Duration::from_secs(*begin));
        rate * to.min(end).saturating_sub(begin).as_secs_f64()
    });
    parts.sum()
}
