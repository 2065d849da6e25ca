//! A second attempt at a read that takes unusually long.
//!
//! A few requests take far longer than the others: their server is busy, their connection lost a packet. For them, a
//! second attempt is likely to be answered before the first. [`HedgeLayer`] makes it when the first has taken longer than
//! nineteen of twenty did in the last minute, and takes the answer that comes first. Only reads of items are hedged, never
//! a write, and at most one request in twenty, whatever happens; each hedge also takes one repeat of the
//! [`Budget`](crate::retry::Budget), so that an outage is not made worse.
//!
//! A second attempt costs the read units of the first once more.

mod allowance;
mod future;
mod latency;
mod layer;

#[cfg(test)]
mod tests;

use std::task::{Context, Poll};

use ddbx_core::{Error, Operation, Request, Response};
use tower::Service;

pub use future::HedgeFuture;
pub use layer::{HedgeLayer, HedgeOptions};

/// Attempts slow reads twice: the service of [`HedgeLayer`].
#[derive(Clone, Debug)]
pub struct Hedge<S> {
    inner: S,
    layer: HedgeLayer,
}

impl<S> Service<Request> for Hedge<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    type Response = Response;
    type Error = Error;
    type Future = HedgeFuture<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let clone = self.inner.clone();
        let mut ready = std::mem::replace(&mut self.inner, clone);
        let hedged = is_hedged(request.operation).then(|| self.layer.begin(request.clone()));
        HedgeFuture::new(ready.call(request), ready, hedged)
    }
}

/// Whether a second attempt does no harm and no good cause is against it: the reads of items.
fn is_hedged(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::BatchGetItem | Operation::GetItem | Operation::Query | Operation::Scan | Operation::TransactGetItems
    )
}
