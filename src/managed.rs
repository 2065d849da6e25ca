//! The fields whose values the library looks after: which types they may have.
//!
//! An entity marks them, `#[entity(version)]`: see the [derive](derive@crate::Entity#managed-fields). A type of your own,
//! an id that is a newtype for one, may be such a field when it implements the trait.

pub use ddbx_core::managed::{Expiry, Stamp, Version};

pub use crate::entity::{GeneratedId, UlidKind, UuidV7};
