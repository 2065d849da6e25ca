//! The stack above the service: what it costs while nothing fails, in process.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use bytes::Bytes;
use ddbx::transport::{Attempt, Backend};
use ddbx::{Executor as _, Operation, PoolOptions, Request, Response, ScopeOptions};
use ddbx_benches::Result;
use ddbx_benches::race::{race, timed_in_bulk};
use ddbx_benches::verdict::{Goal, Table};

/// Always the same answer.
#[derive(Clone, Debug)]
struct Canned(Response);

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = self.0.clone();
        Box::pin(async move { Ok(response) })
    }
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let backend = Canned(Response::new(200, Bytes::from_static(br#"{"Item":{"id":{"S":"u1"}}}"#)));
    let body = Bytes::from_static(br#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#);
    let request = || Request::new(Operation::GetItem, body.clone()).on("users");
    let (default, slim) = (PoolOptions::new(), PoolOptions::new().without_throttle());
    let mut table = Table::against("without it", "Stack: CPU time of one request, in process", "µs more");
    for (name, options, goal) in [
        (
            "the default stack",
            default,
            Goal::AtMost {
                must: 1.0,
                aim: Some(0.5),
            },
        ),
        ("without the throttle layer", slim, Goal::None),
    ] {
        let pool = options.connect_with(backend.clone());
        let outcome = race(
            || timed_in_bulk(|| Ok(runtime.block_on(pool.execute(request()))?)),
            || timed_in_bulk(|| Ok(runtime.block_on(backend.send(request()))?)),
        )?;
        let above = (outcome.ours.saturating_sub(outcome.peer)).as_secs_f64() * 1e6;
        let times = [outcome.ours, outcome.peer].map(|time| format!("{:.2} µs", time.as_secs_f64() * 1e6));
        table.row(
            format!("{name}, over the bare service"),
            times,
            above,
            format!("{above:.2}"),
            goal,
        );
    }
    let pool = PoolOptions::new().connect_with(backend.clone());
    let outcome = race(
        || timed_in_bulk(|| Ok(pool.with(ScopeOptions::without_throttle))),
        || timed_in_bulk(|| Ok(pool.clone())),
    )?;
    let times = [outcome.ours, outcome.peer].map(|time| format!("{:.2} µs", time.as_secs_f64() * 1e6));
    let scope = outcome.ours.as_secs_f64() * 1e6;
    table.row(
        "`pool.with(..)`, beside a clone of the pool",
        times,
        scope,
        format!("{scope:.2}"),
        Goal::None,
    );
    println!("{table}");
    Ok(())
}
