use std::error::Error as _;
use std::time::{Duration, Instant};

use ddbx_core::error::FailureClass;
use ddbx_core::limits::TRANSACTION_TOKEN_LIFE;
use ddbx_core::{Clock, Error, ErrorKind, Fault, Operation, Outcome, Request, Response, Safety, Token, WriteId};

use super::layer::Parts;
use super::{Cause, RetryLayer, RetryOptions};

/// How far a request has come: its attempts so far, and what is known of them.
#[derive(Debug)]
pub(super) struct Progress {
    request: Request,
    layer: RetryLayer,
    /// Attempts that were sent.
    sent: u32,
    /// Failures by cause, in the order of [`Cause::ALL`].
    failures: [u32; Cause::ALL.len()],
    /// The first attempt at a write whose answer was lost: from then on, the outcome is unknown.
    lost: Option<Error>,
    /// When that attempt began.
    lost_since: Option<Instant>,
    /// The error of the attempt before, where it was not that one.
    before: Option<Error>,
    began: Instant,
}

/// What follows a failed attempt.
pub(super) enum Next {
    Return(Result<Response, Error>),
    RepeatAt(Instant),
}

impl Progress {
    pub(super) fn new(request: Request, layer: RetryLayer) -> Self {
        let began = layer.0.clock.now();
        layer.0.budget.request_at(began);
        Self {
            request,
            began,
            layer,
            sent: 0,
            failures: [0; Cause::ALL.len()],
            lost: None,
            lost_since: None,
            before: None,
        }
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.layer.0.clock
    }

    /// The request, for the next attempt at it; not if it writes and its token is too old to make a repeat harmless.
    pub(super) fn attempt(&mut self) -> Result<Request, Error> {
        if self.request.safety != Safety::Read
            && let Some(token) = self.request.extensions.get::<Token>()
        {
            let was_sent = token.was_sent();
            let clock = &self.layer.0.clock;
            let expired = match token.send(clock.wall()) {
                // It may wait below: for its turn, for a connection.
                Ok(left) => {
                    let mut request = self.request.clone();
                    let end = clock.now() + left;
                    request.deadline = Some(request.deadline.map_or(end, |deadline| deadline.min(end)));
                    return Ok(request);
                }
                Err(expired) => expired,
            };
            let message = "the token of this write has expired, and it was not sent";
            let error = Error::failed(ErrorKind::TokenExpired, FailureClass::NotSent, &self.request, message);
            let outcome = if was_sent {
                Outcome::Unknown
            } else {
                Outcome::NotApplied
            };
            return Err(self.finish(error.with_source(expired)).with_outcome(outcome));
        }
        Ok(self.request.clone())
    }

    /// Another attempt begins.
    pub(super) fn begin(&mut self) {
        self.began = self.layer.0.clock.now();
    }

    pub(super) fn succeeded(&self, mut response: Response) -> Response {
        let took = self.layer.0.clock.now().saturating_duration_since(self.began);
        // A wait for its turn says nothing of the attempt, and a repeat does not have it again.
        self.layer
            .0
            .typical
            .answered(&self.request, took.saturating_sub(response.waited));
        response.attempts += self.sent;
        response
    }

    pub(super) fn failed(&mut self, error: Error) -> Next {
        self.sent += error.attempts();
        let cause = Cause::of(&error);
        if let Some(proven) = self.proven(&error) {
            return Next::Return(proven);
        }
        let is_open = matches!(cause, Cause::Ambiguous | Cause::InProgress) && self.request.safety != Safety::Read;
        if is_open {
            self.lost_since.get_or_insert(self.began);
        } else if let Some(token) = self.request.extensions.get::<Token>() {
            token.not_applied();
        }
        match self.repeat_at(cause, &error) {
            Some(time) => {
                if is_open && self.lost.is_none() {
                    self.lost = Some(error);
                } else {
                    self.before = Some(error);
                }
                Next::RepeatAt(time)
            }
            None => Next::Return(Err(self.finish(error))),
        }
    }

    /// When to repeat, if at all.
    fn repeat_at(&mut self, cause: Cause, error: &Error) -> Option<Instant> {
        let Parts {
            options,
            budget,
            typical,
            clock,
        } = &*self.layer.0;
        let failures = &mut self.failures[cause as usize];
        *failures += 1;
        let is_bounded = self.request.deadline.is_some() || *failures < options.most();
        if !is_bounded || !options.repeats(cause, self.request.safety, *failures) {
            return None;
        }
        let now = clock.now();
        let time = now.checked_add(options.wait(cause, *failures, error.retry_after())?)?;
        // No attempt begins that cannot end in time, and no wait ends together with the deadline: timers that ring at once
        // ring in any order, and the deadline's own does not know what was met before.
        if let Some(deadline) = self.request.deadline
            && time + typical.time(&self.request).max(MOMENT) >= deadline
        {
            return None;
        }
        if is_transaction(&self.request) && self.lost_since.is_some_and(|since| time >= since + FORGOTTEN) {
            return None;
        }
        (!RetryOptions::costs(cause) || budget.repeat()).then_some(time)
    }

    /// The success of an earlier attempt, if the item that the repeat's condition met proves it. Who made that attempt does
    /// not matter: a layer above may have repeated the request.
    fn proven(&mut self, error: &Error) -> Option<Result<Response, Error>> {
        if !error.is_condition_failed() {
            return None;
        }
        let id = self.request.extensions.get::<WriteId>()?;
        let item = error.fault().and_then(Fault::item).filter(|item| id.is_in(item))?;
        Some(match id.answer(item) {
            Some(mut response) => {
                response.attempts = self.sent;
                if let Some(id) = error.request_id() {
                    response = response.with_request_id(id);
                }
                Ok(response)
            }
            None => {
                let message = "the write was applied, and what it was to return was lost with its answer";
                // What befell the answer.
                let kind = self.lost.as_ref().map_or(ErrorKind::Connection, Error::kind);
                let error = Error::failed(kind, FailureClass::Ambiguous, &self.request, message);
                Err(error.with_outcome(Outcome::Applied).with_attempts(self.sent))
            }
        })
    }

    /// The error of the request, of that of its last attempt.
    pub(super) fn finish(&mut self, error: Error) -> Error {
        let mut error = error.with_attempts(self.sent);
        let token = self.request.extensions.get::<Token>();
        if self.request.safety != Safety::Read
            && token.is_some_and(Token::may_be_applied)
            // What was applied with the token is another write.
            && error.kind() != ErrorKind::IdempotencyMismatch
        {
            // By a clone that was sent before, or is under way.
            error = error.with_outcome(Outcome::Unknown);
        }
        match (self.lost.take(), self.before.take()) {
            (Some(lost), _) => error.after_lost_attempt(lost),
            // That the last one was not sent in time is not why the request failed.
            (None, Some(before)) if error.class() == Some(FailureClass::NotSent) && error.source().is_none() => {
                error.with_source(before)
            }
            (None, _) => error,
        }
    }
}

/// When DynamoDB may have forgotten a token, and would carry out its transaction once more: a little before it does. What
/// knows its [`Token`] knows this by itself, but of the official SDK's only the body has one.
const FORGOTTEN: Duration = TRANSACTION_TOKEN_LIFE.saturating_sub(Duration::from_secs(10));

fn is_transaction(request: &Request) -> bool {
    matches!(
        request.operation,
        Operation::ExecuteTransaction | Operation::TransactWriteItems
    )
}

/// Above the resolution of timers.
const MOMENT: Duration = Duration::from_millis(2);
