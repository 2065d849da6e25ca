use std::sync::Arc;
use std::time::{Duration, Instant};

use ddbx_core::{Clock, Operation, Request};
use tower::Layer;

use super::Hedge;
use super::allowance::Allowance;
use super::latency::Latencies;
use crate::retry::Budget;

/// When a read is attempted a second time, and how many reads at most.
///
/// ```
/// use ddbx_middleware::hedge::HedgeOptions;
/// use std::time::Duration;
///
/// let options = HedgeOptions::new().percentile(99).at_most_percent(2).not_before(Duration::from_millis(5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "options do nothing until a layer or a pool is given them"]
pub struct HedgeOptions {
    percentile: u32,
    percent: u32,
    not_before: Duration,
}

impl Default for HedgeOptions {
    fn default() -> Self {
        Self {
            percentile: 95,
            percent: 5,
            not_before: Duration::from_millis(1),
        }
    }
}

impl HedgeOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// A read is attempted again when it has taken longer than so many in a hundred did in the last minute, from 50 to
    /// 99. Default: 95.
    pub fn percentile(mut self, percentile: u32) -> Self {
        self.percentile = percentile.clamp(50, 99);
        self
    }

    /// How many second attempts for a hundred reads at most, up to 50. Default: 5.
    pub fn at_most_percent(mut self, percent: u32) -> Self {
        self.percent = percent.min(50);
        self
    }

    /// Not before this time, however fast the others were. Default: 1 ms.
    pub fn not_before(mut self, delay: Duration) -> Self {
        self.not_before = delay;
        self
    }
}

/// Attempts reads a second time that take unusually long. Place: above what repeats, so that the second attempt is one of
/// its own, and below what sets the deadline.
///
/// ```
/// use ddbx_core::{Error, Operation, Request, Response};
/// use ddbx_middleware::TokioClock;
/// use ddbx_middleware::hedge::{HedgeLayer, HedgeOptions};
/// use ddbx_middleware::retry::{RetryLayer, RetryOptions};
/// use std::sync::Arc;
/// use tower::{ServiceBuilder, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let retry = RetryLayer::new(RetryOptions::new(), Arc::new(TokioClock));
/// let service = ServiceBuilder::new()
///     .layer(HedgeLayer::new(HedgeOptions::new(), retry.budget().clone(), Arc::new(TokioClock)))
///     .layer(retry)
///     .service(service_fn(|_: Request| async { Ok::<_, Error>(Response::new(200, "{}")) }));
/// assert!(service.oneshot(Request::new(Operation::GetItem, "{}")).await?.is_success());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HedgeLayer {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: HedgeOptions,
    budget: Budget,
    allowance: Allowance,
    /// Of reads of one item, and of pages and batches: what is slow for one is fast for the other.
    item: Latencies,
    many: Latencies,
    clock: Arc<dyn Clock>,
    start: Instant,
}

impl HedgeLayer {
    /// A layer with these options, that takes its second attempts from this budget.
    #[must_use]
    pub fn new(options: HedgeOptions, budget: Budget, clock: Arc<dyn Clock>) -> Self {
        let shared = Shared {
            options,
            budget,
            allowance: Allowance::default(),
            item: Latencies::default(),
            many: Latencies::default(),
            start: clock.now(),
            clock,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// A read begins.
    pub(super) fn begin(&self, request: Request) -> Hedged {
        let shared = &self.shared;
        let began = shared.clock.now();
        shared.allowance.request(shared.options.percent);
        let delay = shared
            .latencies(request.operation)
            .quantile(shared.second(began), shared.options.percentile);
        Hedged {
            at: delay.and_then(|delay| began.checked_add(delay.max(shared.options.not_before))),
            began,
            request,
            layer: self.clone(),
        }
    }
}

impl Shared {
    fn latencies(&self, operation: Operation) -> &Latencies {
        if operation == Operation::GetItem {
            &self.item
        } else {
            &self.many
        }
    }

    fn second(&self, now: Instant) -> u32 {
        let since = now.saturating_duration_since(self.start);
        u32::try_from(since.as_secs()).unwrap_or(u32::MAX - 1)
    }
}

/// A read that may be attempted twice.
#[derive(Debug)]
pub(super) struct Hedged {
    pub(super) request: Request,
    /// When the second attempt is due; `None` while too little is known.
    pub(super) at: Option<Instant>,
    began: Instant,
    layer: HedgeLayer,
}

impl Hedged {
    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.layer.shared.clock
    }

    /// Whether there may be a second attempt now.
    pub(super) fn is_allowed(&self) -> bool {
        self.layer.shared.allowance.take() && self.layer.shared.budget.repeat()
    }

    /// The answer is there.
    pub(super) fn answered(&self) {
        let shared = &self.layer.shared;
        let now = shared.clock.now();
        let took = now.saturating_duration_since(self.began);
        shared
            .latencies(self.request.operation)
            .record(shared.second(now), took);
    }
}

impl<S> Layer<S> for HedgeLayer {
    type Service = Hedge<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Hedge {
            inner,
            layer: self.clone(),
        }
    }
}
