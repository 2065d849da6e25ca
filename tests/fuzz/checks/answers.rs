use std::error::Error as _;

use bytes::Bytes;
use ddbx::error::FailureClass;
use ddbx::fault::Nature;
use ddbx::{Error, Item, Operation, Outcome, Request, Response, Safety};

/// Those that mean something, and some that mean nothing.
const STATUSES: [u16; 10] = [0, 200, 204, 301, 400, 413, 429, 500, 501, 999];

pub(super) const ID: &str = "R\u{fffd}1";

/// Bytes as the body of an answer, of any status.
pub(crate) fn answers(body: &[u8]) {
    let body = Bytes::copy_from_slice(body);
    for safety in [Safety::Read, Safety::Unsafe] {
        let operation = match safety {
            Safety::Read => Operation::GetItem,
            _ => Operation::UpdateItem,
        };
        let request = Request::new(operation, "{}").on("users").with_safety(safety);
        for status in STATUSES {
            let response = Response::new(status, body.clone()).with_request_id(ID);
            holds(&Error::from_response(&request, &response), status, safety);
        }
    }
}

/// What is true of every error of an answer with this status.
pub(super) fn holds(error: &Error, status: u16, safety: Safety) {
    let class = error.class().expect("every answer has a class");
    assert_eq!((error.request_id(), error.attempts()), (Some(ID), 1));
    let allowed = match status {
        400..=499 | 501 => true,
        500..=599 => matches!(class, FailureClass::Ambiguous | FailureClass::Throttled),
        _ => class == FailureClass::Ambiguous,
    };
    assert!(allowed && class != FailureClass::NotSent, "{status}: {error:?}");
    let is_under_way = error.fault().is_some_and(|fault| fault.nature() == Nature::InProgress);
    let unknown = (class == FailureClass::Ambiguous || is_under_way) && safety != Safety::Read;
    let outcome = if unknown { Outcome::Unknown } else { Outcome::NotApplied };
    assert_eq!(error.outcome(), outcome, "{status}: {error:?}");
    assert!(
        !(unknown && error.is_retryable() && !is_under_way),
        "{status}: {error:?}"
    );
    said(error);
    if let Err(error) = error.old_item::<Item>() {
        said(&error);
    }
    for reason in error.cancellations() {
        assert!(!format!("{reason} {reason:?}").contains(char::is_control));
    }
}

/// The messages are there, and a log can show them.
pub(super) fn said(error: &Error) {
    let text = format!("{error} {error:?}");
    assert!(!text.contains(char::is_control), "{text:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        assert!(!cause.to_string().is_empty());
        source = cause.source();
    }
}
