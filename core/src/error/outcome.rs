/// What a request that failed did to the table.
///
/// Reads apply nothing, so a failed read is [`NotApplied`](Self::NotApplied).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The write took effect, although the call failed: its answer could not be read, for one.
    Applied,
    /// Nothing changed.
    NotApplied,
    /// Nobody knows: the write was sent, and its answer never came. Read before you repeat it.
    Unknown,
}

/// What is known of one failed attempt, before anything is decided about repeating it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// Some of it was sent and no clean answer came: reset, timeout, 5xx, an answer cut short.
    Ambiguous,
    /// Not a byte was sent: no connection, no free place in the pool, a shut pool.
    NotSent,
    /// DynamoDB refused it (4xx).
    Rejected,
    /// DynamoDB refused it for now: capacity was used up.
    Throttled,
}
