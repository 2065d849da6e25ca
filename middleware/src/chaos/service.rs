use std::fmt;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::error::FailureClass;
use ddbx_core::fault::ThrottlingReason;
use ddbx_core::operation::Access;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};
use tower::Service;

use super::Chaos;
use super::answer::Answer;
use super::batch::Batch;
use super::mishap::{Kind, Mishap, When};

/// Lets mishaps happen to requests: the service of [`ChaosLayer`](super::ChaosLayer).
#[derive(Clone)]
pub struct ChaosService<S> {
    pub(super) inner: S,
    pub(super) chaos: Chaos,
    pub(super) clock: Arc<dyn Clock>,
}

/// A call to a [`ChaosService`].
pub type ChaosFuture = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

impl<S> Service<Request> for ChaosService<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Error;
    type Future = ChaosFuture;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> ChaosFuture {
        let next = self.inner.clone();
        let call = Call {
            inner: std::mem::replace(&mut self.inner, next),
            chaos: self.chaos.clone(),
            clock: Arc::clone(&self.clock),
        };
        match self.chaos.draw(&request) {
            None => Box::pin(call.pass(request)),
            Some(mishap) => Box::pin(call.meet(mishap, request)),
        }
    }
}

/// One call, with the service that was ready for it.
struct Call<S> {
    inner: S,
    chaos: Chaos,
    clock: Arc<dyn Clock>,
}

impl<S> Call<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    /// Carries out the request.
    async fn pass(mut self, request: Request) -> Result<Response, Error> {
        let response = self.inner.call(request.clone()).await?;
        self.chaos.state().reads.remember(&request, &response);
        Ok(response)
    }

    async fn meet(self, mishap: Mishap, request: Request) -> Result<Response, Error> {
        let answered = |response: Response| {
            if response.is_success() {
                Ok(response)
            } else {
                Err(Error::from_response(&request, &response))
            }
        };
        match mishap.0 {
            Kind::Passed => self.pass(request).await,
            Kind::Answered(answer, when) => {
                self.commit(when, &request).await?;
                answered(answer.to(&request))
            }
            Kind::Lost(when) => {
                self.commit(when, &request).await?;
                Err(broken(&request))
            }
            Kind::Truncated => {
                self.commit(When::AfterCommit, &request).await?;
                let message = "the answer is not DynamoDB's JSON, or was cut off";
                Err(Error::failed(
                    ErrorKind::UnexpectedResponse,
                    FailureClass::Ambiguous,
                    &request,
                    message,
                ))
            }
            Kind::Stalled(when) => {
                self.commit(when, &request).await?;
                pending().await
            }
            Kind::Delayed(wait, when) => {
                let clock = Arc::clone(&self.clock);
                if when == When::BeforeCommit {
                    clock.sleep_until(clock.now() + wait).await;
                    return self.pass(request).await;
                }
                let answer = self.pass(request).await;
                clock.sleep_until(clock.now() + wait).await;
                answer
            }
            Kind::NotSent => {
                let message = "no connection could be made";
                Err(Error::failed(
                    ErrorKind::Connection,
                    FailureClass::NotSent,
                    &request,
                    message,
                ))
            }
            Kind::Stale => {
                let stale = self.chaos.state().reads.stale(&request);
                match stale {
                    Some(response) => Ok(response),
                    None => self.pass(request).await,
                }
            }
            Kind::Unprocessed(count) => {
                let Some(batch) = Batch::of(&request) else {
                    // The engine says what is wrong with it.
                    return self.pass(request).await;
                };
                let total = batch.len();
                if count >= total {
                    return answered(short_of_capacity(&request).to(&request));
                }
                let chosen = self.chaos.state().script.some_of(total, count);
                let (body, leftover) = batch.split(|number| chosen.contains(&number));
                let mut rest = request.clone();
                rest.body = body.into();
                let response = self.pass(rest).await?;
                Ok(leftover.add_to(response))
            }
        }
    }

    /// Carries out the request, if that comes before the mishap. What was not even sent has met another one.
    async fn commit(self, when: When, request: &Request) -> Result<(), Error> {
        if when == When::AfterCommit {
            match self.pass(request.clone()).await {
                Err(error) if error.class() == Some(FailureClass::NotSent) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// As the wire says it.
fn broken(request: &Request) -> Error {
    let message = "the connection broke before the answer was there";
    Error::failed(ErrorKind::Connection, FailureClass::Ambiguous, request, message)
}

/// Of a batch of which nothing could be done.
fn short_of_capacity(request: &Request) -> Answer {
    Answer::throttled(match request.operation.access() {
        Access::Read => ThrottlingReason::TableReadProvisionedThroughputExceeded,
        Access::Write => ThrottlingReason::TableWriteProvisionedThroughputExceeded,
    })
}

impl<S> fmt::Debug for ChaosService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChaosService")
            .field("chaos", &self.chaos)
            .finish_non_exhaustive()
    }
}
