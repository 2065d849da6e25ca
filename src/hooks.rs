//! What stands behind [`Hooks`](crate::Hooks) and validation: whether an entity has some, and when they run.

#[cfg(feature = "garde-0_23")]
pub use crate::entity::GardeRules;
pub use crate::entity::{HookSet, Moment, NoHooks, OwnHooks};
