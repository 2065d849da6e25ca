use ddbx_core::error::FailureClass;
use ddbx_core::fault::Nature;
use ddbx_core::{Error, ErrorKind, Fault};

/// Why an attempt failed, as far as a decision about repeating it needs to know.
///
/// ```
/// use ddbx_core::{Error, Operation, Request, Response};
/// use ddbx_middleware::retry::Cause;
///
/// let request = Request::new(Operation::UpdateItem, "{}");
/// let error = Error::from_response(&request, &Response::new(500, r#"{"__type":"InternalServerError"}"#));
/// assert_eq!(Cause::of(&error), Cause::Ambiguous);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Some of it was sent and no clean answer came: nobody knows whether it was carried out.
    Ambiguous,
    /// Another writer was at the item.
    Conflict,
    /// It would fare the same if it were repeated, or must not be.
    Final,
    /// The same transaction, known by its token, is being carried out.
    InProgress,
    /// There was no connection, and not a byte was sent.
    NotSent,
    /// Capacity was used up.
    Throttled,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Ambiguous,
        Self::Conflict,
        Self::Final,
        Self::InProgress,
        Self::NotSent,
        Self::Throttled,
    ];

    /// The cause of an attempt's failure.
    ///
    /// What a limiter shed and what waited in vain for a place in the pool is [`Final`](Self::Final): waiting longer is
    /// what was decided against.
    #[must_use]
    // A class or a nature that joins must be thought about here: a wildcard would decide for it in silence.
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub fn of(error: &Error) -> Self {
        match error.class() {
            Some(FailureClass::NotSent) if error.kind() == ErrorKind::Connection => Self::NotSent,
            None | Some(FailureClass::NotSent) => Self::Final,
            Some(FailureClass::Ambiguous) => Self::Ambiguous,
            Some(FailureClass::Throttled) => Self::Throttled,
            Some(FailureClass::Rejected) => match error.fault().map(Fault::nature) {
                Some(Nature::Conflict) => Self::Conflict,
                Some(Nature::InProgress) => Self::InProgress,
                // An expired signature was mended and repeated below, once.
                None | Some(Nature::Ambiguous | Nature::Expired | Nature::Rejected | Nature::Throttled) => Self::Final,
            },
        }
    }
}
