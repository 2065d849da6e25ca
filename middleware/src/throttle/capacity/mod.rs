//! Background work at a rate of capacity that was given: so much of a table, and the rest for others.
//!
//! [`CapacityLayer`] has requests wait until what went before is paid for. What a request costs is known when it is
//! answered, so each runs up a debt: a page of 100 units at 25 units a second is paid for in four seconds, and the next
//! one is sent then. Over time, exactly the rate is used, whatever single requests cost. Requests go in the order in
//! which their callers asked.
//!
//! # Place
//!
//! Above the layer that gives requests their deadlines, so that a request waits for its turn before its time begins. One
//! that has a deadline already, given by its caller or by a layer above, and would have its turn after it, is not sent:
//! it fails at once as in [`throttle`](super).
//!
//! ```
//! use ddbx_core::{Error, Operation, Request, Response};
//! use ddbx_middleware::TokioClock;
//! use ddbx_middleware::throttle::capacity::CapacityLayer;
//! use ddbx_middleware::timeout::{DeadlineLayer, Limits};
//! use std::sync::Arc;
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let clock = Arc::new(TokioClock);
//! let limit = CapacityLayer::new(25.0, clock.clone());
//! let service = ServiceBuilder::new()
//!     .layer(limit.clone())
//!     .layer(DeadlineLayer::new(Limits::REQUEST, clock))
//!     .service(service_fn(|request: Request| async move {
//!         assert_eq!(&*request.body, br#"{"ReturnConsumedCapacity":"TOTAL","TableName":"users"}"#);
//!         let body = r#"{"Items":[],"ConsumedCapacity":{"TableName":"users","CapacityUnits":100.0}}"#;
//!         Ok::<_, Error>(Response::new(200, body))
//!     }));
//!
//! let scan = Request::new(Operation::Scan, r#"{"TableName":"users"}"#).on("users");
//! service.oneshot(scan).await?;
//! assert!((99.0..=100.0).contains(&limit.state().debt));
//! # Ok(())
//! # }
//! ```
//!
//! # What requests cost
//!
//! The layer asks for it: a request that does not say what of its consumed capacity it wants returned is sent with
//! `ReturnConsumedCapacity: TOTAL`, and one that wants none too. Its answer then has `ConsumedCapacity`, and the caller
//! sees it. Only a transaction with a `ClientRequestToken` goes as it is: DynamoDB takes the same token with other
//! parameters for a mistake, and the transaction may have been sent before without this layer.
//!
//! While it is under way, and where its answer does not tell, a request counts as much as others did of late. One that was
//! not sent, was throttled, or was refused for another reason than its condition, costs nothing. Requests that move no
//! items, such as `DescribeTable`, pass.

mod balance;
mod consumption;
mod future;
mod layer;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::{Error, Request, Response};
use tower::Service;

use super::turn::{Asked, Turn};
use balance::Balance;
pub use future::CapacityFuture;
use layer::Purse;
pub use layer::{CapacityLayer, CapacityState};

/// Sends requests as fast as their capacity is paid for: the service of [`CapacityLayer`].
#[derive(Clone, Debug)]
pub struct CapacityLimit<S> {
    inner: S,
    purse: Arc<Purse>,
}

impl<S> Service<Request> for CapacityLimit<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    type Response = Response;
    type Error = Error;
    type Future = CapacityFuture<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let purse = &self.purse;
        if !request.operation.uses_capacity() {
            return CapacityFuture::free(self.inner.call(request));
        }
        if let Some(body) = consumption::asked_for(&request.body) {
            request.body = body.into();
        }
        match Turn::<Balance>::ask(&purse.line, &purse.clock, request.asked, request.deadline) {
            Asked::Late(late) => CapacityFuture::refused(purse.shed(&request, late)),
            Asked::Admitted(charge) => CapacityFuture::sending(self.inner.call(request), charge, purse),
            Asked::Waits(turn) => {
                // As in the throttle layer: who waits holds nothing of the service below.
                let fresh = self.inner.clone();
                drop(std::mem::replace(&mut self.inner, fresh));
                CapacityFuture::waiting(self.inner.clone(), request, turn, purse)
            }
        }
    }
}
