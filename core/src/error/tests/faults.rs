//! Every code of DynamoDB's, held against what it is reported as.

use super::super::{Error, ErrorKind, FailureClass, Outcome};
use super::{SAFETIES, request};
use crate::fault::FaultCode;
use crate::operation::{Operation, Safety};
use crate::request::Request;
use crate::response::Response;

/// Every code once, under its kind and what is known of the attempt.
const CODES: &[(ErrorKind, FailureClass, &[FaultCode])] = {
    use FailureClass::{Ambiguous, Rejected, Throttled};
    use FaultCode as C;
    &[
        (
            ErrorKind::AccessDenied,
            Rejected,
            &[C::AccessDenied, C::NotAuthorized, C::OptInRequired],
        ),
        (
            ErrorKind::Authentication,
            Rejected,
            &[
                C::ExpiredToken,
                C::IncompleteSignature,
                C::InvalidClientTokenId,
                C::InvalidSignature,
                C::MissingAuthenticationToken,
                C::RequestExpired,
                C::RequestTimeTooSkewed,
                C::UnrecognizedClient,
            ],
        ),
        (
            ErrorKind::ConditionFailed,
            Rejected,
            &[C::ConditionalCheckFailed, C::DuplicateItem],
        ),
        (
            ErrorKind::IdempotencyMismatch,
            Rejected,
            &[C::IdempotentParameterMismatch],
        ),
        (
            ErrorKind::Internal,
            Ambiguous,
            &[
                C::InternalFailure,
                C::InternalServerError,
                C::RequestAborted,
                C::ServiceUnavailable,
            ],
        ),
        (
            ErrorKind::ItemCollectionTooLarge,
            Rejected,
            &[C::ItemCollectionSizeLimitExceeded],
        ),
        (ErrorKind::LimitExceeded, Throttled, &[C::LimitExceeded]),
        (
            ErrorKind::Other,
            Rejected,
            &[
                C::ContinuousBackupsUnavailable,
                C::ExpiredIterator,
                C::InvalidEndpoint,
                C::PointInTimeRecoveryUnavailable,
                C::TrimmedDataAccess,
            ],
        ),
        (
            ErrorKind::ResourceInUse,
            Rejected,
            &[
                C::BackupInUse,
                C::ExportConflict,
                C::GlobalTableAlreadyExists,
                C::ImportConflict,
                C::ReplicaAlreadyExists,
                C::ResourceInUse,
                C::TableAlreadyExists,
                C::TableInUse,
            ],
        ),
        (
            ErrorKind::ResourceNotFound,
            Rejected,
            &[
                C::BackupNotFound,
                C::ExportNotFound,
                C::GlobalTableNotFound,
                C::ImportNotFound,
                C::IndexNotFound,
                C::PolicyNotFound,
                C::ReplicaNotFound,
            ],
        ),
        (
            ErrorKind::TableNotFound,
            Rejected,
            &[C::ResourceNotFound, C::TableNotFound],
        ),
        (
            ErrorKind::Throttled,
            Throttled,
            &[C::ProvisionedThroughputExceeded, C::RequestLimitExceeded, C::Throttling],
        ),
        (ErrorKind::Timeout, Ambiguous, &[C::RequestTimeout]),
        (ErrorKind::TransactionCancelled, Rejected, &[C::TransactionCanceled]),
        (
            ErrorKind::TransactionConflict,
            Rejected,
            &[
                C::ReplicatedWriteConflict,
                C::TransactionConflict,
                C::TransactionInProgress,
            ],
        ),
        (ErrorKind::Unsupported, Rejected, &[C::UnknownOperation]),
        (
            ErrorKind::Validation,
            Rejected,
            &[
                C::InvalidExportTime,
                C::InvalidRestoreTime,
                C::MalformedHttpRequest,
                C::RequestEntityTooLarge,
                C::Serialization,
                C::Validation,
            ],
        ),
    ]
};

fn answer(request: &Request, status: u16, code: &FaultCode) -> Error {
    let body = format!(
        r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{}","message":"m"}}"#,
        code.name()
    );
    Error::from_response(request, &Response::new(status, body))
}

#[test]
fn every_code_stands_in_the_table_once() {
    let mut listed: Vec<&str> = CODES
        .iter()
        .flat_map(|(_, _, codes)| codes.iter())
        .map(FaultCode::name)
        .collect();
    listed.sort_unstable();
    let all: Vec<&str> = FaultCode::ALL.iter().map(FaultCode::name).collect();
    assert_eq!(listed, all);
}

