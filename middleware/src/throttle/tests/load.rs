//! Callers that have one request at a time, and repeat what is throttled until its deadline, as the retry layer does.

use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock as _, Error, Request, Response};
use tower::{Service, ServiceExt as _};

use crate::TokioClock;

/// What callers do.
#[derive(Clone)]
pub(super) struct Load {
    pub(super) workers: usize,
    pub(super) lasts: Duration,
    pub(super) seed: u64,
    /// How long a request may take.
    pub(super) deadline: Duration,
    /// Whether a caller waits as an error says before its next request.
    pub(super) heeds: bool,
    pub(super) request: fn(usize) -> Request,
}

impl Load {
    pub(super) fn of(workers: usize, seconds: u64, request: fn(usize) -> Request) -> Self {
        Self {
            workers,
            lasts: Duration::from_secs(seconds),
            seed: 1,
            deadline: Duration::from_secs(5),
            heeds: false,
            request,
        }
    }
}

/// What callers saw.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Of each caller: when a request succeeded, since the start, and how long it took.
    pub(super) callers: Vec<Vec<(Duration, Duration)>>,
    pub(super) errors: usize,
}

impl Report {
    pub(super) fn successes(&self) -> usize {
        self.callers.iter().map(Vec::len).sum()
    }

    pub(super) fn successes_within(&self, from: Duration, to: Duration) -> usize {
        let all = self.callers.iter().flatten();
        all.filter(|(at, _)| (from..to).contains(at)).count()
    }

    pub(super) fn percentile(&self, share: f64) -> Duration {
        let mut times: Vec<Duration> = self.callers.iter().flatten().map(|(_, took)| *took).collect();
        times.sort_unstable();
        times[((times.len() as f64 * share) as usize).min(times.len() - 1)]
    }

    pub(super) fn error_share(&self) -> f64 {
        self.errors as f64 / (self.errors + self.successes()) as f64
    }

    /// The most successes of a caller over the fewest, in that time.
    pub(super) fn unfairness(&self, from: Duration, to: Duration) -> f64 {
        let counts = self
            .callers
            .iter()
            .map(|caller| caller.iter().filter(|(at, _)| (from..to).contains(at)).count());
        let counts: Vec<_> = counts.collect();
        let (most, fewest) = (counts.iter().max(), counts.iter().min());
        *most.expect("callers") as f64 / *fewest.expect("callers") as f64
    }
}

/// Runs the load to its end.
pub(super) async fn run<S>(service: S, load: Load) -> Report
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    let callers: Vec<_> = (0..load.workers)
        .map(|number| tokio::spawn(caller(service.clone(), load.clone(), number)))
        .collect();
    let mut report = Report::default();
    for caller in callers {
        let (successes, errors) = caller.await.unwrap();
        report.callers.push(successes);
        report.errors += errors;
    }
    report
}

async fn caller<S>(mut service: S, load: Load, number: usize) -> (Vec<(Duration, Duration)>, usize)
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    let mut random = fastrand::Rng::with_seed(load.seed << 32 | number as u64);
    let start = TokioClock.now();
    let (mut successes, mut errors) = (Vec::new(), 0);
    while TokioClock.now() - start < load.lasts {
        let asked = TokioClock.now();
        let mut request = (load.request)(number).with_deadline(asked + load.deadline);
        request.asked = Some(asked);
        match repeated(&mut service, request, &mut random).await {
            Ok(_) => successes.push((TokioClock.now() - start, TokioClock.now() - asked)),
            Err(error) => {
                errors += 1;
                // An error at once would be the next one's time, and time stands still while someone is busy.
                let wait = error
                    .retry_after()
                    .filter(|_| load.heeds)
                    .unwrap_or(Duration::from_millis(1));
                TokioClock.sleep_until(TokioClock.now() + wait).await;
            }
        }
    }
    (successes, errors)
}

/// Full jitter, 25 ms doubled each time, at most a second, until the deadline.
async fn repeated<S>(service: &mut S, request: Request, random: &mut fastrand::Rng) -> Result<Response, Error>
where
    S: Service<Request, Response = Response, Error = Error>,
{
    let mut longest = Duration::from_millis(25);
    loop {
        let answer = service.ready().await?.call(request.clone()).await;
        match answer {
            Err(error) if error.class() == Some(FailureClass::Throttled) => {
                let delay = longest
                    .mul_f64(random.f64())
                    .max(error.retry_after().unwrap_or_default());
                longest = (2 * longest).min(Duration::from_secs(1));
                let next = TokioClock.now() + delay;
                if request.deadline.is_some_and(|deadline| deadline <= next) {
                    return Err(error);
                }
                TokioClock.sleep_until(next).await;
            }
            answer => return answer,
        }
    }
}
