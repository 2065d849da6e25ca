//! How fast a table takes requests: found out, and followed.

mod tokens;
mod watch;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

/// How long the rate stays as it is while requests are accepted.
const EPOCH: Duration = Duration::from_millis(250);
/// The longest epoch: a slow table needs time to show what it takes.
const LONGEST_EPOCH: Duration = Duration::from_secs(2);
/// The requests that an epoch should see.
const EPOCH_REQUESTS: f64 = 5.0;
/// How long the rate stays as it is while the capacity is searched for; also the shortest epoch.
const STEP: Duration = Duration::from_millis(50);
/// The rate a search begins with.
const START: f64 = 20.0;
/// The share of the rate that must be in use for it to grow.
const USED: f64 = 0.7;
/// What a clean epoch adds at first, how that grows from one clean epoch to the next, and the most that one adds.
const GROWTH: f64 = 0.01;
const GROWTH_FACTOR: f64 = 2.5;
const GROWTH_LIMIT: f64 = 0.5;
/// A throttled epoch leaves the rate a little above what was accepted, but within these shares of what it was.
const ABOVE_ACCEPTED: f64 = 1.02;
const DEEPEST_CUT: f64 = 0.5;
const LEAST_CUT: f64 = 0.98;
/// The lowest rate.
const FLOOR: f64 = 0.5;
/// The rate of probes while nothing is accepted: half of what was before, within these bounds.
const PROBES: (f64, f64) = (FLOOR, 4.0);
/// How long it takes to forget half of the highest rate that was accepted.
const HALF_LIFE: Duration = Duration::from_secs(10);
/// The longest wait a server may ask of everyone.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const FASTEST: f64 = 1e6;

/// The rate of requests that something accepts, followed by what it does with them.
///
/// Three states. *Watching*, at first: everything goes through until it is clear that one throttle was not the odd one.
/// *Searching*: the capacity is not known, because the limiter is new or because nothing was accepted for a while; the
/// rate doubles from one step to the next as long as requests are accepted. What the server saves up for bursts pays for
/// the steps in which the rate is too low. *Following*: at the end of each epoch the rate is set by what was accepted in
/// it, or grows, little at first, if nothing was throttled.
///
/// Only what was sent since the last cut counts as a throttle. The others say nothing of the rate that holds now, and a
/// rate that is cut for each of them falls to the floor.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    rate: f64,
    /// Requests that may go at once.
    tokens: f64,
    refilled: Instant,
    /// Whether nothing is limited yet.
    watching: bool,
    searching: bool,
    /// Whether the capacity was met since the last search: an epoch was throttled, and some of it accepted.
    met: bool,
    /// Whether it ever was. Before, nobody knows how long a queue takes.
    known: bool,
    /// Whether anything was accepted since the search began.
    found: bool,
    epoch: Epoch,
    /// Clean epochs in a row.
    clean: i32,
    cut_at: Instant,
    throttled_at: Instant,
    /// When a throttle came of what was sent before the last cut.
    stale_at: Instant,
    peak: f64,
    peak_at: Instant,
    /// The server asked for nothing before this.
    paused_until: Option<Instant>,
    /// How long an accepted request takes, in seconds.
    latency: f64,
}

#[derive(Clone, Copy, Debug)]
struct Epoch {
    began: Instant,
    admitted: f64,
    accepted: f64,
    throttled: f64,
    /// Whether something sent in this epoch was accepted.
    confirmed: bool,
    /// Whether a request had to wait.
    wanted: bool,
}

impl Epoch {
    const fn at(began: Instant) -> Self {
        Self {
            began,
            admitted: 0.0,
            accepted: 0.0,
            throttled: 0.0,
            confirmed: false,
            wanted: false,
        }
    }
}

