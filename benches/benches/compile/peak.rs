//! The most memory that a compiler takes. Cargo is told that this program wraps the compiler, and it starts the compiler
//! and watches it.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, exit};
use std::thread::sleep;
use std::time::Duration;

use ddbx_benches::Result;

/// Says that this program is called as a compiler, and where it writes what it has seen.
const FILE: &str = "DDBX_BENCH_PEAK";

/// Where to write, if this is called as a compiler.
pub(crate) fn asked() -> Option<OsString> {
    std::env::var_os(FILE)
}

/// Has cargo call this program.
pub(crate) fn ask(cargo: &mut Command, file: &Path) {
    cargo.env(FILE, file);
    if let Ok(program) = std::env::current_exe() {
        cargo.env("RUSTC_WRAPPER", program);
    }
}

/// Calls the compiler that the arguments name, and writes what it took.
pub(crate) fn compile(file: &Path) -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let compiler = arguments.next().ok_or("a wrapper is told what it wraps")?;
    let mut child = Command::new(compiler).args(arguments).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        // What the kernel says is the most there was until now: only what comes in the last moments is missed.
        most = fs::read_to_string(&status)
            .ok()
            .as_deref()
            .and_then(high_water)
            .unwrap_or(most);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        pause();
    };
    writeln!(OpenOptions::new().append(true).open(file)?, "{most}")?;
    exit(ended.code().unwrap_or(1));
}

#[expect(clippy::disallowed_methods, reason = "the compiler lives by the real clock")]
fn pause() {
    sleep(Duration::from_millis(2));
}

/// The line `VmHWM:   123456 kB`, in bytes.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// What was written; not a number where the kernel does not say.
pub(crate) fn answer(file: &Path) -> Result<f64> {
    let written = fs::read_to_string(file)?;
    let most = written.lines().filter_map(|line| line.parse::<u64>().ok()).max();
    Ok(most.filter(|most| *most > 0).map_or(f64::NAN, |most| most as f64))
}
