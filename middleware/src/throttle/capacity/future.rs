use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Request, Response};
use pin_project_lite::pin_project;
use tower::Service;

use super::balance::Balance;
use super::layer::Purse;
use crate::throttle::turn::Turn;

pin_project! {
    /// A request that waits until it may be sent: what [`CapacityLimit`](super::CapacityLimit) returns.
    pub struct CapacityFuture<S>
    where
        S: Service<Request>,
    {
        #[pin]
        state: State<S>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<S>
    where
        S: Service<Request>,
    {
        Waiting {
            // Neither ready nor holding anything.
            service: S,
            request: Option<Request>,
            turn: Turn<Balance>,
            charge: Charge,
        },
        Sending {
            #[pin]
            attempt: S::Future,
            // What it is taken to cost; `None`: it uses no capacity.
            charge: Option<(Arc<Purse>, f64)>,
        },
        Refused { error: Option<Error>, gave_way: bool },
    }
}

/// What a request was let through for: paid back if it is dropped before it is sent.
struct Charge {
    purse: Arc<Purse>,
    units: Option<f64>,
}

impl<S: Service<Request>> CapacityFuture<S> {
    /// A request that uses no capacity.
    pub(super) fn free(attempt: S::Future) -> Self {
        let charge = None;
        Self {
            state: State::Sending { attempt, charge },
        }
    }

    pub(super) fn sending(attempt: S::Future, units: f64, purse: &Arc<Purse>) -> Self {
        let charge = Some((Arc::clone(purse), units));
        Self {
            state: State::Sending { attempt, charge },
        }
    }

    pub(super) fn waiting(service: S, request: Request, turn: Turn<Balance>, purse: &Arc<Purse>) -> Self {
        let charge = Charge {
            purse: Arc::clone(purse),
            units: None,
        };
        Self {
            state: State::Waiting {
                service,
                request: Some(request),
                turn,
                charge,
            },
        }
    }

    pub(super) fn refused(error: Error) -> Self {
        Self {
            state: State::Refused {
                error: Some(error),
                gave_way: false,
            },
        }
    }
}

impl<S> Future for CapacityFuture<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Output = Result<Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let (attempt, charge) = match this.state.as_mut().project() {
                StateProjection::Refused { error, gave_way } => {
                    // As in the throttle layer: who asks again at once must not keep the thread.
                    if !std::mem::replace(gave_way, true) {
                        context.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                    return match error.take() {
                        Some(error) => Poll::Ready(Err(error)),
                        None => unreachable!("a future is not polled after it has ended"),
                    };
                }
                StateProjection::Sending { attempt, charge } => {
                    let answer = ready!(attempt.poll(context));
                    if let Some((purse, units)) = charge {
                        purse.settle(*units, &answer);
                    }
                    return Poll::Ready(answer);
                }
                StateProjection::Waiting {
                    service,
                    request: place,
                    turn,
                    charge,
                } => {
                    let Some(request) = place else {
                        unreachable!("a future is not polled after it has ended");
                    };
                    if charge.units.is_none() {
                        let came = ready!(turn.poll(context));
                        charge.units = Some(came.map_err(|late| charge.purse.shed(request, late))?);
                    }
                    ready!(service.poll_ready(context))?;
                    let now = charge.purse.clock.now();
                    if request.deadline.is_some_and(|deadline| deadline <= now) {
                        let message = "the deadline had passed before it could be sent";
                        let error = Error::failed(ErrorKind::Timeout, FailureClass::NotSent, request, message);
                        return Poll::Ready(Err(error));
                    }
                    let Some(request) = place.take() else {
                        unreachable!("it was there a moment ago");
                    };
                    let charge = charge.units.take().map(|units| (Arc::clone(&charge.purse), units));
                    (service.call(request), charge)
                }
            };
            this.state.set(State::Sending { attempt, charge });
        }
    }
}

/// An attempt that is dropped on its way, however, may have cost what it was taken for, and nothing is paid back.
impl Drop for Charge {
    fn drop(&mut self) {
        if let Some(units) = self.units.take() {
            self.purse.line.give_back(self.purse.clock.now(), units);
        }
    }
}

impl<S: Service<Request>> fmt::Debug for CapacityFuture<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapacityFuture").finish_non_exhaustive()
    }
}
