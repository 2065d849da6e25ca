use ddbx_core::{Operation, limits};

/// The largest bodies of answers that are read, in bytes; a larger one is an error, and not read.
///
/// ```
/// use ddbx::PoolOptions;
/// use ddbx::transport::ResponseLimits;
///
/// let options = PoolOptions::new().response_limits(ResponseLimits { page: 4 << 20, ..ResponseLimits::default() });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseLimits {
    /// Of pages and everything else. Default: 16 MiB.
    pub page: usize,
    /// Of `TransactGetItems`. Default: 48 MiB.
    pub transact_get: usize,
    /// Of `BatchGetItem`. Default: 128 MiB.
    pub batch_get: usize,
}

impl Default for ResponseLimits {
    fn default() -> Self {
        Self {
            page: limits::RESPONSE_BYTES,
            transact_get: limits::TRANSACT_GET_RESPONSE_BYTES,
            batch_get: limits::BATCH_GET_RESPONSE_BYTES,
        }
    }
}

impl ResponseLimits {
    pub(super) fn of(&self, operation: Operation) -> usize {
        match operation {
            Operation::BatchGetItem => self.batch_get,
            Operation::TransactGetItems => self.transact_get,
            _ => self.page,
        }
    }
}
