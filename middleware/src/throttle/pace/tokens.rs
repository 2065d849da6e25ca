use std::time::{Duration, Instant};

use super::Pace;
use crate::throttle::line::Meter;

/// The longest time that must be left to a request that is sent: an answer mostly takes less.
const LONGEST_MARGIN: Duration = Duration::from_millis(100);

impl Pace {
    fn burst(&self) -> f64 {
        (0.02 * self.rate).max(1.0)
    }

    /// Seconds until the request with so many ahead of it has its token, at this rate.
    fn wait(&self, ahead: usize, rate: f64) -> f64 {
        ((ahead as f64 + 1.0 - self.tokens) / rate).max(0.0)
    }
}

/// The rate as a bucket of tokens, one for each request.
impl Meter for Pace {
    type Charge = ();

    fn refill(&mut self, now: Instant, waiting: bool) {
        if self.watching {
            return;
        }
        self.epoch.wanted |= waiting;
        self.close_epoch(now);
        let from = self.paused_until.map_or(self.refilled, |end| self.refilled.max(end));
        let gained = now.saturating_duration_since(from).as_secs_f64() * self.rate;
        // What comes due while someone waits is owed, and no burst: a timer may be late.
        let most = if waiting {
            (0.05 * self.rate).max(2.0)
        } else {
            self.burst()
        };
        self.tokens = (self.tokens + gained).min(most.max(self.tokens));
        self.refilled = self.refilled.max(now);
    }

    fn admit(&mut self) -> Option<()> {
        if self.watching {
            return Some(());
        }
        // A timer's rounding is not worth another timer.
        if self.tokens < 0.999 {
            return None;
        }
        self.tokens -= 1.0;
        self.epoch.admitted += 1.0;
        Some(())
    }

    fn give_back(&mut self, (): ()) {
        self.tokens += 1.0;
        self.epoch.admitted -= 1.0;
    }

    fn turn(&self, now: Instant, ahead: usize) -> Instant {
        let from = self.paused_until.map_or(now, |end| now.max(end));
        from + Duration::from_secs_f64(self.wait(ahead, self.rate))
    }

    fn outlook(&self, now: Instant, ahead: usize) -> Option<Duration> {
        if !self.known {
            return None;
        }
        // The rate of a search is no capacity: what was before may come back at once.
        let rate = if self.met {
            self.rate
        } else {
            self.rate.max(self.peak(now))
        };
        Some(Duration::from_secs_f64(self.wait(ahead, rate)) + self.margin())
    }

    fn margin(&self) -> Duration {
        Duration::from_secs_f64(self.latency).min(LONGEST_MARGIN)
    }
}
