/// What kind of error it is, for `match`; most callers want a predicate such as
/// [`Error::is_condition_failed`](super::Error::is_condition_failed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The credentials are missing, wrong or expired.
    Authentication,
    /// The credentials do not allow the operation.
    AccessDenied,
    /// The pool is closed.
    Closed,
    /// The condition of a write was false.
    ConditionFailed,
    /// A URL, an option or a feature is wrong or missing.
    Configuration,
    /// No connection could be made, or it broke.
    Connection,
    /// An item or an answer does not fit the Rust type.
    Decode,
    /// A value cannot be stored in DynamoDB.
    Encode,
    /// A token was used before with another transaction.
    IdempotencyMismatch,
    /// A hook of the entity failed.
    Hook,
    /// DynamoDB failed (5xx).
    Internal,
    /// Input that was refused before anything was sent.
    Invalid,
    /// A sealed cursor that does not go on here, or has expired.
    InvalidCursor,
    /// The items of one partition key outgrew a local index (10 GB).
    ItemCollectionTooLarge,
    /// A layer of the application failed.
    Layer,
    /// A limit of the account or of the control plane.
    LimitExceeded,
    /// No such item.
    NotFound,
    /// Another fault of DynamoDB: see [`Error::fault`](super::Error::fault).
    Other,
    /// The answer to an attempt was lost, and what came after cannot tell whether the write was applied.
    OutcomeUnknown,
    /// No connection became free in time.
    PoolTimeout,
    /// The table, index or stream is busy or exists already.
    ResourceInUse,
    /// No such index, stream, backup or other resource.
    ResourceNotFound,
    /// Another writer changed the item since it was read: its version is another one.
    Stale,
    /// No such table.
    TableNotFound,
    /// Capacity is used up.
    Throttled,
    /// The deadline passed.
    Timeout,
    /// A token that makes a repeated write harmless is older than ten minutes, and does so no more.
    TokenExpired,
    /// More than one item where one was asked for.
    TooManyItems,
    /// A transaction was cancelled: see [`Error::cancellations`](super::Error::cancellations).
    TransactionCancelled,
    /// Another transaction holds the item.
    TransactionConflict,
    /// An answer that is not DynamoDB's.
    UnexpectedResponse,
    /// The engine does not have the operation.
    Unsupported,
    /// DynamoDB refused the request as malformed.
    Validation,
}

use crate::fault::{Fault, FaultCode};
use crate::operation::{Operation, Service};

/// The kind a fault is reported as. New codes must be placed here before they compile.
#[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
pub(super) fn of_fault(fault: &Fault, operation: Operation) -> ErrorKind {
    match fault.code() {
        FaultCode::AccessDenied | FaultCode::NotAuthorized | FaultCode::OptInRequired => ErrorKind::AccessDenied,

        FaultCode::ConditionalCheckFailed | FaultCode::DuplicateItem => ErrorKind::ConditionFailed,

        FaultCode::ExpiredToken
        | FaultCode::IncompleteSignature
        | FaultCode::InvalidClientTokenId
        | FaultCode::InvalidSignature
        | FaultCode::MissingAuthenticationToken
        | FaultCode::RequestExpired
        | FaultCode::RequestTimeTooSkewed
        | FaultCode::UnrecognizedClient => ErrorKind::Authentication,

        FaultCode::IdempotentParameterMismatch => ErrorKind::IdempotencyMismatch,

        FaultCode::InternalFailure
        | FaultCode::InternalServerError
        | FaultCode::RequestAborted
        | FaultCode::ServiceUnavailable => ErrorKind::Internal,

        FaultCode::ItemCollectionSizeLimitExceeded => ErrorKind::ItemCollectionTooLarge,

        FaultCode::LimitExceeded => ErrorKind::LimitExceeded,

        FaultCode::BackupInUse
        | FaultCode::ExportConflict
        | FaultCode::GlobalTableAlreadyExists
        | FaultCode::ImportConflict
        | FaultCode::ReplicaAlreadyExists
        | FaultCode::ResourceInUse
        | FaultCode::TableAlreadyExists
        | FaultCode::TableInUse => ErrorKind::ResourceInUse,

        // The same code stands for a missing table, and for a missing stream or shard.
        FaultCode::ResourceNotFound if operation.service() == Service::DynamoDb => ErrorKind::TableNotFound,
        FaultCode::TableNotFound => ErrorKind::TableNotFound,

        FaultCode::BackupNotFound
        | FaultCode::ExportNotFound
        | FaultCode::GlobalTableNotFound
        | FaultCode::ImportNotFound
        | FaultCode::IndexNotFound
        | FaultCode::PolicyNotFound
        | FaultCode::ReplicaNotFound
        | FaultCode::ResourceNotFound => ErrorKind::ResourceNotFound,

        FaultCode::ProvisionedThroughputExceeded | FaultCode::RequestLimitExceeded | FaultCode::Throttling => {
            ErrorKind::Throttled
        }

        FaultCode::RequestTimeout => ErrorKind::Timeout,

        FaultCode::TransactionCanceled => ErrorKind::TransactionCancelled,

        FaultCode::ReplicatedWriteConflict | FaultCode::TransactionConflict | FaultCode::TransactionInProgress => {
            ErrorKind::TransactionConflict
        }

        FaultCode::UnknownOperation => ErrorKind::Unsupported,

        FaultCode::InvalidExportTime
        | FaultCode::InvalidRestoreTime
        | FaultCode::MalformedHttpRequest
        | FaultCode::RequestEntityTooLarge
        | FaultCode::Serialization
        | FaultCode::Validation => ErrorKind::Validation,

        FaultCode::Other(_) if fault.status() >= 500 => ErrorKind::Internal,
        FaultCode::Other(_) if fault.status() == 429 => ErrorKind::Throttled,
        FaultCode::Other(_) if fault.status() == 408 => ErrorKind::Timeout,
        FaultCode::ContinuousBackupsUnavailable
        | FaultCode::ExpiredIterator
        | FaultCode::InvalidEndpoint
        | FaultCode::Other(_)
        | FaultCode::PointInTimeRecoveryUnavailable
        | FaultCode::TrimmedDataAccess => ErrorKind::Other,
    }
}
