//! The one tower stack that every request goes through. The order of the layers is written here and nowhere else.

use std::sync::Arc;

use ddbx_core::{Clock, Error, Request, Response};
#[cfg(feature = "test-util")]
use ddbx_middleware::chaos::ChaosLayer;
use ddbx_middleware::retry::RetryLayer;
use ddbx_middleware::throttle::ThrottleLayer;
use ddbx_middleware::timeout::{AttemptTimeoutLayer, DeadlineLayer};
use tower::util::{BoxCloneSyncService, option_layer};
use tower::{Service, ServiceBuilder};

use crate::pool::{self, PlacesLayer, ScopeOptions, Source, Stack};
use crate::transport::{Transport, WireService};

/// What all scopes of a pool share: the state of its layers.
#[derive(Clone, Debug)]
pub(crate) struct SharedLayers {
    /// With the budget of repeats.
    retry: RetryLayer,
    /// With the rates that were learnt.
    throttle: ThrottleLayer,
    /// Requests in flight on a backend, which does not limit them itself.
    places: PlacesLayer,
}

impl SharedLayers {
    pub(crate) fn new(scope: &ScopeOptions, places: usize, clock: &Arc<dyn Clock>) -> Self {
        let throttle = scope.throttle.unwrap_or_default();
        Self {
            retry: RetryLayer::new(scope.retry.clone(), Arc::clone(clock)),
            throttle: ThrottleLayer::new(throttle, Arc::clone(clock)),
            places: PlacesLayer::new(pool::places(places), Arc::clone(clock)),
        }
    }
}

/// Puts the stack together:
///
/// ```text
/// the application's layers → capacity limit* → deadline → concurrency limit* → hedge* → retry → throttle → …
///     … → connections → attempt timeout → one exchange, its answer judged
///     … → places      → attempt timeout → the embedded engine or another backend
/// ```
///
/// \* where it is asked for.
///
/// The deadline bounds everything below it, repeats and their waits included. A rate that was given for background work
/// stands above it: who waits for that has not begun. What waits between attempts holds no
/// connection: it stands above them. The attempt timeout stands below what repeats, so that each attempt has its own, and
/// below what waits for a connection or a place, so that waiting does not count. In tests, what goes wrong on request is
/// the last thing above the exchange or the engine.
pub(crate) fn assemble(source: &Source, shared: &SharedLayers, scope: &ScopeOptions) -> Stack {
    let clock = source.clock();
    let attempt = AttemptTimeoutLayer::new(scope.attempt_limits, Arc::clone(&clock));
    let stack = match source {
        Source::Network(network) => {
            let attempts = ServiceBuilder::new()
                .option_layer(chaos(scope, &clock))
                .service(WireService::new(Arc::clone(network), attempt));
            above_attempts(attempts, shared, scope, clock)
        }
        Source::Backend(backend) => {
            let attempts = ServiceBuilder::new()
                .layer(&shared.places)
                .layer(attempt)
                .option_layer(chaos(scope, &clock))
                .service(Transport::new(Arc::clone(backend)));
            above_attempts(attempts, shared, scope, clock)
        }
    };
    scope.layers.iter().rev().fold(stack, |inner, layer| layer.apply(inner))
}

fn above_attempts<S>(attempts: S, shared: &SharedLayers, scope: &ScopeOptions, clock: Arc<dyn Clock>) -> Stack
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + Sync + 'static,
    S::Future: Send,
{
    let concurrency = scope.concurrency.as_ref();
    let concurrency = concurrency.map(|places| PlacesLayer::new(Arc::clone(places), Arc::clone(&clock)));
    let hedge = scope.hedge.as_ref();
    let hedge = hedge.map(|hedging| hedging.layer(shared.retry.budget(), &clock));
    let capacity = scope.capacity.as_ref().map(|limit| limit.layer(&clock));
    BoxCloneSyncService::new(
        ServiceBuilder::new()
            .layer(option_layer(capacity))
            .layer(DeadlineLayer::new(scope.request_limits, clock))
            .layer(option_layer(concurrency))
            .layer(option_layer(hedge))
            .layer(shared.retry.with_options(scope.retry.clone()))
            .layer(option_layer(scope.throttle.map(|_| shared.throttle.clone())))
            .service(attempts),
    )
}

/// What goes wrong on request, below a limit of its own: the wire's is further down.
#[cfg(feature = "test-util")]
fn chaos(
    scope: &ScopeOptions,
    clock: &Arc<dyn Clock>,
) -> Option<tower::layer::util::Stack<ChaosLayer, AttemptTimeoutLayer>> {
    let chaos = ChaosLayer::new(scope.chaos.as_ref()?, Arc::clone(clock));
    let limit = AttemptTimeoutLayer::new(scope.attempt_limits, Arc::clone(clock));
    Some(tower::layer::util::Stack::new(chaos, limit))
}

#[cfg(not(feature = "test-util"))]
fn chaos(_: &ScopeOptions, _: &Arc<dyn Clock>) -> Option<tower::layer::util::Identity> {
    None
}
