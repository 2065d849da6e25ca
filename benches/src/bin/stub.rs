//! The server that the benchmarks of the wire talk to. Its argument is the file to write a certificate to.

use std::path::Path;

use ddbx_benches::{Result, stub};

fn main() -> Result<()> {
    let file = std::env::args_os()
        .nth(1)
        .ok_or("the file for the certificate is missing")?;
    stub::serve(Path::new(&file))
}
