//! The one tower stack that every request goes through. The order of the layers is written here and nowhere else.

use std::sync::Arc;

use ddbx_middleware::timeout::{AttemptTimeoutLayer, DeadlineLayer, Limits};
use tower::ServiceBuilder;
use tower::util::BoxCloneSyncService;

use crate::pool::{Stack, UserLayer};
use crate::transport::{Backend, Transport};

/// What of the stack can be set.
#[derive(Clone)]
pub(crate) struct StackOptions {
    pub(crate) request_limits: Limits,
    pub(crate) attempt_limits: Limits,
    /// Outermost first.
    pub(crate) layers: Vec<UserLayer>,
}

impl Default for StackOptions {
    fn default() -> Self {
        Self {
            request_limits: Limits::REQUEST,
            attempt_limits: Limits::ATTEMPT,
            layers: Vec::new(),
        }
    }
}

/// Puts the stack together:
///
/// ```text
/// the application's layers → deadline → attempt timeout → transport (judges the answer) → backend
/// ```
///
/// The deadline bounds everything below it, repeats and their waits included; the attempt timeout stands below what
/// repeats, so that each attempt has its own.
pub(crate) fn assemble(backend: &Arc<dyn Backend>, options: &StackOptions) -> Stack {
    let clock = backend.clock();
    let service = ServiceBuilder::new()
        .layer(DeadlineLayer::new(options.request_limits, Arc::clone(&clock)))
        .layer(AttemptTimeoutLayer::new(options.attempt_limits, clock))
        .service(Transport::new(Arc::clone(backend)));
    options
        .layers
        .iter()
        .rev()
        .fold(BoxCloneSyncService::new(service), |inner, layer| layer.apply(inner))
}
