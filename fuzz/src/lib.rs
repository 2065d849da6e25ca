//! The checks of `tests/fuzz/checks/`, for the fuzz targets.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "what panics is found")]

#[path = "../../tests/fuzz/checks/mod.rs"]
mod checks;

/// Runs the check of this name.
pub fn check(name: &str, bytes: &[u8]) {
    checks::named(name)(bytes);
}
