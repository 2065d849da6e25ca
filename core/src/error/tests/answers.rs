//! Errors of answers that are no success, whole or broken.

use super::super::{Error, ErrorKind, FailureClass, Outcome};
use super::request;
use crate::codec::CodecError;
use crate::fault::{CancellationCode, FaultCode};
use crate::operation::{Operation, Safety};
use crate::request::Request;
use crate::response::Response;
use crate::value::Item;

#[test]
fn what_is_not_dynamodbs_goes_by_its_status() {
    let bodies: [&[u8]; 9] = [
        b"",
        b"{}",
        b"null",
        b"<html><body><h1>502 Bad Gateway</h1></body></html>",
        b"upstream connect error",
        br#"{"message":"Forbidden"}"#,
        br#"{"__type":"Validat"#,
        b"\x1f\x8b\x08\x00\xff\xfe",
        b"[[[[[[[[[[",
    ];
    for body in bodies {
        for safety in [Safety::Read, Safety::Repeatable, Safety::Conditional, Safety::Unsafe] {
            for status in [500, 502, 503, 504, 599] {
                let error = Error::from_response(&request(safety), &Response::new(status, body));
                assert_eq!(
                    (error.kind(), error.class()),
                    (ErrorKind::Internal, Some(FailureClass::Ambiguous))
                );
                let outcome = if safety == Safety::Read {
                    Outcome::NotApplied
                } else {
                    Outcome::Unknown
                };
                assert_eq!(error.outcome(), outcome, "{safety:?}");
                let repeatable = matches!(safety, Safety::Read | Safety::Repeatable);
                assert_eq!(error.is_retryable(), repeatable, "{safety:?}");
                assert!(
                    error
                        .to_string()
                        .contains(&format!("HTTP {status} and no DynamoDB error")),
                    "{error}"
                );
            }
            for status in [400, 403, 404, 413, 418] {
                let error = Error::from_response(&request(safety), &Response::new(status, body));
                assert_eq!(
                    (error.kind(), error.class()),
                    (ErrorKind::UnexpectedResponse, Some(FailureClass::Rejected))
                );
                assert_eq!(error.outcome(), Outcome::NotApplied);
                assert!(!error.is_retryable());
                assert!(
                    error
                        .to_string()
                        .contains(&format!("HTTP {status} with something that is not DynamoDB's")),
                    "{error}"
                );
            }
            // Neither refused nor failed: it may have been carried out.
            for (status, what) in [
                (101, "something that is not DynamoDB's"),
                (204, "something that is not DynamoDB's"),
                (206, "something that is not DynamoDB's"),
                // A proxy says so of a server that it waited for.
                (408, "something that is not DynamoDB's"),
                (301, "a redirect, which is not followed"),
                (307, "a redirect, which is not followed"),
            ] {
                let error = Error::from_response(&request(safety), &Response::new(status, body));
                assert_eq!(
                    (error.kind(), error.class()),
                    (ErrorKind::UnexpectedResponse, Some(FailureClass::Ambiguous))
                );
                assert_eq!(error.is_unknown(), safety != Safety::Read);
                assert!(
                    error.to_string().contains(&format!("HTTP {status} with {what}")),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn a_fault_cut_short_is_still_that_fault() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The condi"#;
    let error = Error::from_response(&request(Safety::Unsafe), &Response::new(400, body));
    assert!(error.is_condition_failed());
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(error.fault().map(crate::fault::Fault::message), Some(""));
}

#[test]
fn the_answer_gives_its_id_and_its_attempts() {
    let mut response = Response::new(400, r#"{"__type":"ValidationException"}"#).with_request_id("ABC123");
    response.attempts = 4;
    let error = Error::from_response(&request(Safety::Read), &response);
    assert_eq!((error.request_id(), error.attempts()), (Some("ABC123"), 4));
    let error = Error::decode(CodecError::missing()).answered(&response);
    assert_eq!((error.request_id(), error.attempts()), (Some("ABC123"), 4));
    let error = Error::from_response(&request(Safety::Read), &Response::new(503, ""));
    assert_eq!((error.request_id(), error.attempts()), (None, 1));
}

fn condition_failed(item: &str) -> Error {
    let body =
        format!(r#"{{"__type":"ConditionalCheckFailedException","message":"The conditional request failed"{item}}}"#);
    Error::from_response(&request(Safety::Unsafe), &Response::new(400, body))
}

#[test]
fn the_item_that_made_the_condition_false_is_read() {
    let error = condition_failed(r#","Item":{"id":{"S":"u1"},"visits":{"N":"3"}}"#);
    assert_eq!(
        error.old_item::<Item>().unwrap(),
        Some(Item::new().with("id", "u1").with("visits", 3))
    );
    assert_eq!(condition_failed("").old_item::<Item>().unwrap(), None);
    assert_eq!(condition_failed(r#","Item":null"#).old_item::<Item>().unwrap(), None);
    assert_eq!(
        condition_failed(r#","Item":{}"#).old_item::<Item>().unwrap(),
        Some(Item::new())
    );

    type Users = std::collections::BTreeMap<String, u32>;
    let unfit = error.old_item::<Users>().unwrap_err();
    assert!(unfit.is_decode());
    assert_eq!(
        std::error::Error::source(&unfit).map(ToString::to_string).as_deref(),
        Some("`id`: expected a u32, stored as number (N); found string (S)")
    );
}

#[test]
fn cancellations_stand_in_the_order_of_the_actions() {
    let body = r#"{"__type":"TransactionCanceledException","Message":"Transaction cancelled","CancellationReasons":[
        {"Code":"None"},
        {"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"id":{"S":"u1"}}},
        {"Code":"TransactionConflict","Message":"held"}]}"#;
    let request = Request::new(Operation::TransactWriteItems, "{}");
    let error = Error::from_response(&request, &Response::new(400, body));
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::TransactionCancelled, Outcome::NotApplied)
    );
    let reasons: Vec<_> = error
        .cancellations()
        .iter()
        .map(|reason| (reason.code(), reason.item().is_some()))
        .collect();
    assert_eq!(
        reasons,
        [
            (&CancellationCode::None, false),
            (&CancellationCode::ConditionalCheckFailed, true),
            (&CancellationCode::TransactionConflict, false),
        ]
    );
    let item = error.cancellations()[1].item().unwrap();
    assert_eq!(
        crate::codec::item_from_slice::<Item>(item).unwrap(),
        Item::new().with("id", "u1")
    );
    assert_eq!(error.code(), Some(&FaultCode::TransactionCanceled));
    assert_eq!(error.old_item::<Item>().unwrap(), None);
}

/// A cancelled transaction may be sent again only if nothing but other writers and capacity cancelled it.
#[test]
fn a_cancelled_transaction_goes_by_its_reasons() {
    for (codes, class, retryable) in [
        (&["None", "TransactionConflict"][..], FailureClass::Rejected, true),
        (
            &["TransactionConflict", "ThrottlingError"],
            FailureClass::Throttled,
            true,
        ),
        (&["ProvisionedThroughputExceeded"], FailureClass::Throttled, true),
        (
            &["TransactionConflict", "ConditionalCheckFailed"],
            FailureClass::Rejected,
            false,
        ),
        (&["ValidationError"], FailureClass::Rejected, false),
        (&["Sunspots", "TransactionConflict"], FailureClass::Rejected, false),
        (&["None"], FailureClass::Rejected, false),
        (&[], FailureClass::Rejected, false),
    ] {
        let reasons: Vec<String> = codes.iter().map(|code| format!(r#"{{"Code":"{code}"}}"#)).collect();
        let body = format!(
            r#"{{"__type":"TransactionCanceledException","CancellationReasons":[{}]}}"#,
            reasons.join(",")
        );
        let error = Error::from_response(&request(Safety::Unsafe), &Response::new(400, body));
        assert_eq!(error.class(), Some(class), "{codes:?}");
        assert_eq!(error.is_retryable(), retryable, "{codes:?}");
        assert_eq!(error.outcome(), Outcome::NotApplied);
    }
}

#[test]
fn the_answer_is_kept_as_it_came_and_never_shown() {
    let body = r#"{"__type":"ConditionalCheckFailedException","message":"no","Item":{"pin":{"S":"0815"}},"More":1}"#;
    let response = Response::new(400, body).with_request_id("ABC123");
    let error = Error::from_response(&request(Safety::Unsafe), &response);
    let kept = error.response().unwrap();
    assert_eq!((kept.status, &*kept.body), (400, body.as_bytes()));
    assert_eq!(kept.body.as_ptr(), response.body.as_ptr(), "it is not copied");
    assert_eq!(error.request_id(), Some("ABC123"));
    assert!(!format!("{error} {error:?}").contains("0815"));
    // An id that is given later goes before the one of the answer.
    assert_eq!(error.with_request_id("DEF456").request_id(), Some("DEF456"));
}

#[test]
fn what_was_not_answered_or_damaged_has_no_answer() {
    let request = request(Safety::Unsafe);
    assert!(Error::invalid("no").during(&request).response().is_none());
    let damaged = Error::failed(
        ErrorKind::UnexpectedResponse,
        FailureClass::Ambiguous,
        &request,
        "damaged",
    )
    .answered(&Response::new(200, "{").with_request_id("ABC123"));
    assert!(damaged.response().is_none());
    assert_eq!(damaged.request_id(), Some("ABC123"));
}
