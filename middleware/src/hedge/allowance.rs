use std::sync::atomic::{AtomicI64, Ordering};

/// How many more requests hedging may make: each request adds its share of one, each hedge takes one.
#[derive(Debug, Default)]
pub(super) struct Allowance {
    /// In hundredths of a hedge.
    hundredths: AtomicI64,
}

const HEDGE: i64 = 100;

/// Saved up at most: after a quiet hour, a burst of hedges must not come.
const MOST: i64 = 10 * HEDGE;

impl Allowance {
    pub(super) fn request(&self, percent: u32) {
        let _ = self
            .hundredths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |saved| {
                (saved < MOST).then(|| (saved + i64::from(percent)).min(MOST))
            });
    }

    pub(super) fn take(&self) -> bool {
        self.hundredths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |saved| {
                (saved >= HEDGE).then(|| saved - HEDGE)
            })
            .is_ok()
    }
}
