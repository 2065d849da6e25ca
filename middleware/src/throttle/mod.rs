//! Requests no faster than their tables accept them.
mod future;
mod layer;
mod limiter;
mod limiters;
mod line;
mod options;
mod pace;
mod scope;
mod subject;
mod turn;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::{Error, Request, Response};
use tower::Service;

pub use future::ThrottleFuture;
use future::Turns;
pub use layer::ThrottleLayer;
pub use limiter::ActiveLimiter;
use limiters::Limiters;
pub use options::ThrottleOptions;
pub use scope::Scope;

/// Slows requests down to what their tables accept: the service of [`ThrottleLayer`].
#[derive(Clone, Debug)]
pub struct Throttle<S> {
    inner: S,
    limiters: Arc<Limiters>,
}

impl<S> Service<Request> for Throttle<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    type Response = Response;
    type Error = Error;
    type Future = ThrottleFuture<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let limiters = &self.limiters;
        if !limiters.are_on() || !limiters::moves_items(request.operation) {
            return ThrottleFuture::sending(self.inner.call(request), None, limiters);
        }
        let now = limiters.clock.now();
        if request.deadline.is_some_and(|deadline| deadline <= now) {
            return ThrottleFuture::refused(future::late(&request), limiters);
        }
        let mut turns = Turns::at(limiters.of(&request, now), &limiters.clock);
        match turns.advance(&request) {
            Err(error) => ThrottleFuture::refused(error, limiters),
            Ok(true) => {
                let sent = limiters.attempt(&request, turns.end());
                ThrottleFuture::sending(self.inner.call(request), Some(sent), limiters)
            }
            Ok(false) => {
                // Being ready may mean to hold something that others wait for. Who waits here holds nothing, and becomes
                // ready when its turn has come.
                let fresh = self.inner.clone();
                drop(std::mem::replace(&mut self.inner, fresh));
                ThrottleFuture::waiting(self.inner.clone(), request, turns, limiters)
            }
        }
    }
}
