use std::time::{Duration, Instant};

use ddbx_core::{Operation, Request};

/// How much time a request, or an attempt at it, may take.
///
/// ```
/// use ddbx_core::{Operation, Request};
/// use ddbx_middleware::timeout::Limits;
/// use std::time::Duration;
///
/// let get = Request::new(Operation::GetItem, "{}");
/// let scan = Request::new(Operation::Scan, "{}");
/// assert_eq!(Limits::ATTEMPT.of(&get), Duration::from_secs(1));
/// assert_eq!(Limits::REQUEST.of(&scan), Duration::from_secs(15));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For operations on one item.
    pub item: Duration,
    /// For pages, batches, transactions, and everything done to tables.
    pub many: Duration,
    /// Added for every 256 KiB of the request's body.
    pub per_256_kib: Duration,
}

impl Limits {
    /// The default for one attempt: 1 s for an item, 5 s for many, and 1 s per 256 KiB sent.
    pub const ATTEMPT: Self = Self {
        item: Duration::from_secs(1),
        many: Duration::from_secs(5),
        per_256_kib: Duration::from_secs(1),
    };

    /// The default for a whole request: 5 s for an item, 15 s for many, and 1 s per 256 KiB sent.
    pub const REQUEST: Self = Self {
        item: Duration::from_secs(5),
        many: Duration::from_secs(15),
        per_256_kib: Duration::from_secs(1),
    };

    /// The same limit for everything.
    #[must_use]
    pub const fn all(limit: Duration) -> Self {
        Self {
            item: limit,
            many: limit,
            per_256_kib: Duration::ZERO,
        }
    }

    /// When this request ends if it starts at `now`; a limit without end is one of a century.
    pub(super) fn end(&self, now: Instant, request: &Request) -> Instant {
        const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
        now + self.of(request).min(CENTURY)
    }

    /// The limit for this request.
    #[must_use]
    pub fn of(&self, request: &Request) -> Duration {
        let base = match request.operation {
            Operation::DeleteItem | Operation::GetItem | Operation::PutItem | Operation::UpdateItem => self.item,
            _ => self.many,
        };
        let blocks = u32::try_from(request.body.len() / (256 * 1024)).unwrap_or(u32::MAX);
        base.saturating_add(self.per_256_kib.saturating_mul(blocks))
    }
}
