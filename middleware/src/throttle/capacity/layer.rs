use std::sync::Arc;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};
use tower::Layer;

use super::balance::Balance;
use super::{CapacityLimit, consumption};
use crate::throttle::line::{Late, Line};

/// The lowest rate: one unit in a minute.
const SLOWEST: f64 = 1.0 / 60.0;

/// Keeps requests to a rate of capacity: see [`capacity`](super).
///
/// All clones, and all services they made, share the rate.
#[derive(Clone, Debug)]
pub struct CapacityLayer(Arc<Purse>);

/// What is shared.
#[derive(Debug)]
pub(super) struct Purse {
    pub(super) line: Arc<Line<Balance>>,
    pub(super) clock: Arc<dyn Clock>,
}

/// How a capacity limit stands.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct CapacityState {
    /// The rate.
    pub units_per_second: f64,
    /// What was used and is not paid for, in units.
    pub debt: f64,
    /// How many requests wait.
    pub waiting: usize,
}

impl CapacityLayer {
    /// A limit of so many capacity units per second, read and write units together, by this clock. Less than one in a
    /// minute counts as that.
    #[must_use]
    pub fn new(units_per_second: f64, clock: Arc<dyn Clock>) -> Self {
        // No number is less than that, either.
        let rate = if units_per_second >= SLOWEST {
            units_per_second
        } else {
            SLOWEST
        };
        let line = Arc::new(Line::new(Balance::new(rate.min(f64::from(u32::MAX)), clock.now())));
        Self(Arc::new(Purse { line, clock }))
    }

    /// How it stands, for metrics.
    #[must_use]
    pub fn state(&self) -> CapacityState {
        let now = self.0.clock.now();
        self.0.line.read(|balance, waiting| CapacityState {
            units_per_second: balance.rate(),
            debt: balance.debt(now),
            waiting,
        })
    }
}

impl<S> Layer<S> for CapacityLayer {
    type Service = CapacityLimit<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CapacityLimit {
            inner,
            purse: Arc::clone(&self.0),
        }
    }
}

impl Purse {
    /// A request was answered that was charged so much.
    pub(super) fn settle(&self, charge: f64, answer: &Result<Response, Error>) {
        let cost = match answer {
            Ok(response) => consumption::units(&response.body),
            Err(error) if costs_nothing(error) => {
                self.line.give_back(self.clock.now(), charge);
                return;
            }
            Err(_) => None,
        };
        self.line
            .update(self.clock.now(), |balance| balance.settle(charge, cost));
    }

    /// The error of a request that is not sent, because it would be too late.
    pub(super) fn shed(&self, request: &Request, late: Late) -> Error {
        let message = format!(
            "not sent, for it would be past its deadline: the limit is {:.1} capacity units a second, {} requests wait, \
             and another waits for {:.1} s; raise the limit or the deadline",
            self.line.read(|balance, _| balance.rate()),
            late.waiting,
            late.wait.as_secs_f64(),
        );
        Error::failed(ErrorKind::Throttled, FailureClass::NotSent, request, message).with_retry_after(late.wait)
    }
}

/// A false condition costs the write that was not made; any other refusal comes before the table is touched.
fn costs_nothing(error: &Error) -> bool {
    match error.class() {
        None | Some(FailureClass::NotSent | FailureClass::Throttled) => true,
        Some(FailureClass::Rejected) => !error.is_condition_failed() && error.cancellations().is_empty(),
        Some(FailureClass::Ambiguous) => false,
    }
}
