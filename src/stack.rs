//! The one tower stack that every request goes through. The order of the layers is written here and nowhere else.

use std::sync::Arc;

use ddbx_middleware::timeout::{AttemptTimeoutLayer, DeadlineLayer, Limits};
use tower::ServiceBuilder;
use tower::util::BoxCloneSyncService;

use crate::pool::{PlacesLayer, Stack, UserLayer};
use crate::transport::{Backend, Transport};

/// What of the stack can be set.
#[derive(Clone)]
pub(crate) struct StackOptions {
    pub(crate) request_limits: Limits,
    pub(crate) attempt_limits: Limits,
    /// Requests in flight.
    pub(crate) places: usize,
    /// Outermost first.
    pub(crate) layers: Vec<UserLayer>,
}

impl Default for StackOptions {
    fn default() -> Self {
        Self {
            request_limits: Limits::REQUEST,
            attempt_limits: Limits::ATTEMPT,
            places: 128,
            layers: Vec::new(),
        }
    }
}

/// Puts the stack together:
///
/// ```text
/// the application's layers → deadline → places → attempt timeout → transport (judges the answer) → backend
/// ```
///
/// The deadline bounds everything below it, repeats and their waits included; the attempt timeout stands below what
/// repeats, so that each attempt has its own, and below the places, so that waiting for one does not count.
pub(crate) fn assemble(backend: &Arc<dyn Backend>, options: &StackOptions) -> Stack {
    let clock = backend.clock();
    let service = ServiceBuilder::new()
        .layer(DeadlineLayer::new(options.request_limits, Arc::clone(&clock)))
        .layer(PlacesLayer::new(options.places, Arc::clone(&clock)))
        .layer(AttemptTimeoutLayer::new(options.attempt_limits, clock))
        .service(Transport::new(Arc::clone(backend)));
    options
        .layers
        .iter()
        .rev()
        .fold(BoxCloneSyncService::new(service), |inner, layer| layer.apply(inner))
}
