use std::time::Duration;

use ddbx_core::Safety;

use super::{Cause, Delay};

/// What is repeated, how often, and after which delays.
///
/// | the attempt | repeated | by default |
/// |---|---|---|
/// | lost its answer, or met a 5xx | if the request's [`Safety`] allows, within the [budget](super::Budget) | 4 attempts |
/// | met another writer (`TransactionConflict`, `ReplicatedWriteConflict`) | always | 10 attempts |
/// | found no connection | always | until the deadline |
/// | was throttled | always | until the deadline |
/// | found its own transaction under way (`TransactionInProgress`) | always | until the deadline |
/// | was refused | never | |
///
/// Each cause counts by itself. The delays are random, of at most 25 ms, 50 ms, 100 ms, … up to 1 s.
///
/// ```
/// use ddbx_middleware::retry::{Delay, RetryOptions};
/// use std::time::Duration;
///
/// let options = RetryOptions::new()
///     .attempts(6)
///     .delay(Delay::growing(Duration::from_millis(10)).up_to(Duration::from_millis(200)))
///     .budget(20, 20);
/// ```
#[derive(Clone, Debug)]
#[must_use = "options do nothing until a layer or a pool is given them"]
pub struct RetryOptions {
    attempts: u32,
    conflict_attempts: u32,
    until_deadline: bool,
    delay: Delay,
    in_progress: Delay,
    pub(super) percent: u32,
    pub(super) per_second: u32,
}

impl Default for RetryOptions {
    fn default() -> Self {
        const CAP: Duration = Duration::from_secs(1);
        Self {
            attempts: 4,
            conflict_attempts: 10,
            until_deadline: true,
            delay: Delay::growing(Duration::from_millis(25)).up_to(CAP),
            // A transaction under way needs a moment in any case: the bound is 200 ms, 400 ms, …, and at least half of it
            // is waited.
            in_progress: Delay::growing(Duration::from_millis(200)).up_to(CAP).upper_half(),
            percent: 10,
            per_second: 10,
        }
    }
}

impl RetryOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nothing is repeated.
    pub fn never() -> Self {
        Self {
            attempts: 1,
            conflict_attempts: 1,
            until_deadline: false,
            ..Self::default()
        }
    }

    /// For background work, which has time: delays grow up to 20 s.
    pub fn bulk() -> Self {
        Self::default().delay(Delay::growing(Duration::from_millis(25)))
    }

    /// For operations on tables: delays of 1 s and more, which grow slowly, as tables change in seconds or minutes.
    pub fn control_plane() -> Self {
        Self::default().delay(
            Delay::growing(Duration::from_secs(1))
                .by(1.05)
                .up_to(Duration::from_secs(15))
                .without_jitter(),
        )
    }

    /// How many attempts, the first included, where answers are lost or the server fails. At least one. Default: 4.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// How many attempts, the first included, where other writers are at the item. At least one. Default: 10.
    pub fn conflict_attempts(mut self, attempts: u32) -> Self {
        self.conflict_attempts = attempts.max(1);
        self
    }

    /// Whether what was throttled, found no connection, or found its own transaction under way is repeated until the
    /// deadline. Default: it is. Otherwise it is not repeated at all.
    pub fn until_deadline(mut self, yes: bool) -> Self {
        self.until_deadline = yes;
        self
    }

    /// The delays before repeats. Those of a transaction that is under way are apart: at least 100 ms.
    pub fn delay(mut self, delay: Delay) -> Self {
        self.delay = delay;
        self
    }

    /// How many repeats of lost answers and failures of the server are allowed, over all requests: `percent` of the
    /// requests of the last ten seconds, and `per_second` besides. Default: 10 percent, and 10 per second.
    pub fn budget(mut self, percent: u32, per_second: u32) -> Self {
        self.percent = percent;
        self.per_second = per_second;
        self
    }

    /// Whether an attempt that failed for this cause is repeated, as far as its request decides: `failures` counts those
    /// for the same cause, this one included.
    #[must_use]
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub fn repeats(&self, cause: Cause, safety: Safety, failures: u32) -> bool {
        match cause {
            Cause::Ambiguous => match safety {
                Safety::Read | Safety::Repeatable | Safety::Conditional => failures < self.attempts,
                Safety::Unsafe => false,
            },
            Cause::Conflict => failures < self.conflict_attempts,
            Cause::Final => false,
            Cause::InProgress | Cause::NotSent | Cause::Throttled => self.until_deadline,
        }
    }

    /// Whether there is anything that is repeated.
    #[must_use]
    pub fn repeats_anything(&self) -> bool {
        self.attempts > 1 || self.conflict_attempts > 1 || self.until_deadline
    }

    /// How many attempts there are at most at a request that nothing gave a deadline: the layer may be used alone.
    pub(super) fn most(&self) -> u32 {
        self.attempts.max(self.conflict_attempts)
    }

    /// Whether repeats for this cause are taken from the budget.
    ///
    /// A throttle is paced by the rate that is accepted, and what found no connection does not reach the server: neither
    /// makes an outage worse.
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub(super) const fn costs(cause: Cause) -> bool {
        match cause {
            Cause::Ambiguous => true,
            Cause::Conflict | Cause::Final | Cause::InProgress | Cause::NotSent | Cause::Throttled => false,
        }
    }

    /// How long to wait before the repeat.
    pub(super) fn wait(&self, cause: Cause, failures: u32, asked: Option<Duration>) -> Option<Duration> {
        let delay = if cause == Cause::InProgress {
            &self.in_progress
        } else {
            &self.delay
        };
        let wait = delay.before(failures.saturating_sub(1))?;
        // No further than this: a server that asks for a day has lost its mind, or its clock.
        const LONGER: Duration = Duration::from_secs(5);
        Some(asked.map_or(wait, |asked| asked.clamp(wait, wait.saturating_add(LONGER))))
    }
}
