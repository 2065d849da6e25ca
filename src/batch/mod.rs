//! Many items at once: what [`get_many`](fn@crate::get_many) answers, and the keys it leaves over.

mod chunk;
mod flow;
mod identity;
mod options;
mod read_keys;
mod tally;
mod unprocessed;

#[cfg(test)]
mod tests;

pub(crate) use flow::{Answered, Flow, Keys};
pub(crate) use options::ReadOptions;
pub(crate) use read_keys::{decode, read_keys};
pub(crate) use tally::Tally;
pub use unprocessed::UnprocessedKeys;
pub(crate) use unprocessed::{Given, Unprocessed};

pub use crate::entity::{Answer, Answers, GetManyReport};

use bytes::Bytes;

/// What DynamoDB says to a key.
#[derive(Clone, Debug)]
pub(crate) enum RawAnswer {
    /// The item, not read yet: several inputs may have asked for it.
    Found(Bytes),
    Missing,
    Unprocessed,
}
