use std::sync::Arc;

use ddbx_core::Clock;
use tower::Layer;

use super::{Chaos, ChaosService};
use crate::TokioClock;

/// Lets mishaps happen to requests. Place: innermost, just above the wire or the engine, below all that repeats, limits
/// or waits: those are what is tested.
///
/// A [`Chaos`] is a layer by itself, with tokio's clock; this one has another.
#[derive(Clone, Debug)]
pub struct ChaosLayer {
    chaos: Chaos,
    clock: Arc<dyn Clock>,
}

impl ChaosLayer {
    /// A layer that does what is told to this handle, by this clock.
    #[must_use]
    pub fn new(chaos: &Chaos, clock: Arc<dyn Clock>) -> Self {
        Self {
            chaos: chaos.clone(),
            clock,
        }
    }
}

impl<S> Layer<S> for ChaosLayer {
    type Service = ChaosService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ChaosService {
            inner,
            chaos: self.chaos.clone(),
            clock: Arc::clone(&self.clock),
        }
    }
}

impl<S> Layer<S> for Chaos {
    type Service = ChaosService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ChaosLayer::new(self, Arc::new(TokioClock)).layer(inner)
    }
}
