use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ddbx_core::{Operation, Request};

/// What an attempt usually takes: about the median, of operations on one item and of all others.
///
/// It moves towards each answer's time by a small step, up or down: half of them on each side leave it where it is. That
/// is as good as a histogram here, and costs one load and one store.
#[derive(Debug, Default)]
pub(super) struct Typical {
    item: AtomicU32,
    many: AtomicU32,
}

impl Typical {
    fn of(&self, request: &Request) -> &AtomicU32 {
        match request.operation {
            Operation::DeleteItem | Operation::GetItem | Operation::PutItem | Operation::UpdateItem => &self.item,
            _ => &self.many,
        }
    }

    /// Zero as long as nothing is known.
    pub(super) fn time(&self, request: &Request) -> Duration {
        Duration::from_micros(self.of(request).load(Ordering::Relaxed).into())
    }

    /// An attempt was answered after this time.
    pub(super) fn answered(&self, request: &Request, after: Duration) {
        let after = u32::try_from(after.as_micros()).unwrap_or(u32::MAX);
        let median = self.of(request);
        let now = median.load(Ordering::Relaxed);
        let step = (now / 16).max(1);
        let next = match now {
            0 => after,
            _ if after > now => now.saturating_add(step),
            _ if after < now => now - step.min(now - 1),
            _ => return,
        };
        // Two at once lose one step: it is an estimate.
        median.store(next, Ordering::Relaxed);
    }
}
