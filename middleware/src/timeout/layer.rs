use std::sync::Arc;

use ddbx_core::{Clock, Request};
use tower::Layer;

use super::{AttemptLimit, AttemptTimeout, Deadline, LateRequest, Limits, Phase};

/// Gives each request a deadline, unless it has one, and ends it there. Place: outermost of ours.
#[derive(Clone, Debug)]
pub struct DeadlineLayer {
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl DeadlineLayer {
    /// A layer with these limits, by this clock.
    #[must_use]
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { limits, clock }
    }
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Deadline {
            inner,
            limits: self.limits,
            clock: Arc::clone(&self.clock),
        }
    }
}

/// Ends each attempt after its time limit, or at the request's deadline. Place: innermost, below all that repeats.
#[derive(Clone, Debug)]
pub struct AttemptTimeoutLayer {
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl AttemptTimeoutLayer {
    /// A layer with these limits, by this clock.
    #[must_use]
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { limits, clock }
    }

    /// The limit of one attempt at this request, from now on: for an attempt that is no service, because it begins on
    /// something that had to be waited for.
    ///
    /// ```
    /// use ddbx_core::{Error, Operation, Request, Response};
    /// use ddbx_middleware::TokioClock;
    /// use ddbx_middleware::timeout::{AttemptTimeoutLayer, Limits};
    /// use std::sync::Arc;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// let layer = AttemptTimeoutLayer::new(Limits::ATTEMPT, Arc::new(TokioClock));
    /// let limit = layer.begin(&Request::new(Operation::ListTables, "{}"));
    /// let response = limit.around(async { Ok(Response::new(200, "{}")) }).await?;
    /// assert!(response.is_success());
    /// # Ok(())
    /// # }
    /// ```
    pub fn begin(&self, request: &Request) -> AttemptLimit {
        let end = self.limits.end(self.clock.now(), request);
        AttemptLimit {
            end: request.deadline.map_or(end, |deadline| deadline.min(end)),
            late: LateRequest::of(request, Phase::Attempt),
            clock: Arc::clone(&self.clock),
        }
    }
}

impl<S> Layer<S> for AttemptTimeoutLayer {
    type Service = AttemptTimeout<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AttemptTimeout {
            inner,
            layer: self.clone(),
        }
    }
}
