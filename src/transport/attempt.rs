#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Fault, Operation, Request, Response, Safety};
use memchr::{memchr_iter, memmem};
use tower::Service;

use super::{Attempt, Backend};

/// The bottom of the stack: an attempt, and the judgement of its answer.
///
/// Every backend's answers are judged here alike: a checksum that does not fit, a status other than 200, and an error
/// in the body of a success are errors.
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
    type Future = Judged;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        Judged {
            attempt: self.backend.send(request.clone()),
            request,
        }
    }
}

/// A backend's attempt, its answer judged. No box around the backend's own.
pub(crate) struct Judged {
    attempt: Attempt,
    request: Request,
}

impl Future for Judged {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.attempt.as_mut().poll(context));
        let response = answer.map_err(|error| error.during(&self.request))?;
        Poll::Ready(judge(&self.request, response))
    }
}

/// What an answer of whatever status means for the request.
pub(super) fn judge(request: &Request, response: Response) -> Result<Response, Error> {
    let untrusted = |why| {
        Err(Error::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, why).answered(&response))
    };
    if response
        .checksum
        .is_some_and(|expected| crc32fast::hash(&response.body) != expected)
    {
        return untrusted("the answer was damaged on its way: its checksum (x-amz-crc32) is another");
    }
    if !response.is_success() {
        return Err(Error::from_response(request, &response));
    }
    match Look::at(&response.body, request.safety) {
        Look::Success => Ok(response),
        Look::Empty if succeeds_in_silence(request.operation) => Ok(response),
        // The code is read from the whole body: only if there is one, the answer is an error.
        Look::Doubtful if Fault::parse(response.status, &response.body).is_some() => {
            Err(Error::from_response(request, &response))
        }
        Look::Doubtful => Ok(response),
        Look::Foreign => match Error::from_response(request, &response) {
            error if error.fault().is_some() => Err(error),
            _ => untrusted("the answer is JSON, but not DynamoDB's; is the endpoint right?"),
        },
        Look::Compressed => untrusted("the answer is compressed (gzip), which was not asked for; is a proxy between?"),
        Look::Empty | Look::Garbled => untrusted("the answer is not DynamoDB's JSON, or was cut off"),
    }
}

/// Whether a success of the operation is no more than a status:
/// [TagResource](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html).
fn succeeds_in_silence(operation: Operation) -> bool {
    matches!(operation, Operation::TagResource | Operation::UntagResource)
}

/// What the body of an answer with status 200 looks like: told by a few bytes, for it may be a megabyte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Success,
    /// It may hold the code of an error among other members.
    Doubtful,
    /// Its first member is one that no answer of DynamoDB's begins with.
    Foreign,
    Compressed,
    Empty,
    Garbled,
}

/// Members of errors with a capital, as they begin after their quote.
const ERRORS: [&[u8]; 3] = [b"CancellationReasons\"", b"Message\"", b"ThrottlingReasons\""];

impl Look {
    fn at(body: &[u8], safety: Safety) -> Self {
        let [b'{', members @ .., b'}'] = body.trim_ascii() else {
            return match body.trim_ascii() {
                // Dynalite's way to say nothing.
                [] | b"\"\"" => Self::Empty,
                [0x1f, 0x8b, ..] => Self::Compressed,
                _ => Self::Garbled,
            };
        };
        match members.trim_ascii_start() {
            [] => Self::Success,
            // Members of answers have capitals. Those of errors are `__type`, `code`, `message`, in one order or another.
            [b'"', first, ..] if !first.is_ascii_uppercase() => Self::Foreign,
            [b'"', rest @ ..] if ERRORS.iter().any(|name| rest.starts_with(name)) => Self::Foreign,
            [b'"', _, ..] if may_name_a_code(members, safety) => Self::Doubtful,
            [b'"', _, ..] => Self::Success,
            _ => Self::Garbled,
        }
    }
}

/// Whether a `"__type"` stands where an error has it that begins with another member: near the beginning or the end, and
/// of a write, whose answer is seldom long and matters more, anywhere.
fn may_name_a_code(members: &[u8], safety: Safety) -> bool {
    const NAME: &[u8] = b"\"__type\"";
    const NEAR: usize = 128;
    let named = |part: &[u8]| memchr_iter(b'_', part).any(|at| at > 0 && part[at - 1..].starts_with(NAME));
    if members.len() <= 2 * NEAR {
        named(members)
    } else if safety == Safety::Read {
        named(&members[..NEAR]) || named(&members[members.len() - NEAR..])
    } else {
        memmem::find(members, NAME).is_some()
    }
}
