use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use ddbx_core::clock::Sleep;
use ddbx_core::{Error, Request, Response};
use pin_project_lite::pin_project;
use tower::Service;

use super::layer::Hedged;

pin_project! {
    /// A request, and perhaps a second one like it: what [`Hedge`](super::Hedge) returns.
    pub struct HedgeFuture<S: Service<Request>> {
        service: S,
        #[pin]
        first: S::Future,
        // The error of the first, while the second is under way.
        failed: Option<Error>,
        // `None` for what is not hedged.
        hedged: Option<Hedged>,
        #[pin]
        second: Second<S::Future>,
    }
}

pin_project! {
    #[project = SecondProjection]
    enum Second<F> {
        /// Not due yet.
        Later { sleep: Option<Sleep> },
        /// Due, and the service is asked whether it is ready.
        Asking,
        Sent { #[pin] attempt: F },
        /// Not made, or ended without success.
        None,
    }
}

impl<S: Service<Request>> HedgeFuture<S> {
    pub(super) fn new(first: S::Future, service: S, hedged: Option<Hedged>) -> Self {
        Self {
            service,
            first,
            failed: None,
            hedged,
            second: Second::Later { sleep: None },
        }
    }
}

impl<S> Future for HedgeFuture<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Output = Result<Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Some(hedged) = this.hedged else {
            return this.first.poll(context);
        };
        if this.failed.is_none()
            && let Poll::Ready(answer) = this.first.poll(context)
        {
            match answer {
                Ok(mut response) => {
                    hedged.answered();
                    if matches!(*this.second, Second::Sent { .. }) {
                        response.attempts += 1;
                    }
                    return Poll::Ready(Ok(response));
                }
                // A second attempt that is under way may still succeed; one that is not due would be a retry.
                Err(error) if matches!(*this.second, Second::Sent { .. }) => *this.failed = Some(error),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        loop {
            let next = match this.second.as_mut().project() {
                SecondProjection::Later { sleep } => {
                    let Some(at) = hedged.at else { return Poll::Pending };
                    let sleep = sleep.get_or_insert_with(|| hedged.clock().sleep_until(at));
                    match sleep.as_mut().poll(context) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready(()) if hedged.is_allowed() => Second::Asking,
                        Poll::Ready(()) => Second::None,
                    }
                }
                SecondProjection::Asking => match this.service.poll_ready(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(())) => Second::Sent {
                        attempt: this.service.call(hedged.request.clone()),
                    },
                    Poll::Ready(Err(_)) => Second::None,
                },
                SecondProjection::Sent { attempt } => match attempt.poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(mut response)) => {
                        hedged.answered();
                        response.attempts += 1;
                        return Poll::Ready(Ok(response));
                    }
                    Poll::Ready(Err(_)) => Second::None,
                },
                SecondProjection::None => {
                    return match this.failed.take() {
                        Some(error) => {
                            let attempts = error.attempts() + 1;
                            Poll::Ready(Err(error.with_attempts(attempts)))
                        }
                        None => Poll::Pending,
                    };
                }
            };
            this.second.set(next);
        }
    }
}

impl<S: Service<Request>> fmt::Debug for HedgeFuture<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgeFuture").finish_non_exhaustive()
    }
}
