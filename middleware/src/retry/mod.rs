//! Repeats: which failed attempts are worth another one, when, and how many in all.
//!
//! Four questions, four answers: [`Cause`] says why an attempt failed, [`RetryOptions`] which causes are repeated and how
//! often, [`Delay`] how long to wait before, and [`Budget`] how many repeats there may be over all requests.
//!
//! # The outcome is the request's
//!
//! Once the answer to an attempt at a write was lost, the write may have been applied. It is
//! [`Outcome::Unknown`](ddbx_core::Outcome::Unknown) from then on, whatever befalls later attempts: a throttle, a refusal
//! or the deadline says something of the attempt it met, and nothing of the one that was lost. It is known again when an
//! attempt succeeds, or when the item that made a repeat's condition false carries this very write's
//! [`WriteId`](ddbx_core::WriteId).
//!
//! A repeat whose condition is false is therefore never reported as
//! [`ErrorKind::ConditionFailed`](ddbx_core::ErrorKind::ConditionFailed) after a lost answer: the write itself may have
//! made it false.

mod budget;
mod cause;
mod delay;
mod future;
mod layer;
mod options;
mod progress;
mod typical;

#[cfg(test)]
mod tests;

use std::task::{Context, Poll};

use ddbx_core::{Error, Request, Response};
use tower::Service;

pub use budget::Budget;
pub use cause::Cause;
pub use delay::Delay;
pub use future::RetryFuture;
pub use layer::RetryLayer;
pub use options::RetryOptions;
use progress::Progress;

/// Repeats attempts that failed: the service of [`RetryLayer`].
#[derive(Clone, Debug)]
pub struct Retry<S> {
    inner: S,
    layer: RetryLayer,
}

impl<S> Service<Request> for Retry<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    type Response = Response;
    type Error = Error;
    type Future = RetryFuture<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The service that was found ready makes the first attempt; its clone has to be asked first.
        let clone = self.inner.clone();
        let ready = std::mem::replace(&mut self.inner, clone);
        RetryFuture::new(ready, Progress::new(request, self.layer.clone()))
    }
}
