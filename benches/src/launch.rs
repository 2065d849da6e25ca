//! A measurement against the stub: by this program, started again in an environment in which both sides trust it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::stub::{Address, Stub};

/// Set for the process that measures: the address of the server it measures against.
const SERVER: &str = "DDBX_BENCH_SERVER";
/// What both sides take the authority of the server's certificate from: the SDK the first, the pool the second.
const AUTHORITY: [&str; 2] = ["SSL_CERT_FILE", "AWS_CA_BUNDLE"];

/// Starts the server, and this program again, which then measures.
///
/// # Errors
///
/// A server that does not start, and those of `measure`.
pub fn against(stub: &Path, measure: impl FnOnce(Address, &Path) -> Result<()>) -> Result<()> {
    match env::var(SERVER) {
        Ok(address) => {
            let authority = PathBuf::from(env::var_os(AUTHORITY[0]).ok_or("no authority for the certificate")?);
            measure(Address::parse(&address).ok_or("no address of a server")?, &authority)
        }
        Err(_) => again(stub),
    }
}

fn again(stub: &Path) -> Result<()> {
    let stub = Stub::start(stub)?;
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
