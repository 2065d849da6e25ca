use std::sync::Arc;

use ddbx_core::Clock;
use tower::Layer;

use super::limiter::ActiveLimiter;
use super::limiters::Limiters;
use super::{Throttle, ThrottleOptions};

/// Slows requests down to what their tables accept: see [`throttle`](super).
///
/// All clones, and all services they made, share their limiters.
#[derive(Clone, Debug)]
pub struct ThrottleLayer(Arc<Limiters>);

impl ThrottleLayer {
    /// A layer that limits nothing yet, by this clock.
    #[must_use]
    pub fn new(options: ThrottleOptions, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Limiters::new(options, clock)))
    }

    /// The limiters at work, for metrics: none as long as nothing was throttled of late.
    ///
    /// ```
    /// use ddbx_middleware::TokioClock;
    /// use ddbx_middleware::throttle::{ThrottleLayer, ThrottleOptions};
    /// use std::sync::Arc;
    ///
    /// let layer = ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock));
    /// for limiter in layer.limiters() {
    ///     println!("{}: {:.1}/s, {} waiting", limiter.scope, limiter.rate, limiter.waiting);
    /// }
    /// # assert!(layer.limiters().is_empty());
    /// ```
    #[must_use]
    pub fn limiters(&self) -> Vec<ActiveLimiter> {
        self.0.active()
    }

    #[cfg(test)]
    pub(super) fn is_on(&self) -> bool {
        self.0.are_on()
    }
}

impl<S> Layer<S> for ThrottleLayer {
    type Service = Throttle<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Throttle {
            inner,
            limiters: Arc::clone(&self.0),
        }
    }
}
