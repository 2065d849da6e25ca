use std::time::{Duration, Instant};

use crate::throttle::line::Meter;

/// The share of an answer in what the next request is expected to cost.
const WEIGHT: f64 = 0.25;

/// What may be used, and what was used before it was there.
#[derive(Clone, Debug)]
pub(super) struct Balance {
    /// Units per second.
    rate: f64,
    /// Units; below zero, a debt.
    units: f64,
    refilled: Instant,
    /// What a request costs, as far as is known.
    expected: f64,
}

impl Balance {
    pub(super) fn new(rate: f64, now: Instant) -> Self {
        Self {
            rate,
            units: 0.0,
            refilled: now,
            expected: 1.0,
        }
    }

    pub(super) fn rate(&self) -> f64 {
        self.rate
    }

    /// What is still to be paid at this time.
    pub(super) fn debt(&self, now: Instant) -> f64 {
        (-self.at(now)).max(0.0)
    }

    /// A request that was charged so much cost so much; `None`: nobody said.
    pub(super) fn settle(&mut self, charge: f64, cost: Option<f64>) {
        if let Some(cost) = cost {
            self.units += charge - cost;
            self.expected += WEIGHT * (cost - self.expected);
        }
    }

    /// What is not used in a second is lost: a burst of what was saved for an hour would not be the rate.
    fn at(&self, now: Instant) -> f64 {
        let gained = now.saturating_duration_since(self.refilled).as_secs_f64() * self.rate;
        (self.units + gained).min(self.rate.max(self.units))
    }
}

impl Meter for Balance {
    /// In units.
    type Charge = f64;

    fn refill(&mut self, now: Instant, _: bool) {
        self.units = self.at(now);
        self.refilled = self.refilled.max(now);
    }

    fn admit(&mut self) -> Option<f64> {
        // A timer's rounding is not worth another timer.
        if self.units < -self.rate * 1e-4 {
            return None;
        }
        self.units -= self.expected;
        Some(self.expected)
    }

    fn give_back(&mut self, charge: f64) {
        self.units += charge;
    }

    fn turn(&self, now: Instant, ahead: usize) -> Instant {
        let missing = ahead as f64 * self.expected - self.units;
        now + Duration::try_from_secs_f64((missing / self.rate).max(0.0)).unwrap_or(Duration::MAX / 4)
    }

    fn outlook(&self, now: Instant, ahead: usize) -> Option<Duration> {
        Some(self.turn(now, ahead).saturating_duration_since(now))
    }

    fn margin(&self) -> Duration {
        Duration::ZERO
    }
}
