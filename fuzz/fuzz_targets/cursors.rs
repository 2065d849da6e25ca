#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ddbx_fuzz::check("cursors", bytes));
