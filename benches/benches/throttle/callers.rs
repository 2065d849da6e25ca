//! Callers that have one request at a time and do not pause after an error, as bulk loaders do.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use tokio::task::JoinHandle;

use super::clients::Call;

/// What callers of one table saw.
#[derive(Debug, Default)]
pub(super) struct Report {
    callers: Vec<Seen>,
}

/// What one caller saw.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// When its requests succeeded, since the start, and how long they took.
    successes: Vec<(Duration, Duration)>,
    errors: usize,
}

/// Callers at work.
pub(super) struct Running {
    callers: Vec<(JoinHandle<()>, Arc<Mutex<Seen>>)>,
    end: Instant,
}

/// Lets so many callers ask for a table until the end.
pub(super) fn start(call: &Call, table: &'static str, callers: usize, start: Instant, lasts: Duration) -> Running {
    let callers = (0..callers).map(|_| {
        let seen = Arc::default();
        (
            tokio::spawn(caller(Arc::clone(call), table, start, Arc::clone(&seen))),
            seen,
        )
    });
    Running {
        callers: callers.collect(),
        end: start + lasts,
    }
}

impl Running {
    /// Waits for the end. What is under way then is dropped: some of it would take long.
    pub(super) async fn end(self) -> Report {
        TokioClock.sleep_until(self.end).await;
        let callers = self.callers.into_iter().map(|(task, seen)| {
            task.abort();
            seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
        });
        Report {
            callers: callers.collect(),
        }
    }
}

async fn caller(call: Call, table: &'static str, start: Instant, seen: Arc<Mutex<Seen>>) {
    loop {
        let asked = TokioClock.now();
        let succeeded = call(table).await;
        let now = TokioClock.now();
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        if succeeded {
            seen.successes.push((now - start, now - asked));
        } else {
            seen.errors += 1;
        }
    }
}

impl Report {
    fn successful(&self) -> impl Iterator<Item = &(Duration, Duration)> {
        self.callers.iter().flat_map(|caller| &caller.successes)
    }

    /// Successes in this time.
    pub(super) fn successes(&self, from: Duration, to: Duration) -> usize {
        let all = self.successful();
        all.filter(|(at, _)| (from..to).contains(at)).count()
    }

    /// All of them.
    pub(super) fn total(&self) -> usize {
        self.successful().count()
    }

    pub(super) fn error_percent(&self) -> f64 {
        let errors: usize = self.callers.iter().map(|caller| caller.errors).sum();
        100.0 * errors as f64 / (errors + self.total()) as f64
    }

    pub(super) fn p99(&self) -> Duration {
        let mut times: Vec<_> = self.successful().map(|(_, took)| *took).collect();
        times.sort_unstable();
        times.get(times.len() * 99 / 100).copied().unwrap_or(Duration::MAX)
    }

    /// The successes of the caller that had the most over those of the one that had the fewest.
    pub(super) fn unfairness(&self, from: Duration, to: Duration) -> f64 {
        let counts = self.callers.iter().map(|caller| {
            let within = caller.successes.iter().filter(|(at, _)| (from..to).contains(at));
            within.count()
        });
        let (fewest, most) = counts.fold((usize::MAX, 0), |(fewest, most), count| {
            (fewest.min(count), most.max(count))
        });
        most as f64 / fewest as f64
    }
}
