mod answers;
mod faults;
mod text;

use std::error::Error as StdError;

use super::{Error, ErrorKind, FailureClass, Outcome};
use crate::operation::{Operation, Safety};
use crate::request::Request;

/// A request on the table `users` of this safety.
fn request(safety: Safety) -> Request {
    let operation = if safety == Safety::Read {
        Operation::GetItem
    } else {
        Operation::PutItem
    };
    Request::new(operation, "{}").on("users").with_safety(safety)
}

const SAFETIES: [Safety; 4] = [Safety::Read, Safety::Repeatable, Safety::Conditional, Safety::Unsafe];

#[test]
fn an_error_is_one_pointer_wide_and_may_cross_threads() {
    fn everywhere<T: StdError + Send + Sync + 'static>() {}
    everywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn a_new_error_says_that_nothing_was_done() {
    let error = Error::new(ErrorKind::Configuration, "no such option");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!((error.class(), error.operation(), error.table()), (None, None, None));
    assert_eq!((error.request_id(), error.attempts()), (None, 0));
    assert!(error.fault().is_none() && error.code().is_none() && error.cancellations().is_empty());
    assert!(error.source().is_none());
    assert!(!error.is_retryable() && !error.is_unknown());
    assert_eq!(error.old_item::<crate::Item>().unwrap(), None);
}

#[test]
fn a_failed_write_is_unknown_only_if_it_was_sent_and_not_answered() {
    for class in [
        FailureClass::Ambiguous,
        FailureClass::NotSent,
        FailureClass::Rejected,
        FailureClass::Throttled,
    ] {
        for safety in SAFETIES {
            let error = Error::failed(ErrorKind::Connection, class, &request(safety), "the connection broke");
            let unknown = class == FailureClass::Ambiguous && safety != Safety::Read;
            let expected = if unknown { Outcome::Unknown } else { Outcome::NotApplied };
            assert_eq!(error.outcome(), expected, "{class:?} {safety:?}");
            assert_eq!(error.is_unknown(), unknown, "{class:?} {safety:?}");
            assert_eq!(error.class(), Some(class));
            assert_eq!(error.attempts(), u32::from(class != FailureClass::NotSent), "{class:?}");
            assert_eq!(error.table(), Some("users"));
        }
    }
}

#[test]
fn what_may_be_sent_again() {
    use FailureClass::{Ambiguous, NotSent, Rejected, Throttled};
    for (kind, class, safety, retryable) in [
        (ErrorKind::Connection, NotSent, Safety::Read, true),
        (ErrorKind::Connection, NotSent, Safety::Unsafe, true),
        (ErrorKind::Timeout, NotSent, Safety::Unsafe, true),
        (ErrorKind::PoolTimeout, NotSent, Safety::Read, false),
        (ErrorKind::Closed, NotSent, Safety::Read, false),
        (ErrorKind::Closed, Ambiguous, Safety::Read, false),
        (ErrorKind::Closed, Ambiguous, Safety::Repeatable, false),
        (ErrorKind::Throttled, Throttled, Safety::Read, true),
        (ErrorKind::Throttled, Throttled, Safety::Unsafe, true),
        (ErrorKind::Connection, Ambiguous, Safety::Read, true),
        (ErrorKind::Timeout, Ambiguous, Safety::Read, true),
        (ErrorKind::Internal, Ambiguous, Safety::Read, true),
        (ErrorKind::Connection, Ambiguous, Safety::Repeatable, true),
        (ErrorKind::Connection, Ambiguous, Safety::Conditional, false),
        (ErrorKind::Connection, Ambiguous, Safety::Unsafe, false),
        (ErrorKind::Validation, Rejected, Safety::Read, false),
        (ErrorKind::Validation, Rejected, Safety::Unsafe, false),
        (ErrorKind::UnexpectedResponse, Rejected, Safety::Read, false),
    ] {
        let error = Error::failed(kind, class, &request(safety), "…");
        assert_eq!(error.is_retryable(), retryable, "{kind:?} {class:?} {safety:?}");
    }
}

#[test]
fn each_predicate_is_true_of_its_own_kinds_only() {
    type Predicate = (fn(&Error) -> bool, &'static [ErrorKind]);
    let predicates: [Predicate; 8] = [
        (Error::is_condition_failed, &[ErrorKind::ConditionFailed]),
        (Error::is_not_found, &[ErrorKind::NotFound]),
        (Error::is_table_not_found, &[ErrorKind::TableNotFound]),
        (Error::is_throttled, &[ErrorKind::Throttled]),
        (Error::is_timeout, &[ErrorKind::PoolTimeout, ErrorKind::Timeout]),
        (Error::is_closed, &[ErrorKind::Closed]),
        (Error::is_invalid, &[ErrorKind::Encode, ErrorKind::Invalid]),
        (Error::is_decode, &[ErrorKind::Decode]),
    ];
    for kind in KINDS {
        for (position, (predicate, kinds)) in predicates.iter().enumerate() {
            assert_eq!(
                predicate(&Error::new(kind, "…")),
                kinds.contains(&kind),
                "{kind:?}, predicate {position}"
            );
        }
    }
}

const KINDS: [ErrorKind; 28] = [
    ErrorKind::Authentication,
    ErrorKind::AccessDenied,
    ErrorKind::Closed,
    ErrorKind::ConditionFailed,
    ErrorKind::Configuration,
    ErrorKind::Connection,
    ErrorKind::Decode,
    ErrorKind::Encode,
    ErrorKind::IdempotencyMismatch,
    ErrorKind::Internal,
    ErrorKind::Invalid,
    ErrorKind::ItemCollectionTooLarge,
    ErrorKind::Layer,
    ErrorKind::LimitExceeded,
    ErrorKind::NotFound,
    ErrorKind::Other,
    ErrorKind::PoolTimeout,
    ErrorKind::ResourceInUse,
    ErrorKind::ResourceNotFound,
    ErrorKind::TableNotFound,
    ErrorKind::Throttled,
    ErrorKind::Timeout,
    ErrorKind::TooManyItems,
    ErrorKind::TransactionCancelled,
    ErrorKind::TransactionConflict,
    ErrorKind::UnexpectedResponse,
    ErrorKind::Unsupported,
    ErrorKind::Validation,
];

#[test]
fn what_an_error_names_already_stays() {
    let other = Request::new(Operation::Query, "{}").on("others");
    let error = Error::invalid("…")
        .in_operation(Operation::Scan)
        .on_table("mine")
        .during(&other)
        .on_table("last");
    assert_eq!(
        (error.operation(), error.table()),
        (Some(Operation::Scan), Some("mine"))
    );
    let error = Error::invalid("…")
        .during(&other)
        .in_operation(Operation::Scan)
        .on_table(String::from("mine"));
    assert_eq!(
        (error.operation(), error.table()),
        (Some(Operation::Query), Some("others"))
    );
    let several = ["a", "b"]
        .into_iter()
        .map(Into::into)
        .collect::<crate::request::Tables>();
    let error = Error::invalid("…").during(&Request::new(Operation::BatchGetItem, "").on(several));
    assert_eq!(
        (error.operation(), error.table()),
        (Some(Operation::BatchGetItem), None)
    );
    assert_eq!(error.with_attempts(3).with_outcome(Outcome::Applied).attempts(), 3);
}
