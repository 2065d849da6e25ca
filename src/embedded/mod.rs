//! The embedded engine: DynamoDB's operations inside this process, on SQLite, through the crate dynoxide.
//!
//! A request goes in as the name of an operation and its JSON body, and an answer comes out as a status and a JSON
//! body, as they would over HTTP. What stands above this module treats the two alike, and so whatever is tested here is
//! tested on the path that a real request takes.
//!
//! # One thread
//!
//! dynoxide's calls block, and all of them take one lock. They run on one thread of their own, so that a slow one
//! never holds up the caller's runtime, and that thread has a stack of 16 MB: in a debug build, an expression of 4 KB,
//! which is legal, overflows the 2 MB of a runtime's worker and ends the process. Requests wait in a queue of 1,024
//! places, and callers wait for a place. A request whose caller has gone is not run, unless it had already begun.
//! A panic in one request is answered with an `InternalServerError` and leaves the others alone.
//!
//! # Durability
//!
//! [`Engine::memory`] lives as long as its handles do. [`Engine::file`] writes ahead (SQLite's WAL) and syncs at every
//! commit: what was answered with 200 is on the disk, and a process that is killed loses nothing that was answered.
//!
//! # One process to a file
//!
//! dynoxide keeps table definitions in memory, and a second `Database` on the same file would miss changes to its
//! indexes without a word. So opens of one file within a process share one engine, and a second process is refused
//! ([`OpenError::InUse`]) by a lock on `<file>.lock`. The lock ends with the process that holds it, however that
//! process ends. The lock file itself stays: removing it would let two processes hold locks on two files of one name.

mod answer;
mod backend;
mod dispatch;
mod engine;
mod open_error;
mod refusal;
mod registry;
mod store;
#[cfg(test)]
mod tests;

#[cfg(feature = "test-util")]
pub(crate) use self::answer::Answer;
pub(crate) use self::backend::Embedded;
pub(crate) use self::engine::{CallError, Engine};
pub(crate) use self::open_error::OpenError;
