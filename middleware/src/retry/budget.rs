use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ddbx_core::Clock;

/// How many repeats are allowed, over all requests: a share of those of the last ten seconds, and a few each second.
///
/// Where little fails, repeats help; where everything fails, they only make the outage worse. A budget makes few of them
/// then, whatever each request would be allowed by itself. Clones share it.
///
/// ```
/// use ddbx_middleware::TokioClock;
/// use ddbx_middleware::retry::Budget;
/// use std::sync::Arc;
///
/// let budget = Budget::new(10, 0, Arc::new(TokioClock));
/// (0..20).for_each(|_| budget.request());
/// assert_eq!(budget.remaining(), 2);
/// assert!(budget.repeat() && budget.repeat() && !budget.repeat());
/// ```
#[derive(Clone)]
pub struct Budget(Arc<Inner>);

struct Inner {
    percent: u32,
    reserve: i64,
    /// One for each second of the window, at its number modulo their count.
    slots: [AtomicU64; WINDOW as usize],
    /// Held by who takes: two must not take the same repeat.
    taking: Mutex<()>,
    clock: Arc<dyn Clock>,
    start: Instant,
}

/// In seconds.
const WINDOW: u32 = 10;

/// What one repeat costs: a request gives `percent` hundredths of it.
const REPEAT: i64 = 100;

impl Budget {
    /// `percent` repeats for a hundred requests of the last ten seconds, and `per_second` besides.
    #[must_use]
    pub fn new(percent: u32, per_second: u32, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            percent,
            reserve: i64::from(per_second) * i64::from(WINDOW) * REPEAT,
            slots: std::array::from_fn(|_| AtomicU64::new(0)),
            taking: Mutex::new(()),
            start: clock.now(),
            clock,
        }))
    }

    /// A request was made.
    pub fn request(&self) {
        self.request_at(self.0.clock.now());
    }

    /// The same, where the time is known.
    pub(super) fn request_at(&self, now: Instant) {
        self.0.add(now, i64::from(self.0.percent));
    }

    /// Takes one repeat, if one is left.
    #[must_use]
    pub fn repeat(&self) -> bool {
        let _taking = self.0.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.0.clock.now();
        let is_left = self.0.balance(now) >= REPEAT;
        if is_left {
            self.0.add(now, -REPEAT);
        }
        is_left
    }

    /// How many repeats are left.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        u32::try_from(self.0.balance(self.0.clock.now()).max(0) / REPEAT).unwrap_or(u32::MAX)
    }
}

impl Inner {
    /// The number of this second, from 1.
    fn second(&self, now: Instant) -> u32 {
        let since = now.saturating_duration_since(self.start);
        u32::try_from(since.as_secs()).unwrap_or(u32::MAX - 1) + 1
    }

    fn add(&self, now: Instant, amount: i64) {
        let second = self.second(now);
        let slot = &self.slots[(second % WINDOW) as usize];
        let _ = slot.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |packed| {
            let before = match unpack(packed) {
                (of, sum) if of == second => i64::from(sum),
                _ => 0,
            };
            let sum = (before + amount).clamp(i64::from(i32::MIN), i64::from(i32::MAX));
            Some(pack(second, sum as i32))
        });
    }

    fn balance(&self, now: Instant) -> i64 {
        let second = self.second(now);
        let slots = self.slots.iter().map(|slot| unpack(slot.load(Ordering::Relaxed)));
        // A slot of zero belongs to no second.
        let sum: i64 = slots
            .filter(|(of, _)| *of != 0 && second.abs_diff(*of) < WINDOW)
            .map(|(_, sum)| i64::from(sum))
            .sum();
        self.reserve + sum
    }
}

/// The second that a slot is about, and what was given in it, less what was taken.
fn unpack(packed: u64) -> (u32, i32) {
    ((packed >> 32) as u32, packed as u32 as i32)
}

fn pack(second: u32, sum: i32) -> u64 {
    (u64::from(second) << 32) | u64::from(sum as u32)
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("percent", &self.0.percent)
            .field("remaining", &self.remaining())
            .finish_non_exhaustive()
    }
}

impl Budget {
    /// How far back requests and repeats count.
    pub const WINDOW: Duration = Duration::from_secs(WINDOW as u64);
}
