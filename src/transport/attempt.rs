use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Operation, Request, Response};
use tower::Service;

use super::Backend;

/// The bottom of the stack: an attempt, and the judgement of its answer.
///
/// Every backend's answers are judged here alike: a checksum that does not fit and a status other than 200 are
/// errors.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    backend: Arc<dyn Backend>,
}

impl Transport {
    pub(crate) fn new(backend: Arc<dyn Backend>) -> Self {
        Self { backend }
    }
}

impl Service<Request> for Transport {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let attempt = self.backend.send(request.clone());
        Box::pin(async move {
            let response = attempt.await.map_err(|error| error.during(&request))?;
            judge(&request, response)
        })
    }
}

/// What an answer of whatever status means for the request.
pub(super) fn judge(request: &Request, response: Response) -> Result<Response, Error> {
    if response
        .checksum
        .is_some_and(|expected| crc32fast::hash(&response.body) != expected)
    {
        let damaged = "the answer was damaged on its way: its checksum (x-amz-crc32) is another";
        return Err(
            Error::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, damaged).answered(&response),
        );
    }
    if response.is_success() && !is_whole(request.operation, &response.body) {
        let garbled = "the answer is not DynamoDB's JSON, or was cut off";
        return Err(
            Error::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, garbled).answered(&response),
        );
    }
    if response.is_success() {
        Ok(response)
    } else {
        Err(Error::from_response(request, &response))
    }
}

/// Whether a body can be one JSON object: what layers must know, without reading it.
fn is_whole(operation: Operation, body: &[u8]) -> bool {
    match body.trim_ascii() {
        [b'{', .., b'}'] => true,
        // These two say that they succeeded, and nothing else:
        // <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html>.
        [] => matches!(operation, Operation::TagResource | Operation::UntagResource),
        _ => false,
    }
}
