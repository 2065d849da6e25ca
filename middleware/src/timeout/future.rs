use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use ddbx_core::clock::Sleep;
use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, Response};
use pin_project_lite::pin_project;

use super::LateRequest;

pin_project! {
    /// A call that ends in time: what [`Deadline`](super::Deadline) and
    /// [`AttemptTimeout`](super::AttemptTimeout) return.
    pub struct TimeoutFuture<F> {
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Running {
            #[pin]
            inner: F,
            end: Instant,
            late: LateRequest,
            clock: Arc<dyn Clock>,
            // Made at the first wait: most answers of a stub or a cache come before it.
            sleep: Option<Sleep>,
        },
        Refused { error: Option<Error> },
    }
}

impl<F> TimeoutFuture<F> {
    pub(super) fn new(inner: F, end: Instant, late: LateRequest, clock: Arc<dyn Clock>) -> Self {
        Self {
            state: State::Running {
                inner,
                end,
                late,
                clock,
                sleep: None,
            },
        }
    }

    pub(super) fn refused(error: Error) -> Self {
        Self {
            state: State::Refused { error: Some(error) },
        }
    }
}

impl<F: Future<Output = Result<Response, Error>>> Future for TimeoutFuture<F> {
    type Output = Result<Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Refused { error } => match error.take() {
                Some(error) => Poll::Ready(Err(error)),
                None => unreachable!("a future is not polled after it has ended"),
            },
            StateProjection::Running {
                mut inner,
                end,
                late,
                clock,
                sleep,
            } => {
                // First the answer: one that is there counts, also at the last moment.
                if let Poll::Ready(answer) = inner.as_mut().poll(context) {
                    return Poll::Ready(answer);
                }
                let timer = sleep.get_or_insert_with(|| clock.sleep_until(*end));
                let has_rung = timer.as_mut().poll(context).is_ready();
                // Where another limit ends at the same time, its timer may ring first, and have us polled.
                if !has_rung && clock.now() < *end {
                    return Poll::Pending;
                }
                // A limit further in that ends now, too, knows better what was under way.
                match inner.poll(context) {
                    Poll::Ready(answer) => Poll::Ready(answer),
                    Poll::Pending => Poll::Ready(Err(late.error(FailureClass::Ambiguous))),
                }
            }
        }
    }
}

impl<F> fmt::Debug for TimeoutFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimeoutFuture").finish_non_exhaustive()
    }
}
