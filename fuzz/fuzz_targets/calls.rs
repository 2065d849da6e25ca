#![no_main]
#![allow(clippy::unwrap_used, reason = "what panics is found")]

#[path = "../../tests/fuzz/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::named("calls")(bytes));
