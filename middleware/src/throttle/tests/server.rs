//! A server in the process, with the capacity of a table: what it cannot take it throttles.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use ddbx_core::{Clock as _, Error, Request, Response};
use tower::Service;

use crate::TokioClock;

/// How long an answer takes on average, unless it is said: between half and one and a half of it.
pub(super) const SERVICE_TIME: Duration = Duration::from_millis(5);

/// What a bucket takes, from a time after the start on.
pub(super) type Capacity = Vec<(Duration, f64)>;

/// A token bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    capacity: Capacity,
    burst: f64,
    tokens: f64,
    /// Since the start.
    at: Duration,
}

impl Bucket {
    pub(super) fn new(capacity: Capacity, burst: f64) -> Self {
        Self {
            capacity,
            burst,
            tokens: burst,
            at: Duration::ZERO,
        }
    }

    pub(super) fn constant(rate: f64) -> Self {
        Self::new(vec![(Duration::ZERO, rate)], 100.0)
    }

    fn rate_at(&self, at: Duration) -> f64 {
        let reached = self.capacity.iter().rev().find(|(from, _)| *from <= at);
        reached.map_or(0.0, |(_, rate)| *rate)
    }

    /// In steps of a millisecond at most, so that a change of the capacity counts from its moment.
    fn take(&mut self, at: Duration) -> bool {
        while self.at < at {
            let to = at.min(self.at + Duration::from_millis(1));
            let gained = self.rate_at(self.at) * (to - self.at).as_secs_f64();
            self.tokens = (self.tokens + gained).min(self.burst);
            self.at = to;
        }
        let taken = self.tokens >= 1.0;
        if taken {
            self.tokens -= 1.0;
        }
        taken
    }

    /// What it can have taken in all until then.
    pub(super) fn supply(&self, until: Duration) -> f64 {
        let millis = u32::try_from(until.as_millis()).expect("a short test");
        let refilled: f64 = (0..millis)
            .map(|milli| self.rate_at(Duration::from_millis(milli.into())) / 1000.0)
            .sum();
        self.burst + refilled
    }
}

/// What a request uses: the name of a bucket, and what to answer when it is empty.
pub(super) type Route = fn(&Request) -> Vec<(String, String)>;

#[derive(Clone)]
pub(super) struct Server {
    shared: Arc<Shared>,
    time: Duration,
}

struct Shared {
    buckets: Mutex<HashMap<String, Bucket>>,
    route: Route,
    start: Instant,
    random: Mutex<fastrand::Rng>,
    seen: Mutex<Seen>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) requests: usize,
    pub(super) throttled: usize,
    pub(super) after_deadline: usize,
    /// When each was accepted, since the start.
    pub(super) accepted: Vec<Duration>,
    pub(super) throttled_at: Vec<Duration>,
}

impl Server {
    /// Each bucket has a name; the route says which a request uses.
    pub(super) fn new(buckets: impl IntoIterator<Item = (&'static str, Bucket)>, route: Route) -> Self {
        let shared = Shared {
            buckets: Mutex::new(
                buckets
                    .into_iter()
                    .map(|(name, bucket)| (name.into(), bucket))
                    .collect(),
            ),
            route,
            start: TokioClock.now(),
            random: Mutex::new(fastrand::Rng::with_seed(1)),
            seen: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
            time: SERVICE_TIME,
        }
    }

    /// The server with other luck.
    pub(super) fn with_seed(self, seed: u64) -> Self {
        *self.shared.random.lock().unwrap() = fastrand::Rng::with_seed(seed);
        self
    }

    /// The server with answers that take so long.
    pub(super) fn taking(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// With a bucket for each table, and no reasons in its throttles.
    pub(super) fn of_tables(buckets: impl IntoIterator<Item = (&'static str, Bucket)>) -> Self {
        Self::new(buckets, |request| {
            let body = r#"{"__type":"x#ProvisionedThroughputExceededException","message":"slow down"}"#;
            request
                .tables
                .iter()
                .map(|table| (table.to_string(), body.to_owned()))
                .collect()
        })
    }

    pub(super) fn seen(&self) -> Seen {
        self.shared.seen.lock().unwrap().clone()
    }

    pub(super) fn supply(&self, bucket: &str, until: Duration) -> f64 {
        self.shared.buckets.lock().unwrap()[bucket].supply(until)
    }

    fn answer(&self, request: &Request) -> Result<Response, Error> {
        let now = TokioClock.now();
        let at = now - self.shared.start;
        let mut buckets = self.shared.buckets.lock().unwrap();
        let mut seen = self.shared.seen.lock().unwrap();
        seen.requests += 1;
        seen.after_deadline += usize::from(request.deadline.is_some_and(|deadline| deadline <= now));
        for (name, fault) in (self.shared.route)(request) {
            if buckets.get_mut(&name).is_some_and(|bucket| !bucket.take(at)) {
                seen.throttled += 1;
                seen.throttled_at.push(at);
                return Err(Error::from_response(request, &Response::new(400, fault)));
            }
        }
        seen.accepted.push(at);
        Ok(Response::new(200, "{}"))
    }
}

impl Service<Request> for Server {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let answer = self.answer(&request);
        let time = self.time.mul_f64(0.5 + self.shared.random.lock().unwrap().f64());
        Box::pin(async move {
            TokioClock.sleep_until(TokioClock.now() + time).await;
            answer
        })
    }
}
