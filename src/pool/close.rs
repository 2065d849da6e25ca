use ddbx_core::{Error, Operation, Outcome, Request};

/// What was still under way when a pool's [`close`](super::Pool::close) had waited long enough.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = ddbx::Pool::connect("dynamodb::memory:").await?;
/// let report = pool.close().await;
/// assert!(report.is_clean());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseReport {
    /// The requests that were ended, in the order in which they ended. Their callers got errors that say the same.
    pub ended: Vec<EndedRequest>,
    /// How many requests had not ended when closing gave up: their futures are held and no longer polled.
    pub unended: usize,
}

impl CloseReport {
    /// Whether every request had come to its own end.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.ended.is_empty() && self.unended == 0
    }
}

/// A request that closing its pool has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndedRequest {
    /// What it was to do.
    pub operation: Operation,
    /// The table, where it was one.
    pub table: Option<String>,
    /// What it did: a write that had been sent is unknown.
    pub outcome: Outcome,
}

impl EndedRequest {
    pub(super) fn of(request: &Request, error: &Error) -> Self {
        Self {
            operation: request.operation,
            table: request.tables.single().map(|table| String::from(&**table)),
            outcome: error.outcome(),
        }
    }
}
