//! What the fuzz targets check, for a few thousand mutations of their seeds: in seconds, without a nightly compiler.
//! `fuzz/README.md` says how to run the targets themselves.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod checks;
mod mutate;

use std::panic::AssertUnwindSafe;
use std::path::Path;

use mutate::Mutator;

/// Mutations of each check's seeds. `DDBX_FUZZ_ROUNDS` sets another number.
const ROUNDS: usize = 3_000;

/// The same ones each time, unless `DDBX_FUZZ_SEED` sets another.
const SEED: u64 = 0x5eed_0000_ddb0;

fn set(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/seeds")
        .join(name);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // Folders have an order of their own on each machine.
    paths.sort();
    let seeds: Vec<_> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(seeds.len() > 5, "the seeds of `{name}` are gone");
    seeds
}

fn smoke(name: &str) {
    // Calls read answers.
    let seeds = seeds(if name == "calls" { "answers" } else { name });
    let check = checks::named(name);
    let mut mutator = Mutator::new(set("DDBX_FUZZ_SEED").unwrap_or(SEED), &seeds);
    let rounds = set("DDBX_FUZZ_ROUNDS").map_or(ROUNDS, |rounds| rounds.try_into().unwrap());
    let mutated = (0..rounds).map(|_| mutator.next());
    for bytes in seeds.iter().cloned().chain(mutated) {
        let result = std::panic::catch_unwind(AssertUnwindSafe(|| check(&bytes)));
        // What went wrong stands above it.
        assert!(result.is_ok(), "`{name}` fails for: {}", bytes.escape_ascii());
    }
}

#[test]
fn answers() {
    smoke("answers");
}

#[test]
fn calls() {
    smoke("calls");
}

#[test]
fn cursors() {
    smoke("cursors");
}

#[test]
fn items() {
    smoke("items");
}

#[test]
fn requests() {
    smoke("requests");
}

#[test]
fn urls() {
    smoke("urls");
}
