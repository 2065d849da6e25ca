//! What the throttle layer allocates while nothing is throttled: nothing.

use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use allocation_counter::measure;
use ddbx_core::{Error, Operation, Request, Response};
use ddbx_middleware::TokioClock;
use ddbx_middleware::throttle::{ThrottleLayer, ThrottleOptions};
use futures_util::FutureExt as _;
use tower::{Layer as _, Service};

/// Answers at once.
#[derive(Clone)]
struct Prompt;

impl Service<Request> for Prompt {
    type Response = Response;
    type Error = Error;
    type Future = Ready<Result<Response, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.tables.single().is_some_and(|table| *table == "full") {
            let answer = Response::new(400, r#"{"__type":"x#ThrottlingException"}"#);
            return ready(Err(Error::from_response(&request, &answer)));
        }
        ready(Ok(Response::new(200, "{}")))
    }
}

fn allocations(service: &mut impl Service<Request, Response = Response, Error = Error>, request: &Request) -> u64 {
    let count = |service: &mut _| measure(|| drop(send(service, request))).count_total;
    // The first one may set up something.
    count(service);
    count(service)
}

fn send(
    service: &mut impl Service<Request, Response = Response, Error = Error>,
    request: &Request,
) -> Option<Result<Response, Error>> {
    Box::pin(service.call(request.clone())).now_or_never()
}

#[tokio::test]
async fn a_request_allocates_nothing_while_nothing_is_throttled() {
    let layer = ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock));
    let mut service = layer.layer(Prompt);
    let orders = Request::new(Operation::PutItem, "{}").on("orders");
    let bare = allocations(&mut Prompt, &orders);
    assert_eq!(allocations(&mut service, &orders), bare);
    // Nor while another table is.
    let full = Request::new(Operation::PutItem, "{}").on("full");
    for _ in 0..4 {
        assert!(send(&mut service, &full).is_some_and(|answer| answer.is_err()));
    }
    assert_eq!(layer.limiters().len(), 1);
    assert_eq!(allocations(&mut service, &orders), bare);
    // The control: what waits is seen to allocate.
    let waits = measure(|| assert!(send(&mut service, &full).is_none())).count_total;
    assert!(waits > bare, "{waits}, {bare}");
}
