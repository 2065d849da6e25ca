//! Whole calls to a server on loopback: CPU time, throughput and the tail, and what they are made of.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

mod calls;
mod heap;
mod signing;

use std::path::Path;

use ddbx_benches::stub::Address;
use ddbx_benches::verdict::Table;
use ddbx_benches::{Result, launch};

fn main() -> Result<()> {
    launch::against(Path::new(env!("CARGO_BIN_EXE_stub")), measure)
}

fn measure(server: Address, authority: &Path) -> Result<()> {
    let title = "Wire: whole calls over loopback, medians of interleaved rounds";
    let mut table = Table::new(title, "figure (half of the rounds)");
    calls::rows(&mut table, server, authority)?;
    heap::rows(&mut table)?;
    signing::rows(&mut table)?;
    println!("{table}");
    Ok(())
}
