use std::sync::Arc;

use ddbx_core::Error;

use crate::ops::ConsumedCapacity;

/// What reading many keys has taken so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) requests: u64,
    pub(crate) capacity: Vec<ConsumedCapacity>,
    /// The first error for which keys were left unprocessed; none where DynamoDB only gave them back.
    pub(crate) cause: Option<Arc<Error>>,
}

impl Tally {
    pub(super) fn add_capacity(&mut self, consumed: &[ConsumedCapacity]) {
        ConsumedCapacity::add_all(&mut self.capacity, consumed);
    }
}
