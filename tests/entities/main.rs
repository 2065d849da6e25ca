//! Entities on an engine: what is stored, what is read back, what is refused.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]

#[path = "../engines/engine.rs"]
mod engine;

mod attribute;
mod condition;
mod earthquake;
mod enums;
mod key;
mod query;
mod refusal;
mod shared;
mod table;

mod verb;
mod write_id;

/// What an error says, with the table as the entity calls it.
///
/// On a server, `#[ddbx::test]` puts `ddbx-test-` and twelve digits before the names of a test's tables.
fn message(error: &ddbx::Error) -> String {
    let text = error.to_string();
    match text.split_once("ddbx-test-") {
        Some((before, after)) => format!("{before}{}", after.split_once('-').unwrap().1),
        None => text,
    }
}

/// The whole chain of causes, as a person reads it.
fn chain(error: &ddbx::Error) -> String {
    let mut text = message(error);
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
