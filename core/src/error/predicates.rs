use super::{Error, ErrorKind, FailureClass, Outcome};
use crate::fault::Nature;

impl Error {
    /// Whether the condition of a write was false. The item that made it so is in [`old_item`](Self::old_item).
    ///
    /// It includes [`is_stale`](Self::is_stale), where the condition is that the version is the one that was read.
    #[must_use]
    pub fn is_condition_failed(&self) -> bool {
        matches!(self.kind(), ErrorKind::ConditionFailed | ErrorKind::Stale)
    }

    /// Whether another writer changed the item since it was read, or deleted it: its version is another one. Read it
    /// again, and decide again.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.kind() == ErrorKind::Stale
    }

    /// Whether an item that must exist does not. A missing table is [`is_table_not_found`](Self::is_table_not_found).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether the table does not exist.
    #[must_use]
    pub fn is_table_not_found(&self) -> bool {
        self.kind() == ErrorKind::TableNotFound
    }

    /// Whether capacity was used up.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.kind() == ErrorKind::Throttled
    }

    /// Whether time ran out: for an answer, or for a free connection.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind(), ErrorKind::PoolTimeout | ErrorKind::Timeout)
    }

    /// Whether nobody knows if the write was applied: `outcome()` is [`Outcome::Unknown`].
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.outcome() == Outcome::Unknown
    }

    /// Whether the pool was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.kind() == ErrorKind::Closed
    }

    /// Whether the input was refused before anything was sent.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self.kind(), ErrorKind::Encode | ErrorKind::Invalid)
    }

    /// Whether a sealed cursor was refused: it is damaged or forged, was made for another query or for somebody else, or
    /// has expired. Nothing was sent. Its user can only begin again, without it.
    ///
    /// ```
    /// use ddbx_core::{Error, ErrorKind};
    ///
    /// fn status(error: &Error) -> u16 {
    ///     if error.is_invalid_cursor() { 400 } else { 500 }
    /// }
    ///
    /// assert_eq!(status(&Error::new(ErrorKind::InvalidCursor, "the sealed cursor has expired")), 400);
    /// ```
    #[must_use]
    pub fn is_invalid_cursor(&self) -> bool {
        self.kind() == ErrorKind::InvalidCursor
    }

    /// Whether an item or an answer does not fit its Rust type.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the same request may succeed if it is sent again, and does no harm if it was applied before.
    ///
    /// A write whose outcome is unknown is retryable only if its [safety](crate::Safety) says so.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        // Whatever was sent before.
        if matches!(self.kind(), ErrorKind::Closed | ErrorKind::TokenExpired) {
            return false;
        }
        let is_passing = || {
            self.fault()
                .is_some_and(|fault| matches!(fault.nature(), Nature::Conflict | Nature::InProgress))
        };
        if self.is_unknown() {
            // A repeat that was refused would be refused again, and then nothing would be left to say that an attempt before
            // it was lost.
            let is_refused = self.class() == Some(FailureClass::Rejected) && !is_passing();
            return self.0.repeatable && !is_refused;
        }
        match self.class() {
            None => false,
            Some(FailureClass::NotSent) => !matches!(self.kind(), ErrorKind::Configuration | ErrorKind::PoolTimeout),
            Some(FailureClass::Throttled) => true,
            Some(FailureClass::Ambiguous) => self.0.repeatable,
            Some(FailureClass::Rejected) => is_passing(),
        }
    }
}
