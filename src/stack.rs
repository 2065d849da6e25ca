//! The one tower stack that every request goes through. The order of the layers is written here and nowhere else.

use std::sync::Arc;

use ddbx_core::Clock;
#[cfg(feature = "test-util")]
use ddbx_middleware::chaos::ChaosLayer;
use ddbx_middleware::timeout::{AttemptTimeoutLayer, DeadlineLayer, Limits};
use tower::ServiceBuilder;
use tower::util::BoxCloneSyncService;

use crate::pool::Source;
use crate::pool::{PlacesLayer, Stack, UserLayer};
use crate::transport::{Transport, WireService};

/// What of the stack can be set.
#[derive(Clone)]
pub(crate) struct StackOptions {
    pub(crate) request_limits: Limits,
    pub(crate) attempt_limits: Limits,
    /// Requests in flight on a backend that does not limit them itself.
    pub(crate) places: usize,
    /// Outermost first.
    pub(crate) layers: Vec<UserLayer>,
    #[cfg(feature = "test-util")]
    pub(crate) chaos: Option<ddbx_middleware::chaos::Chaos>,
}

impl StackOptions {
    pub(crate) fn new(places: usize) -> Self {
        Self {
            request_limits: Limits::REQUEST,
            attempt_limits: Limits::ATTEMPT,
            places,
            layers: Vec::new(),
            #[cfg(feature = "test-util")]
            chaos: None,
        }
    }
}

impl StackOptions {
    /// The limit on each attempt.
    pub(crate) fn attempt_layer(&self, clock: Arc<dyn Clock>) -> AttemptTimeoutLayer {
        AttemptTimeoutLayer::new(self.attempt_limits, clock)
    }

    /// What goes wrong on request, below a limit of its own: the wire's is further down.
    #[cfg(feature = "test-util")]
    fn chaos(&self, clock: &Arc<dyn Clock>) -> Option<tower::layer::util::Stack<ChaosLayer, AttemptTimeoutLayer>> {
        let chaos = ChaosLayer::new(self.chaos.as_ref()?, Arc::clone(clock));
        let limit = self.attempt_layer(Arc::clone(clock));
        Some(tower::layer::util::Stack::new(chaos, limit))
    }

    #[cfg(not(feature = "test-util"))]
    fn chaos(&self, _: &Arc<dyn Clock>) -> Option<tower::layer::util::Identity> {
        None
    }
}

/// Puts the stack together:
///
/// ```text
/// the application's layers → deadline → connections → attempt timeout → one exchange, its answer judged
/// the application's layers → deadline → places      → attempt timeout → the embedded engine or another backend
/// ```
///
/// The deadline bounds everything below it, repeats and their waits included; the attempt timeout stands below what
/// repeats, so that each attempt has its own, and below what waits for a connection or a place, so that waiting does
/// not count. In tests, what goes wrong on request is the last thing above the exchange or the engine.
pub(crate) fn assemble(source: &Source, options: &StackOptions) -> Stack {
    let clock = source.clock();
    let deadline = DeadlineLayer::new(options.request_limits, Arc::clone(&clock));
    let stack = match source {
        Source::Network(network) => BoxCloneSyncService::new(
            ServiceBuilder::new()
                .layer(deadline)
                .option_layer(options.chaos(&clock))
                .service(WireService(Arc::clone(network))),
        ),
        Source::Backend(backend) => BoxCloneSyncService::new(
            ServiceBuilder::new()
                .layer(deadline)
                .layer(PlacesLayer::new(options.places, Arc::clone(&clock)))
                .layer(options.attempt_layer(Arc::clone(&clock)))
                .option_layer(options.chaos(&clock))
                .service(Transport::new(Arc::clone(backend))),
        ),
    };
    options
        .layers
        .iter()
        .rev()
        .fold(stack, |inner, layer| layer.apply(inner))
}
