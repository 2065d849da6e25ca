use std::sync::Arc;

use ddbx_core::Clock;
use tower::Layer;

use super::typical::Typical;
use super::{Budget, Retry, RetryOptions};

/// Repeats attempts that failed. Place: below what sets the deadline, above what limits the rate and what limits one
/// attempt.
///
/// Clones share their budget.
///
/// ```
/// use ddbx_core::{Error, Operation, Request, Response};
/// use ddbx_middleware::TokioClock;
/// use ddbx_middleware::retry::{RetryLayer, RetryOptions};
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use tower::{ServiceBuilder, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let calls = Arc::new(AtomicU32::new(0));
/// let flaky = service_fn(move |request: Request| {
///     let first = calls.fetch_add(1, Ordering::Relaxed) == 0;
///     async move {
///         if first {
///             return Err(Error::from_response(&request, &Response::new(500, "{}")));
///         }
///         Ok(Response::new(200, "{}"))
///     }
/// });
/// let service = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryOptions::new(), Arc::new(TokioClock)))
///     .service(flaky);
///
/// let response = service.oneshot(Request::new(Operation::ListTables, "{}")).await?;
/// assert_eq!(response.attempts, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RetryLayer(pub(super) Arc<Parts>);

/// What each request at work needs, behind one pointer.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) options: RetryOptions,
    pub(super) budget: Budget,
    pub(super) typical: Arc<Typical>,
    pub(super) clock: Arc<dyn Clock>,
}

impl RetryLayer {
    /// A layer with these options and a budget of its own, by this clock.
    #[must_use]
    pub fn new(options: RetryOptions, clock: Arc<dyn Clock>) -> Self {
        let budget = Budget::new(options.percent, options.per_second, Arc::clone(&clock));
        Self(Arc::new(Parts {
            options,
            budget,
            typical: Arc::default(),
            clock,
        }))
    }

    /// The same with other options, and the same budget: for a part of the requests to the same endpoint.
    #[must_use]
    pub fn with_options(&self, options: RetryOptions) -> Self {
        let parts = Parts {
            options,
            ..Parts::clone(&self.0)
        };
        Self(Arc::new(parts))
    }

    /// The budget.
    #[must_use]
    pub fn budget(&self) -> &Budget {
        &self.0.budget
    }
}

impl<S> Layer<S> for RetryLayer {
    type Service = Retry<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Retry {
            inner,
            layer: self.clone(),
        }
    }
}
