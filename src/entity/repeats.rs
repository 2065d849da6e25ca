//! What a caller may say of any typed write, written once.

/// Writes `idempotent` and `at_most_once` into an `impl` block of a statement with the field `safety`.
macro_rules! repeats {
    () => {
        /// Vouches that it may be sent again when an answer was lost: the item, and what the caller makes of the answer,
        /// are the same whether it was applied once or twice.
        ///
        /// Without it, the statement's own changes and conditions decide: see [`safety`](mod@crate::safety).
        pub fn idempotent(mut self) -> Self {
            self.safety = Some(ddbx_core::Safety::Repeatable);
            self
        }

        /// Forbids to send it again when an answer was lost, as a repeat may land after another writer's change and
        /// overwrite that. Then the outcome is unknown: [`Error::is_unknown`](crate::Error::is_unknown).
        pub fn at_most_once(mut self) -> Self {
            self.safety = Some(ddbx_core::Safety::Unsafe);
            self
        }
    };
}

/// Writes `at` and `include_expired` into an `impl` block of a statement with the fields `at` and `condition`.
macro_rules! times {
    () => {
        /// The time that managed fields are written with, and expiry goes by. Default: the
        /// [executor's](crate::Executor::now).
        pub fn at(mut self, time: std::time::SystemTime) -> Self {
            self.at = Some(time);
            self
        }

        /// Takes an item that has expired, and that DynamoDB has not deleted yet, for one that is there. Without it, such
        /// an item is none, for the write and its conditions.
        pub fn include_expired(mut self) -> Self {
            self.condition.include_expired();
            self
        }
    };
}

pub(super) use {repeats, times};