#[test]
fn every_code_has_its_kind_its_class_and_its_outcome() {
    for (kind, class, codes) in CODES {
        for code in *codes {
            for safety in SAFETIES {
                for status in [400, 403] {
                    let error = answer(&request(safety), status, code);
                    let is_open = *class == FailureClass::Ambiguous || *code == FaultCode::TransactionInProgress;
                    let unknown = is_open && safety != Safety::Read;
                    assert_eq!(error.kind(), *kind, "{code} {status}");
                    assert_eq!(error.class(), Some(*class), "{code} {status}");
                    let outcome = if unknown { Outcome::Unknown } else { Outcome::NotApplied };
                    assert_eq!(error.outcome(), outcome, "{code} {status} {safety:?}");
                    assert_eq!(error.code(), Some(code));
                    assert_eq!(
                        error.fault().map(|fault| (fault.status(), fault.message())),
                        Some((status, "m"))
                    );
                }
            }
        }
    }
}

/// A code and a status that contradict each other say nothing of a write.
#[test]
fn a_code_that_its_status_contradicts_leaves_the_outcome_open() {
    for code in FaultCode::ALL {
        for (status, kind) in [
            (200, ErrorKind::UnexpectedResponse),
            (201, ErrorKind::UnexpectedResponse),
            (307, ErrorKind::UnexpectedResponse),
            (500, ErrorKind::Internal),
            (503, ErrorKind::Internal),
        ] {
            let error = answer(&request(Safety::Unsafe), status, code);
            let refusal = answer(&request(Safety::Unsafe), 400, code);
            assert_eq!(error.code(), Some(code));
            let fits = match refusal.class() {
                Some(FailureClass::Ambiguous | FailureClass::Throttled) => status >= 500,
                _ => false,
            };
            if fits {
                assert_eq!(
                    (error.kind(), error.class()),
                    (refusal.kind(), refusal.class()),
                    "{code} {status}"
                );
                continue;
            }
            assert_eq!(
                (error.kind(), error.class()),
                (kind, Some(FailureClass::Ambiguous)),
                "{code} {status}"
            );
            assert!(error.is_unknown() && !error.is_retryable(), "{code} {status}");
            let text = error.to_string();
            let expected = format!("the server answered HTTP {status} with an error that does not fit it: {code}: m");
            assert!(text.contains(&expected), "{text}");
        }
    }
}

/// What DynamoDB refused for now, or for what another request was doing, may be sent again; nothing else that it
/// refused.
#[test]
fn every_code_says_whether_to_send_again() {
    for code in FaultCode::ALL {
        let rejected_for_now = matches!(
            code,
            FaultCode::LimitExceeded
                | FaultCode::ProvisionedThroughputExceeded
                | FaultCode::ReplicatedWriteConflict
                | FaultCode::RequestLimitExceeded
                | FaultCode::Throttling
                | FaultCode::TransactionConflict
                | FaultCode::TransactionInProgress
        );
        let ambiguous = matches!(
            code,
            FaultCode::InternalFailure
                | FaultCode::InternalServerError
                | FaultCode::RequestAborted
                | FaultCode::RequestTimeout
                | FaultCode::ServiceUnavailable
        );
        assert_eq!(
            answer(&request(Safety::Unsafe), 400, code).is_retryable(),
            rejected_for_now,
            "{code}"
        );
        assert_eq!(
            answer(&request(Safety::Read), 400, code).is_retryable(),
            rejected_for_now || ambiguous,
            "{code}"
        );
    }
}

/// The same code stands for a missing table and a missing stream: the operation tells them apart.
#[test]
fn a_missing_stream_is_no_missing_table() {
    for (operation, kind) in [
        (Operation::GetItem, ErrorKind::TableNotFound),
        (Operation::DescribeTable, ErrorKind::TableNotFound),
        (Operation::DescribeStream, ErrorKind::ResourceNotFound),
        (Operation::GetRecords, ErrorKind::ResourceNotFound),
    ] {
        assert_eq!(
            answer(&Request::new(operation, "{}"), 400, &FaultCode::ResourceNotFound).kind(),
            kind,
            "{operation}"
        );
    }
}

#[test]
fn an_unknown_code_goes_by_its_status() {
    let code = FaultCode::Other("SunspotsException".into());
    for (status, kind, class) in [
        (400, ErrorKind::Other, FailureClass::Rejected),
        (403, ErrorKind::Other, FailureClass::Rejected),
        (408, ErrorKind::Timeout, FailureClass::Ambiguous),
        (429, ErrorKind::Throttled, FailureClass::Throttled),
        (500, ErrorKind::Internal, FailureClass::Ambiguous),
        (501, ErrorKind::Internal, FailureClass::Rejected),
        (503, ErrorKind::Internal, FailureClass::Ambiguous),
        (307, ErrorKind::UnexpectedResponse, FailureClass::Ambiguous),
    ] {
        let error = answer(&request(Safety::Unsafe), status, &code);
        assert_eq!((error.kind(), error.class()), (kind, Some(class)), "{status}");
        assert_eq!(error.is_unknown(), class == FailureClass::Ambiguous, "{status}");
        assert_eq!(error.code(), Some(&code));
    }
}
