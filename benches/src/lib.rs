//! Benchmarks of ddbx against what one would write today: the official SDK and `serde_dynamo`. README.md beside this
//! crate says what is measured and how.

pub mod affinity;
pub mod client;
pub mod floor;
pub mod launch;
pub mod load;
pub mod order;
pub mod race;
pub mod sdk;
pub mod stub;
pub mod verdict;

/// What a benchmark's steps return.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
