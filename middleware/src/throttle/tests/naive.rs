//! The limiter that collapses: what a first attempt at one looks like. The control of the cold starts.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use ddbx_core::{Clock as _, Error, Request, Response};
use tower::Service;

use super::server::Server;
use crate::TokioClock;

/// Cuts the rate at every throttle, to what was accepted in a window that may just have begun, and promises slots that
/// lie far ahead, which no later rate moves.
#[derive(Clone)]
pub(super) struct Naive {
    inner: Server,
    state: Arc<Mutex<State>>,
}

struct State {
    rate: Option<f64>,
    next_slot: Instant,
    window: Instant,
    accepted: f64,
}

impl Naive {
    pub(super) fn new(inner: Server) -> Self {
        let now = TokioClock.now();
        let state = State {
            rate: None,
            next_slot: now,
            window: now,
            accepted: 0.0,
        };
        Self {
            inner,
            state: Arc::new(Mutex::new(state)),
        }
    }
}

impl State {
    fn slot(&mut self, now: Instant) -> Instant {
        let Some(rate) = self.rate else { return now };
        let slot = self.next_slot.max(now);
        self.next_slot = slot + Duration::from_secs_f64(1.0 / rate);
        slot
    }

    fn answered(&mut self, now: Instant, throttled: bool) {
        if now - self.window >= Duration::from_millis(250) {
            self.window = now;
            self.accepted = 0.0;
        }
        if throttled {
            let measured = self.accepted / (now - self.window).as_secs_f64().max(0.25);
            self.rate = Some(self.rate.unwrap_or(f64::MAX).min(measured).max(0.5));
        } else {
            self.accepted += 1.0;
            self.rate = self.rate.map(|rate| rate * 1.001);
        }
    }
}

impl Service<Request> for Naive {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (mut inner, state) = (self.inner.clone(), Arc::clone(&self.state));
        Box::pin(async move {
            let slot = state.lock().unwrap().slot(TokioClock.now());
            TokioClock.sleep_until(slot).await;
            let answer = inner.call(request).await;
            state.lock().unwrap().answered(TokioClock.now(), answer.is_err());
            answer
        })
    }
}
