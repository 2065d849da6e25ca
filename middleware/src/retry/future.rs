use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ddbx_core::clock::Sleep;
use ddbx_core::{Error, Request, Response};
use pin_project_lite::pin_project;
use tower::Service;

use super::progress::{Next, Progress};

pin_project! {
    /// A request on its way through its attempts: what [`Retry`](super::Retry) returns.
    pub struct RetryFuture<S: Service<Request>> {
        service: S,
        progress: Progress,
        #[pin]
        state: State<S::Future>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        /// The service is ready for the first attempt.
        First,
        Attempt { #[pin] attempt: F },
        Waiting { sleep: Sleep },
        /// The service is asked whether it is ready for the next attempt.
        Asking,
    }
}

impl<S: Service<Request>> RetryFuture<S> {
    pub(super) fn new(service: S, progress: Progress) -> Self {
        Self {
            service,
            progress,
            state: State::First,
        }
    }
}

impl<S> Future for RetryFuture<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Output = Result<Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::First => begin(this.service, this.progress)?,
                StateProjection::Attempt { attempt } => match ready!(attempt.poll(context)) {
                    Ok(response) => return Poll::Ready(Ok(this.progress.succeeded(response))),
                    Err(error) => match this.progress.failed(error) {
                        Next::Return(answer) => return Poll::Ready(answer),
                        Next::RepeatAt(time) => State::Waiting {
                            sleep: this.progress.clock().sleep_until(time),
                        },
                    },
                },
                StateProjection::Waiting { sleep } => {
                    ready!(sleep.as_mut().poll(context));
                    State::Asking
                }
                StateProjection::Asking => match ready!(this.service.poll_ready(context)) {
                    Ok(()) => {
                        this.progress.begin();
                        begin(this.service, this.progress)?
                    }
                    Err(error) => return Poll::Ready(Err(this.progress.finish(error))),
                },
            };
            this.state.set(next);
        }
    }
}

fn begin<S>(service: &mut S, progress: &mut Progress) -> Result<State<S::Future>, Error>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    let request = progress.attempt()?;
    Ok(State::Attempt {
        attempt: service.call(request),
    })
}

impl<S: Service<Request>> fmt::Debug for RetryFuture<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryFuture")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
