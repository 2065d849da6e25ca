//! What became of a write, and whether it may be sent again.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod safety;
