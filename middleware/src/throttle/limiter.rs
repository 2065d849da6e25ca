use std::sync::Arc;
use std::time::{Duration, Instant};

use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Request};

use super::line::{Late, Line};
use super::pace::Pace;
use super::scope::Scope;

/// The longest wait that an error asks for: by then, everything may be different.
const LONGEST_ADVICE: Duration = Duration::from_secs(30);

/// What slows down one scope.
#[derive(Debug)]
pub(super) struct Limiter {
    pub(super) scope: Scope,
    pub(super) line: Arc<Line<Pace>>,
}

impl Limiter {
    pub(super) fn new(scope: Scope, now: Instant) -> Self {
        Self {
            scope,
            line: Arc::new(Line::new(Pace::new(now))),
        }
    }

    pub(super) fn throttled_at(&self) -> Instant {
        self.line.read(|pace, _| pace.throttled_at())
    }

    pub(super) fn is_idle(&self) -> bool {
        self.line.read(|_, waiting| waiting == 0)
    }

    pub(super) fn state(&self) -> ActiveLimiter {
        self.line.read(|pace, waiting| ActiveLimiter {
            scope: self.scope.clone(),
            rate: pace.rate(),
            waiting,
        })
    }

    /// The error of a request that is not sent, because it would be too late.
    pub(super) fn shed(&self, request: &Request, late: Late) -> Error {
        let rate = self.line.read(|pace, _| pace.rate());
        let message = format!(
            "not sent, for it would be past its deadline: {} are accepted at {rate:.1} requests a second at present, {} \
             wait, and another takes {:.1} s; send less, or raise the capacity or the deadline",
            self.scope,
            late.waiting,
            late.wait.as_secs_f64(),
        );
        let error = Error::failed(ErrorKind::Throttled, FailureClass::NotSent, request, message)
            .with_retry_after(late.wait.min(LONGEST_ADVICE));
        match self.scope.resource() {
            Some(table) => error.on_table(table.to_owned()),
            None => error,
        }
    }
}

/// A limiter at work: see [`ThrottleLayer::limiters`](super::ThrottleLayer::limiters).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActiveLimiter {
    /// What it slows down.
    pub scope: Scope,
    /// Requests per second that it lets through at present.
    pub rate: f64,
    /// How many requests wait for it.
    pub waiting: usize,
}
