//! What callers are told of their writes, against what the server did.
//!
//! Each test against the ledger has a control: the same run through the official SDK with its own retries, or with one
//! protection less, which the same judge must find guilty.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod chaos;
mod counter;
mod exactly_once;
mod history;
mod races;
mod repeats;
mod run;
mod safety;
mod sdk;
mod sequences;
mod tokens;
mod versions;
