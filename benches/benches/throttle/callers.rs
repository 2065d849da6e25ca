//! Callers that have one request at a time and do not pause after an error, as bulk loaders do.

use std::time::{Duration, Instant};

use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use ddbx_benches::Result;

use super::clients::Call;

/// What callers of one table saw.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Of each caller: when its requests succeeded, since the start, and how long they took.
    callers: Vec<Vec<(Duration, Duration)>>,
    errors: usize,
}

/// Lets so many callers ask for a table until the end.
pub(super) async fn run(
    call: Call,
    table: &'static str,
    callers: usize,
    start: Instant,
    end: Duration,
) -> Result<Report> {
    let tasks: Vec<_> = (0..callers)
        .map(|_| tokio::spawn(caller(call.clone(), table, start, end)))
        .collect();
    let mut report = Report::default();
    for task in tasks {
        let (successes, errors) = task.await?;
        report.callers.push(successes);
        report.errors += errors;
    }
    Ok(report)
}

async fn caller(call: Call, table: &'static str, start: Instant, end: Duration) -> (Vec<(Duration, Duration)>, usize) {
    let (mut successes, mut errors) = (Vec::new(), 0);
    loop {
        let asked = TokioClock.now();
        if asked - start >= end {
            return (successes, errors);
        }
        if call(table).await {
            let now = TokioClock.now();
            successes.push((now - start, now - asked));
        } else {
            errors += 1;
        }
    }
}

impl Report {
    /// Successes in this time.
    pub(super) fn successes(&self, from: Duration, to: Duration) -> usize {
        let all = self.callers.iter().flatten();
        all.filter(|(at, _)| (from..to).contains(at)).count()
    }

    /// All of them, also those that came after the end.
    pub(super) fn total(&self) -> usize {
        self.callers.iter().map(Vec::len).sum()
    }

    pub(super) fn error_percent(&self) -> f64 {
        100.0 * self.errors as f64 / (self.errors + self.total()) as f64
    }

    pub(super) fn p99(&self) -> Duration {
        let mut times: Vec<_> = self.callers.iter().flatten().map(|(_, took)| *took).collect();
        times.sort_unstable();
        times.get(times.len() * 99 / 100).copied().unwrap_or(Duration::MAX)
    }

    /// The successes of the caller that had the most over those of the one that had the fewest.
    pub(super) fn unfairness(&self, from: Duration, to: Duration) -> f64 {
        let counts = self.callers.iter().map(|caller| {
            let within = caller.iter().filter(|(at, _)| (from..to).contains(at));
            within.count()
        });
        let (fewest, most) = counts.fold((usize::MAX, 0), |(fewest, most), count| {
            (fewest.min(count), most.max(count))
        });
        most as f64 / fewest as f64
    }
}
