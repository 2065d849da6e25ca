use super::FaultCode;

/// What kind of event a fault was: what is known of the request's fate, and what would help it.
///
/// ```
/// use ddbx_core::fault::{FaultCode, Nature};
///
/// assert_eq!(FaultCode::Validation.nature(400), Nature::Rejected);
/// assert_eq!(FaultCode::InternalServerError.nature(500), Nature::Ambiguous);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// Nobody can say whether the request was carried out. Repeat it only if its safety allows.
    Ambiguous,
    /// Not carried out, because another writer was at the item. Repeat it after a delay.
    Conflict,
    /// Not carried out, because the credentials or the signature were out of date. Refresh them, correct the clock,
    /// and repeat it once.
    Expired,
    /// The same request, known by its token, is being carried out. Repeat it until it is done.
    InProgress,
    /// Not carried out, and a repeat would fare the same.
    Rejected,
    /// Not carried out, for want of capacity. Repeat it at the rate that is accepted.
    Throttled,
}

impl FaultCode {
    /// What kind of event a fault with this code and this HTTP status was.
    ///
    /// A known code decides, unless the status contradicts it. One below 400 contradicts any error; one of 5xx
    /// contradicts a refusal, for it says that the server failed, but not a throttle. Then nothing is sure, and the
    /// fault is ambiguous. An unknown code leaves it to the status: 429 is a throttle, 408 leaves it open, the rest of 4xx is a rejection.
    /// 501, not implemented, is the one 5xx that says that nothing was done. A cancelled transaction is judged by its
    /// reasons: see [`Fault::nature`](super::Fault::nature).
    ///
    /// ```
    /// use ddbx_core::fault::{FaultCode, Nature};
    ///
    /// let unknown = FaultCode::parse("SomethingNew");
    /// assert_eq!(unknown.nature(400), Nature::Rejected);
    /// assert_eq!(unknown.nature(500), Nature::Ambiguous);
    /// ```
    #[must_use]
    // A code that joins the list must be thought about here: a wildcard would decide for it in silence.
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub fn nature(&self, status: u16) -> Nature {
        let by_code = match self {
            Self::InternalFailure
            | Self::InternalServerError
            | Self::RequestAborted
            | Self::RequestTimeout
            | Self::ServiceUnavailable => Nature::Ambiguous,

            Self::ReplicatedWriteConflict | Self::TransactionConflict => Nature::Conflict,

            Self::ExpiredToken
            | Self::InvalidClientTokenId
            | Self::InvalidSignature
            | Self::RequestExpired
            | Self::RequestTimeTooSkewed
            | Self::UnrecognizedClient => Nature::Expired,

            Self::TransactionInProgress => Nature::InProgress,

            Self::LimitExceeded
            | Self::ProvisionedThroughputExceeded
            | Self::RequestLimitExceeded
            | Self::Throttling => Nature::Throttled,

            Self::AccessDenied
            | Self::BackupInUse
            | Self::BackupNotFound
            | Self::ConditionalCheckFailed
            | Self::ContinuousBackupsUnavailable
            | Self::DuplicateItem
            | Self::ExpiredIterator
            | Self::ExportConflict
            | Self::ExportNotFound
            | Self::GlobalTableAlreadyExists
            | Self::GlobalTableNotFound
            | Self::IdempotentParameterMismatch
            | Self::ImportConflict
            | Self::ImportNotFound
            | Self::IncompleteSignature
            | Self::IndexNotFound
            | Self::InvalidEndpoint
            | Self::InvalidExportTime
            | Self::InvalidRestoreTime
            | Self::ItemCollectionSizeLimitExceeded
            | Self::MalformedHttpRequest
            | Self::MissingAuthenticationToken
            | Self::NotAuthorized
            | Self::OptInRequired
            | Self::PointInTimeRecoveryUnavailable
            | Self::PolicyNotFound
            | Self::ReplicaAlreadyExists
            | Self::ReplicaNotFound
            | Self::RequestEntityTooLarge
            | Self::ResourceInUse
            | Self::ResourceNotFound
            | Self::Serialization
            | Self::TableAlreadyExists
            | Self::TableInUse
            | Self::TableNotFound
            | Self::TransactionCanceled
            | Self::TrimmedDataAccess
            | Self::UnknownOperation
            | Self::Validation => Nature::Rejected,

            Self::Other(_) if status == 408 => Nature::Ambiguous,
            Self::Other(_) if status == 429 => Nature::Throttled,
            Self::Other(_) => Nature::Rejected,
        };
        match status {
            400..=499 | 501 => by_code,
            500..=599 if by_code == Nature::Throttled => by_code,
            _ => Nature::Ambiguous,
        }
    }
}
