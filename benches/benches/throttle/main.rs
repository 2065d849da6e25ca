//! A throttled table over loopback: how much of its capacity callers get, and for how many requests.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

mod bucket;
mod callers;
mod clients;
mod idle;
mod rows;
mod scenario;
mod server;

use ddbx_benches::Result;
use ddbx_benches::verdict::Table;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let title = "Throttle: callers that want more than a table has, over loopback";
    let mut table = Table::against("SDK: standard, adaptive", title, "figure");
    runtime.block_on(rows::all(&mut table))?;
    println!("{table}");
    Ok(())
}
