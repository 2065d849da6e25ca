//! Whole calls to a server on loopback: CPU time, throughput and the tail, and what they are made of.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

mod calls;
mod heap;
mod signing;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use ddbx_benches::Result;
use ddbx_benches::stub::{Address, Stub};
use ddbx_benches::verdict::Table;

/// Set for the process that measures: the address of the server it measures against.
const SERVER: &str = "DDBX_BENCH_SERVER";
/// What both sides take the authority of the server's certificate from: the SDK the first, the pool the second.
const AUTHORITY: [&str; 2] = ["SSL_CERT_FILE", "AWS_CA_BUNDLE"];

fn main() -> Result<()> {
    match env::var(SERVER) {
        Ok(address) => measure(Address::parse(&address).ok_or("no address of a server")?),
        Err(_) => launch(),
    }
}

/// Starts the server, and this program again in an environment in which both sides trust it.
fn launch() -> Result<()> {
    let stub = Stub::start(Path::new(env!("CARGO_BIN_EXE_stub")))?;
    let mut measuring = Command::new(env::current_exe()?);
    // Whatever the user has set for AWS or a proxy would change what is measured.
    let of_user = |name: &str| name.starts_with("AWS_") || name.to_ascii_lowercase().ends_with("_proxy");
    for (name, _) in env::vars_os().filter(|(name, _)| of_user(&name.to_string_lossy())) {
        measuring.env_remove(name);
    }
    for name in AUTHORITY {
        measuring.env(name, stub.authority());
    }
    let status = measuring.env(SERVER, stub.address().to_string()).status()?;
    if !status.success() {
        return Err("the measurement failed".into());
    }
    Ok(())
}

fn measure(server: Address) -> Result<()> {
    let authority = PathBuf::from(env::var_os(AUTHORITY[0]).ok_or("no authority for the certificate")?);
    let title = "Wire: whole calls over loopback, medians of interleaved rounds";
    let mut table = Table::new(title, "figure (half of the rounds)");
    calls::rows(&mut table, server, &authority)?;
    heap::rows(&mut table)?;
    signing::rows(&mut table)?;
    println!("{table}");
    Ok(())
}
