//! One load on one table.

use std::time::Duration;

use ddbx_benches::Result;
use tokio::runtime::Handle;

use super::bucket::{Capacity, supply};
use super::callers::{self, Report};
use super::clients::Client;
use super::server::{Seen, Server};

pub(super) const TABLE: &str = "orders";

/// Callers, what they ask for, and for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scenario {
    pub(super) callers: usize,
    pub(super) capacity: Capacity,
    pub(super) lasts: Duration,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) scenario: Scenario,
    pub(super) report: Report,
    pub(super) seen: Seen,
}

impl Scenario {
    pub(super) async fn run(self, client: Client, thread: Handle) -> Result<Run> {
        let server = Server::start(&thread, &[(TABLE, self.capacity)]).await?;
        let call = client.of(&server)?;
        let report = callers::start(&call, TABLE, self.callers, server.start_time(), self.lasts)
            .end()
            .await;
        Ok(Run {
            scenario: self,
            report,
            seen: server.seen(TABLE),
        })
    }
}

impl Run {
    /// What succeeded in time of all that the table can have taken, its burst included.
    pub(super) fn goodput(&self) -> f64 {
        let Scenario { capacity, lasts, .. } = self.scenario;
        self.report.successes(Duration::ZERO, lasts) as f64 / supply(capacity, lasts)
    }

    /// Successes per second.
    pub(super) fn rate(&self, from: Duration, to: Duration) -> f64 {
        self.report.successes(from, to) as f64 / (to - from).as_secs_f64()
    }

    pub(super) fn requests_per_success(&self) -> f64 {
        self.seen.requests() as f64 / self.report.total() as f64
    }

    /// The same, of what came to the server from then on.
    pub(super) fn requests_per_success_after(&self, from: Duration) -> f64 {
        let after = |times: &[Duration]| times.iter().filter(|at| **at >= from).count() as f64;
        let accepted = after(&self.seen.accepted);
        (accepted + after(&self.seen.throttled)) / accepted
    }
}
