#![no_main]
#![allow(dead_code, clippy::unwrap_used, reason = "one target uses one check, and what panics is found")]

#[path = "../../tests/fuzz/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::urls(bytes));
