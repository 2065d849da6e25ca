//! Entities on the embedded engine: what is stored, what is read back, what is refused.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]

#[path = "../engines/engine.rs"]
mod engine;

mod attribute;
mod condition;
mod earthquake;
mod key;
mod query;
mod refusal;
mod table;

mod verb;

/// The whole chain of causes, as a person reads it.
fn chain(error: &ddbx::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
