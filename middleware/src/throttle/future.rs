use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};
use pin_project_lite::pin_project;
use tower::Service;

use super::limiter::Limiter;
use super::limiters::{Attempt, Limiters};
use super::line::Late;
use super::pace::Pace;
use super::turn::{Asked, Turn};

pin_project! {
    /// An attempt that waits for its turn where one is needed: what [`Throttle`](super::Throttle) returns.
    pub struct ThrottleFuture<S>
    where
        S: Service<Request>,
    {
        #[pin]
        state: State<S>,
        limiters: Arc<Limiters>,
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
            turns: Turns,
        },
        Sending {
            #[pin]
            attempt: S::Future,
            // `None`: sent while nothing was limited.
            sent: Option<Attempt>,
        },
        Refused { error: Option<Error>, gave_way: bool },
    }
}

impl<S: Service<Request>> ThrottleFuture<S> {
    pub(super) fn sending(attempt: S::Future, sent: Option<Attempt>, limiters: &Arc<Limiters>) -> Self {
        Self::of(State::Sending { attempt, sent }, limiters)
    }

    pub(super) fn waiting(service: S, request: Request, turns: Turns, limiters: &Arc<Limiters>) -> Self {
        let request = Some(request);
        Self::of(
            State::Waiting {
                service,
                request,
                turns,
            },
            limiters,
        )
    }

    pub(super) fn refused(error: Error, limiters: &Arc<Limiters>) -> Self {
        let (error, gave_way) = (Some(error), false);
        Self::of(State::Refused { error, gave_way }, limiters)
    }

    fn of(state: State<S>, limiters: &Arc<Limiters>) -> Self {
        Self {
            state,
            limiters: Arc::clone(limiters),
        }
    }
}

impl<S> Future for ThrottleFuture<S>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    type Output = Result<Response, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let (attempt, sent) = match this.state.as_mut().project() {
                StateProjection::Refused { error, gave_way } => {
                    // Who asks again at once, and again, must not keep the thread from the answers that make room.
                    if !std::mem::replace(gave_way, true) {
                        context.waker().wake_by_ref();
                        return Poll::Pending;
                    }
                    return match error.take() {
                        Some(error) => Poll::Ready(Err(error)),
                        None => unreachable!("a future is not polled after it has ended"),
                    };
                }
                StateProjection::Sending { attempt, sent } => {
                    let mut answer = ready!(attempt.poll(context));
                    match (&mut answer, sent) {
                        (Ok(response), Some(sent)) => {
                            response.waited += sent.waited;
                            this.limiters.accepted(sent);
                        }
                        (Ok(_), None) => {}
                        (Err(error), sent) => this.limiters.failed(error, sent.as_ref()),
                    }
                    return Poll::Ready(answer);
                }
                StateProjection::Waiting {
                    service,
                    request: place,
                    turns,
                } => {
                    let Some(request) = place else {
                        unreachable!("a future is not polled after it has ended");
                    };
                    ready!(turns.poll(context, request))?;
                    ready!(service.poll_ready(context))?;
                    let now = this.limiters.clock.now();
                    if request.deadline.is_some_and(|deadline| deadline <= now) {
                        return Poll::Ready(Err(late(request)));
                    }
                    let sent = this.limiters.attempt(request, turns.end(), turns.came);
                    let Some(request) = place.take() else {
                        unreachable!("it was there a moment ago");
                    };
                    (service.call(request), sent)
                }
            };
            this.state.set(State::Sending {
                attempt,
                sent: Some(sent),
            });
        }
    }
}

/// The error of a request whose deadline passed when nothing but the service below was waited for.
pub(super) fn late(request: &Request) -> Error {
    let message = "the deadline had passed before it could be sent";
    Error::failed(ErrorKind::Timeout, FailureClass::NotSent, request, message)
}

impl<S: Service<Request>> fmt::Debug for ThrottleFuture<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThrottleFuture").finish_non_exhaustive()
    }
}

/// The turns that a request needs, one limiter after the other.
pub(super) struct Turns {
    limiters: Vec<Arc<Limiter>>,
    /// How many of them let it through.
    passed: usize,
    turn: Option<Turn<Pace>>,
    clock: Arc<dyn Clock>,
    came: Instant,
}

impl Turns {
    pub(super) fn at(limiters: Vec<Arc<Limiter>>, clock: &Arc<dyn Clock>, came: Instant) -> Self {
        Self {
            limiters,
            passed: 0,
            turn: None,
            clock: Arc::clone(clock),
            came,
        }
    }

    /// Goes as far as it can without waiting; whether that is all the way.
    pub(super) fn advance(&mut self, request: &Request) -> Result<bool, Error> {
        while self.turn.is_none() {
            let Some(limiter) = self.limiters.get(self.passed) else {
                return Ok(true);
            };
            match Turn::ask(&limiter.line, &self.clock, request.asked, request.deadline) {
                Asked::Admitted(()) => self.passed += 1,
                Asked::Late(late) => return Err(self.late(request, late)),
                Asked::Waits(turn) => self.turn = Some(turn),
            }
        }
        Ok(false)
    }

    fn poll(&mut self, context: &mut Context<'_>, request: &Request) -> Poll<Result<(), Error>> {
        while !self.advance(request)? {
            if let Some(turn) = &mut self.turn {
                let came = ready!(turn.poll(context));
                self.turn = None;
                came.map_err(|late| self.late(request, late))?;
                self.passed += 1;
            }
        }
        Poll::Ready(Ok(()))
    }

    fn late(&self, request: &Request, late: Late) -> Error {
        match self.limiters.get(self.passed) {
            Some(limiter) => limiter.shed(request, late),
            None => unreachable!("who is late is before a limiter"),
        }
    }

    /// The limiters that were passed, when the request is sent.
    pub(super) fn end(&mut self) -> Vec<Arc<Limiter>> {
        self.passed = 0;
        std::mem::take(&mut self.limiters)
    }
}

/// What a request was let through for and does not use is another's.
impl Drop for Turns {
    fn drop(&mut self) {
        for limiter in &self.limiters[..self.passed] {
            limiter.line.give_back(self.clock.now(), ());
        }
    }
}
