use std::fmt;
use std::sync::{Arc, OnceLock};

use ddbx_core::Clock;
use ddbx_middleware::hedge::{HedgeLayer, HedgeOptions};
use ddbx_middleware::retry::{Budget, RetryOptions};
use ddbx_middleware::throttle::ThrottleOptions;
use ddbx_middleware::throttle::capacity::CapacityLayer;
use ddbx_middleware::timeout::Limits;
use tokio::sync::Semaphore;

use super::UserLayer;
use super::scans::ScanPolicies;
use super::settings::scope_settings;
use crate::config::PoolSettings;
use crate::cursor::CursorKeys;

/// What may differ for a part of a pool's requests: see [`Pool::with`](super::Pool::with).
///
/// Everything else, the connections above all, is the pool's.
#[derive(Clone)]
#[must_use = "options do nothing until a pool is given them"]
pub struct ScopeOptions {
    pub(crate) request_limits: Limits,
    pub(crate) attempt_limits: Limits,
    pub(crate) retry: RetryOptions,
    /// `None`: not throttled.
    pub(crate) throttle: Option<ThrottleOptions>,
    pub(crate) hedge: Option<Hedging>,
    pub(crate) concurrency: Option<Arc<Semaphore>>,
    pub(crate) capacity: Option<CapacityLimit>,
    pub(crate) table_prefix: String,
    pub(crate) cursor_keys: Option<CursorKeys>,
    pub(crate) scans: ScanPolicies,
    #[cfg(feature = "test-util")]
    pub(crate) chaos: Option<ddbx_middleware::chaos::Chaos>,
    /// Outermost first.
    pub(crate) layers: Vec<UserLayer>,
}

/// Hedging as it was asked for, and its layer once there is one: scopes made from this one go on with what it knows.
#[derive(Clone, Debug)]
pub(crate) struct Hedging {
    options: HedgeOptions,
    layer: Arc<OnceLock<HedgeLayer>>,
}

impl Hedging {
    pub(super) fn new(options: HedgeOptions) -> Self {
        Self {
            options,
            layer: Arc::default(),
        }
    }

    pub(crate) fn layer(&self, budget: &Budget, clock: &Arc<dyn Clock>) -> HedgeLayer {
        let make = || HedgeLayer::new(self.options, budget.clone(), Arc::clone(clock));
        self.layer.get_or_init(make).clone()
    }
}

/// A rate of capacity as it was asked for, and its layer once there is one, which scopes made from this one share.
#[derive(Clone, Debug)]
pub(crate) struct CapacityLimit {
    units_per_second: f64,
    layer: Arc<OnceLock<CapacityLayer>>,
}

impl CapacityLimit {
    pub(super) fn new(units_per_second: f64) -> Self {
        Self {
            units_per_second,
            layer: Arc::default(),
        }
    }

    pub(crate) fn layer(&self, clock: &Arc<dyn Clock>) -> CapacityLayer {
        let make = || CapacityLayer::new(self.units_per_second, Arc::clone(clock));
        self.layer.get_or_init(make).clone()
    }
}

impl Default for ScopeOptions {
    fn default() -> Self {
        Self {
            request_limits: Limits::REQUEST,
            attempt_limits: Limits::ATTEMPT,
            retry: RetryOptions::new(),
            throttle: Some(ThrottleOptions::new()),
            hedge: None,
            concurrency: None,
            capacity: None,
            table_prefix: String::new(),
            cursor_keys: None,
            scans: ScanPolicies::default(),
            #[cfg(feature = "test-util")]
            chaos: None,
            layers: Vec::new(),
        }
    }
}

impl ScopeOptions {
    /// What a URL says goes before.
    pub(super) fn take(&mut self, settings: PoolSettings) {
        if let Some(limit) = settings.request_timeout {
            self.request_limits = Limits::all(limit);
        }
        if let Some(limit) = settings.attempt_timeout {
            self.attempt_limits = Limits::all(limit);
        }
        match settings.retry {
            Some(false) => self.retry = RetryOptions::never(),
            Some(true) if !self.retry.repeats_anything() => self.retry = RetryOptions::new(),
            Some(true) | None => {}
        }
        match settings.throttle {
            Some(false) => self.throttle = None,
            Some(true) => drop(self.throttle.get_or_insert_default()),
            None => {}
        }
        match settings.hedge {
            Some(false) => self.hedge = None,
            Some(true) => drop(
                self.hedge
                    .get_or_insert_with(|| Hedging::new(HedgeOptions::new()))
                    .clone(),
            ),
            None => {}
        }
    }

    scope_settings!(self => self);
}

impl fmt::Debug for ScopeOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopeOptions")
            .field("request_timeout", &self.request_limits)
            .field("attempt_timeout", &self.attempt_limits)
            .field("retry", &self.retry)
            .field("throttle", &self.throttle)
            .field("hedge", &self.hedge.as_ref().map(|hedging| hedging.options))
            .field("concurrency_limit", &self.concurrency.is_some())
            .field(
                "capacity_limit",
                &self.capacity.as_ref().map(|limit| limit.units_per_second),
            )
            .field("table_prefix", &self.table_prefix)
            .field("cursor_keys", &self.cursor_keys)
            .field("scan_policy", &self.scans)
            .field("layers", &self.layers.len())
            .finish()
    }
}
