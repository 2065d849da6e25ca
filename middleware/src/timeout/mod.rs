//! Two limits on time, always on: one for the request a caller makes, one for each attempt at it.
//!
//! [`DeadlineLayer`] stands outermost: it gives a request its deadline, and ends the call when that has passed,
//! whatever goes on inside. [`AttemptTimeoutLayer`] stands innermost, below everything that repeats, and ends one
//! attempt. An attempt that is cut off may have reached the table, so a write that it ends is
//! [`Outcome::Unknown`](ddbx_core::Outcome::Unknown).
//!
//! No timer is made for a call that is answered at once.

mod future;
mod layer;
mod limits;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};
use tower::Service;

pub use future::TimeoutFuture;
pub use layer::{AttemptTimeoutLayer, DeadlineLayer};
pub use limits::Limits;

/// Gives each request a deadline and keeps it: the service of [`DeadlineLayer`].
#[derive(Clone, Debug)]
pub struct Deadline<S> {
    inner: S,
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl<S> Service<Request> for Deadline<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Response = Response;
    type Error = Error;
    type Future = TimeoutFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let now = self.clock.now();
        // The first layer that looks at the clock says when it was.
        request.asked.get_or_insert(now);
        let deadline = request.deadline.unwrap_or_else(|| self.limits.end(now, &request));
        request.deadline = Some(deadline);
        let late = LateRequest::of(&request, Phase::Request);
        if deadline <= now {
            return TimeoutFuture::refused(late.error(FailureClass::NotSent));
        }
        TimeoutFuture::new(self.inner.call(request), deadline, late, Arc::clone(&self.clock))
    }
}

/// Ends one attempt in time: the service of [`AttemptTimeoutLayer`].
#[derive(Clone, Debug)]
pub struct AttemptTimeout<S> {
    inner: S,
    layer: AttemptTimeoutLayer,
}

impl<S> Service<Request> for AttemptTimeout<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Response = Response;
    type Error = Error;
    type Future = TimeoutFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let limit = self.layer.begin(&request);
        limit.around(self.inner.call(request))
    }
}

/// The time that one attempt has, running since [`AttemptTimeoutLayer::begin`].
#[derive(Debug)]
#[must_use = "a limit ends nothing by itself: `.around(attempt)`"]
pub struct AttemptLimit {
    end: Instant,
    late: LateRequest,
    clock: Arc<dyn Clock>,
}

impl AttemptLimit {
    /// The attempt, ended in time.
    pub fn around<F>(self, attempt: F) -> TimeoutFuture<F> {
        TimeoutFuture::new(attempt, self.end, self.late, self.clock)
    }
}

/// What of a request an error still needs when the request itself is gone.
#[derive(Clone, Debug)]
struct LateRequest {
    request: Request,
    phase: Phase,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Attempt,
    Request,
}

impl LateRequest {
    fn of(request: &Request, phase: Phase) -> Self {
        Self {
            request: request.without_body(),
            phase,
        }
    }

    fn error(&self, class: FailureClass) -> Error {
        let message = match (self.phase, class) {
            (_, FailureClass::NotSent) => "the deadline had passed before it could be sent",
            (Phase::Attempt, _) => "no answer within the attempt's time limit",
            (Phase::Request, _) => "no answer before the deadline",
        };
        Error::failed(ErrorKind::Timeout, class, &self.request, message)
    }
}
