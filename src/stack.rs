//! The one tower stack that every request goes through. The order of the layers is written here and nowhere else.

use std::sync::Arc;

use ddbx_core::Clock;
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
}

impl StackOptions {
    pub(crate) fn new(places: usize) -> Self {
        Self {
            request_limits: Limits::REQUEST,
            attempt_limits: Limits::ATTEMPT,
            places,
            layers: Vec::new(),
        }
    }
}

impl StackOptions {
    /// The limit on each attempt.
    pub(crate) fn attempt_layer(&self, clock: Arc<dyn Clock>) -> AttemptTimeoutLayer {
        AttemptTimeoutLayer::new(self.attempt_limits, clock)
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
/// not count.
pub(crate) fn assemble(source: &Source, options: &StackOptions) -> Stack {
    let clock = source.clock();
    let deadline = DeadlineLayer::new(options.request_limits, Arc::clone(&clock));
    let stack = match source {
        Source::Network(network) => BoxCloneSyncService::new(
            ServiceBuilder::new()
                .layer(deadline)
                .service(WireService(Arc::clone(network))),
        ),
        Source::Backend(backend) => BoxCloneSyncService::new(
            ServiceBuilder::new()
                .layer(deadline)
                .layer(PlacesLayer::new(options.places, Arc::clone(&clock)))
                .layer(options.attempt_layer(clock))
                .service(Transport::new(Arc::clone(backend))),
        ),
    };
    options
        .layers
        .iter()
        .rev()
        .fold(stack, |inner, layer| layer.apply(inner))
}