impl Pace {
    /// The pace of something that has just throttled a request, and of which nothing else is known.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            rate: START,
            tokens: 0.0,
            refilled: now,
            watching: true,
            searching: true,
            met: false,
            known: false,
            stale_at: now,
            found: false,
            epoch: Epoch::at(now),
            clean: 0,
            cut_at: now,
            throttled_at: now,
            peak: 2.0 * PROBES.1,
            peak_at: now,
            paused_until: None,
            latency: 0.0,
        }
    }

    /// Requests per second.
    pub(super) fn rate(&self) -> f64 {
        self.rate
    }

    /// When something was throttled last.
    pub(super) fn throttled_at(&self) -> Instant {
        self.throttled_at
    }

    /// A request sent at `sent` was not throttled.
    pub(super) fn accepted(&mut self, now: Instant, sent: Instant) {
        self.epoch.accepted += 1.0;
        self.epoch.confirmed |= sent >= self.epoch.began;
        self.found = true;
        let took = now.saturating_duration_since(sent).as_secs_f64();
        self.latency += (took - self.latency) / if self.latency == 0.0 { 1.0 } else { 16.0 };
        if self.watching {
            self.watch(now);
        } else {
            self.close_epoch(now);
        }
    }

    /// A request was throttled, and the server may have asked for a wait. Nobody may know when it was sent.
    pub(super) fn throttled(&mut self, now: Instant, sent: Option<Instant>, wait: Option<Duration>) {
        self.throttled_at = now;
        if self.watching {
            self.epoch.throttled += 1.0;
            self.watch(now);
            return;
        }
        if let Some(wait) = wait
            && self.searching
            && !self.found
        {
            // While others are accepted, the wait is the one request's.
            self.paused_until = self.paused_until.max(Some(now + wait.min(LONGEST_PAUSE)));
        }
        if sent.is_none_or(|sent| sent <= self.cut_at) {
            self.stale_at = now;
            return;
        }
        self.epoch.throttled += 1.0;
        if !self.searching {
            self.close_epoch(now);
        } else if now < self.stale_at + STEP {
            // What was sent before takes the capacity of what is sent now, which shows nothing.
            self.epoch = Epoch::at(now);
        } else if self.found {
            self.searching = false;
            self.cut(now, self.rate * DEEPEST_CUT);
        } else if now >= self.cut_at + STEP {
            self.cut(now, self.rate * DEEPEST_CUT);
        }
    }

    /// Ends the epoch if it is time to.
    fn close_epoch(&mut self, now: Instant) {
        let epoch = self.epoch;
        let lasted = now.saturating_duration_since(epoch.began);
        let seconds = lasted.as_secs_f64();
        if lasted < STEP {
            return;
        }
        let accepted = epoch.accepted / seconds;
        if self.searching {
            // However long the answer takes: one to a request sent at this rate is what counts.
            if epoch.throttled > 0.0 {
                self.epoch = Epoch::at(now);
            } else if epoch.confirmed && epoch.wanted {
                self.remember(now, accepted);
                self.rate = (self.rate * 2.0).min(FASTEST);
                self.epoch = Epoch::at(now);
            }
            return;
        }
        // A clear case needs no whole epoch: the capacity was cut.
        let clear = lasted >= 2 * STEP && epoch.throttled >= 8.0 && epoch.throttled * 4.0 >= epoch.accepted;
        let wanted = (EPOCH_REQUESTS / self.rate).max(1.5 * self.latency);
        let length = Duration::from_secs_f64(wanted.min(LONGEST_EPOCH.as_secs_f64())).max(EPOCH);
        if lasted < length && !clear {
            return;
        }
        self.remember(now, accepted);
        if epoch.throttled > 0.0 {
            if epoch.accepted == 0.0 {
                self.searching = true;
                self.found = false;
            }
            self.met = !self.searching;
            self.known |= self.met;
            self.clean = 0;
            let followed = ABOVE_ACCEPTED * accepted;
            self.cut(now, followed.clamp(DEEPEST_CUT * self.rate, LEAST_CUT * self.rate));
            return;
        }
        if epoch.admitted >= USED * self.rate * seconds {
            self.rate *= 1.0 + (GROWTH * GROWTH_FACTOR.powi(self.clean)).min(GROWTH_LIMIT);
            self.rate = self.rate.min(FASTEST);
            self.clean = (self.clean + 1).min(100);
        }
        self.epoch = Epoch::at(now);
    }

    fn cut(&mut self, now: Instant, rate: f64) {
        let (fewest, most) = PROBES;
        let lowest = if self.searching {
            (self.peak(now) / 2.0).clamp(fewest, most)
        } else {
            FLOOR
        };
        self.rate = rate.max(lowest);
        self.cut_at = now;
        self.epoch = Epoch::at(now);
    }

    fn remember(&mut self, now: Instant, accepted: f64) {
        self.peak = self.peak(now).max(accepted);
        self.peak_at = now;
    }

    /// The highest rate that was accepted, fading.
    fn peak(&self, now: Instant) -> f64 {
        let age = now.saturating_duration_since(self.peak_at).as_secs_f64();
        self.peak * (-age / HALF_LIFE.as_secs_f64()).exp2()
    }
}
