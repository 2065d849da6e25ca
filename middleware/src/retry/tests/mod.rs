mod backing_off;
mod budget;
mod decision;
mod outcome;
mod proof;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Operation, Request, Response, Safety};
use tower::{Layer, Service, ServiceExt as _, service_fn};

use super::{RetryLayer, RetryOptions};
use crate::TokioClock;

/// One attempt's answer, by the request.
pub(super) type Answer = fn(&Request) -> Result<Response, Error>;

pub(super) fn ok(_: &Request) -> Result<Response, Error> {
    Ok(Response::new(200, "{}"))
}

pub(super) fn lost(request: &Request) -> Result<Response, Error> {
    let message = "the connection broke before the answer was there";
    Err(Error::failed(
        ErrorKind::Connection,
        FailureClass::Ambiguous,
        request,
        message,
    ))
}

pub(super) fn unconnected(request: &Request) -> Result<Response, Error> {
    let message = "no connection";
    Err(Error::failed(
        ErrorKind::Connection,
        FailureClass::NotSent,
        request,
        message,
    ))
}

pub(super) fn shed(request: &Request) -> Result<Response, Error> {
    let message = "the queue is longer than the deadline is away";
    Err(Error::failed(
        ErrorKind::Throttled,
        FailureClass::NotSent,
        request,
        message,
    ))
}

/// DynamoDB's answer with this status and code.
pub(super) fn answer(request: &Request, status: u16, code: &str) -> Result<Response, Error> {
    let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"no"}}"#);
    Err(Error::from_response(request, &Response::new(status, body)))
}

pub(super) fn throttled(request: &Request) -> Result<Response, Error> {
    answer(request, 400, "ProvisionedThroughputExceededException")
}

pub(super) fn denied(request: &Request) -> Result<Response, Error> {
    answer(request, 400, "AccessDeniedException")
}

pub(super) fn failing(request: &Request) -> Result<Response, Error> {
    answer(request, 500, "InternalServerError")
}

pub(super) fn false_condition(request: &Request) -> Result<Response, Error> {
    answer(request, 400, "ConditionalCheckFailedException")
}

pub(super) fn conflict(request: &Request) -> Result<Response, Error> {
    answer(request, 400, "TransactionConflictException")
}

/// What a scripted service saw.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Arc<Mutex<Vec<Instant>>>);

impl Log {
    pub(super) fn attempts(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// The times between attempts.
    pub(super) fn gaps(&self) -> Vec<Duration> {
        let times = self.0.lock().unwrap();
        times.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

/// A service that answers with the script, and with its last line for ever after; and what it saw.
pub(super) fn scripted(
    script: &[Answer],
) -> (
    impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone + use<>,
    Log,
) {
    let (script, log) = (script.to_vec(), Log::default());
    let seen = log.clone();
    let service = service_fn(move |request: Request| {
        let mut times = seen.0.lock().unwrap();
        let answer = script[times.len().min(script.len() - 1)];
        times.push(TokioClock.now());
        std::future::ready(answer(&request))
    });
    (service, log)
}

pub(super) fn layer(options: RetryOptions) -> RetryLayer {
    RetryLayer::new(options, Arc::new(TokioClock))
}

/// A budget that never ends.
pub(super) fn unlimited() -> RetryOptions {
    RetryOptions::new().budget(100, 1_000_000)
}

pub(super) fn request(safety: Safety) -> Request {
    let operation = match safety {
        Safety::Read => Operation::GetItem,
        Safety::Repeatable | Safety::Conditional => Operation::PutItem,
        Safety::Unsafe => Operation::UpdateItem,
    };
    let deadline = TokioClock.now() + Duration::from_secs(5);
    Request::new(operation, "{}")
        .on("users")
        .with_safety(safety)
        .with_deadline(deadline)
}

/// Runs a request against a script, with the default options.
pub(super) async fn run(request: Request, script: &[Answer]) -> (Result<Response, Error>, Log) {
    let (service, log) = scripted(script);
    (layer(unlimited()).layer(service).oneshot(request).await, log)
}
