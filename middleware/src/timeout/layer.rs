use std::sync::Arc;

use ddbx_core::Clock;
use tower::Layer;

use super::{AttemptTimeout, Deadline, Limits};

/// Gives each request a deadline, unless it has one, and ends it there. Place: outermost of ours.
#[derive(Clone, Debug)]
pub struct DeadlineLayer {
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl DeadlineLayer {
    /// A layer with these limits, by this clock.
    #[must_use]
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { limits, clock }
    }
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadline<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Deadline {
            inner,
            limits: self.limits,
            clock: Arc::clone(&self.clock),
        }
    }
}

/// Ends each attempt after its time limit, or at the request's deadline. Place: innermost, below all that repeats.
#[derive(Clone, Debug)]
pub struct AttemptTimeoutLayer {
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl AttemptTimeoutLayer {
    /// A layer with these limits, by this clock.
    #[must_use]
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Self {
        Self { limits, clock }
    }
}

impl<S> Layer<S> for AttemptTimeoutLayer {
    type Service = AttemptTimeout<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AttemptTimeout {
            inner,
            limits: self.limits,
            clock: Arc::clone(&self.clock),
        }
    }
}
