//! Requests no faster than their tables accept them.
//!
//! A table that is asked for more than its capacity throttles. Whoever repeats throttled requests by delays alone sends
//! many in vain and leaves the order to chance; whoever slows down everything lets one hot table hold up the others.
//! [`ThrottleLayer`] learns the rate that is accepted, for each table and access apart, and has requests wait for it in
//! the order in which their callers asked.
//!
//! # Place
//!
//! Below what repeats requests, above what lends connections: every attempt passes it, a first one or a repeated one,
//! and holds nothing while it waits. It repeats nothing itself. A throttled attempt goes back as the error it is, and
//! whoever repeats it needs no long delay: the limiter lets it pass when there is room for it, before those who asked
//! later.
//!
//! ```
//! use ddbx_core::{Error, Operation, Request, Response};
//! use ddbx_middleware::TokioClock;
//! use ddbx_middleware::throttle::{ThrottleLayer, ThrottleOptions};
//! use std::sync::Arc;
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let layer = ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock));
//! let service = ServiceBuilder::new()
//!     .layer(layer.clone())
//!     .service(service_fn(|request: Request| async move {
//!         let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}"#;
//!         Err::<Response, _>(Error::from_response(&request, &Response::new(400, body)))
//!     }));
//!
//! let put = Request::new(Operation::PutItem, r#"{"TableName":"orders","Item":{}}"#).on("orders");
//! assert!(service.oneshot(put).await.unwrap_err().is_throttled());
//! assert_eq!(layer.limiters()[0].scope.to_string(), "writes to table `orders`");
//! # Ok(())
//! # }
//! ```
//!
//! # What is slowed
//!
//! The answer says it by its [`ThrottlingReasons`](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html):
//!
//! | reason | slowed |
//! |---|---|
//! | `…ProvisionedThroughputExceeded`, `…MaxOnDemandThroughputExceeded` | reads of, or writes to, the table or index |
//! | `…KeyRangeThroughputExceeded` | requests for the same partition key of the table or index |
//! | `…AccountLimitExceeded` | reads of, or writes to, all tables |
//! | none, or one that is not known | the operation's access to the tables of the request, or to the index it reads |
//! | an action of a cancelled transaction that was throttled | writes to the action's table, or reads of it |
//!
//! A write waits for its table and for all indexes of it, since DynamoDB holds it up for any of them. A read waits for
//! the one it goes to; a local index has no capacity of its own and counts as its table. A request on several tables
//! waits for all of them.
//!
//! The partition key is read from the body, and only while one is throttled: the only attribute of `Key`, or the only
//! equality of a key condition; among several, the one that [`Request::partition`] names. Where it cannot be told, as
//! for a scan, a batch, or a put whose caller named none, nothing is slowed: other keys must not suffer. PartiQL
//! statements name no table that could be known here, and are slowed for the account only.
//!
//! # How fast
//!
//! Nothing is limited until something was throttled: until then a request costs one look at a flag. Then the limiter
//! looks on for a moment, since one throttle among thousands of accepted requests is no reason to stop them. If there
//! are more, it searches: it begins slowly and doubles the rate as long as requests are accepted, which costs nothing,
//! for the table saves up what is not used meanwhile. From the first throttle on it follows: every quarter of a second,
//! the rate becomes what was accepted and a little more, or grows if nothing was throttled. When nothing at all is
//! accepted, it falls to a few probes a second and searches again with the first that succeeds. After half a minute
//! without a throttle the limiter is given up.
//!
//! # What is not sent
//!
//! A request that would have its turn after its deadline is not sent and fails at once, with
//! [`ErrorKind::Throttled`](ddbx_core::ErrorKind::Throttled), the class
//! [`FailureClass::NotSent`](ddbx_core::error::FailureClass::NotSent), and the time another would take in
//! [`Error::retry_after`]. To repeat it before that is of no use.
//!
//! A wait that the server asks for is the request's own, and what repeats it keeps it. Only while nothing is accepted
//! does it hold back the others too, for five seconds at most.

mod blame;
pub mod capacity;
mod future;
mod known;
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
        if !limiters.are_on() || !request.operation.uses_capacity() {
            return ThrottleFuture::sending(self.inner.call(request), None, limiters);
        }
        let now = limiters.clock.now();
        if request.deadline.is_some_and(|deadline| deadline <= now) {
            return ThrottleFuture::refused(future::late(&request), limiters);
        }
        let mut turns = Turns::at(limiters.of(&request, now), &limiters.clock, now);
        match turns.advance(&request) {
            Err(error) => ThrottleFuture::refused(error, limiters),
            Ok(true) => {
                let sent = limiters.attempt(&request, turns.end(), now);
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
