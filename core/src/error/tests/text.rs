//! What errors say.

use std::error::Error as StdError;

use super::super::{Error, ErrorKind, FailureClass, Outcome};
use super::{KINDS, request};
use crate::codec::CodecError;
use crate::operation::{Operation, Safety};
use crate::request::{Request, TableName};
use crate::response::Response;

fn answer(request: &Request, status: u16, body: &'static str) -> Error {
    Error::from_response(request, &Response::new(status, body))
}

#[test]
fn every_error_says_its_operation_its_table_and_what_is_wrong() {
    let put = request(Safety::Unsafe);
    let tables = Request::new(Operation::ListTables, "{}");
    for (error, text) in [
        (Error::invalid("a page size of 0"), "a page size of 0"),
        (
            Error::invalid("a page size of 0").in_operation(Operation::Scan),
            "Scan: a page size of 0",
        ),
        (
            Error::invalid("a page size of 0").on_table("users"),
            "table `users`: a page size of 0",
        ),
        (
            Error::invalid("a page size of 0").during(&put),
            "PutItem on table `users`: a page size of 0",
        ),
        (
            Error::invalid("no").on_table("a\nb\u{1b}[31m\u{202e}"),
            r"table `a\nb\u{1b}[31m\u{202e}`: no",
        ),
        (
            Error::encode(CodecError::missing()).during(&put),
            "PutItem on table `users`: a value cannot be stored in DynamoDB",
        ),
        (
            Error::decode(CodecError::missing().of("User")),
            "an item does not fit its struct",
        ),
        (
            Error::decode(CodecError::missing()),
            "an item does not fit the type it is read into",
        ),
        (
            Error::failed(
                ErrorKind::Connection,
                FailureClass::NotSent,
                &put,
                "no connection could be made",
            ),
            "PutItem on table `users`: no connection could be made",
        ),
        (
            Error::failed(ErrorKind::Timeout, FailureClass::Ambiguous, &put, "no answer within 1s"),
            "PutItem on table `users`: no answer within 1s (whether the write was applied is unknown)",
        ),
        (
            Error::failed(
                ErrorKind::Timeout,
                FailureClass::Ambiguous,
                &request(Safety::Read),
                "no answer within 1s",
            ),
            "GetItem on table `users`: no answer within 1s",
        ),
        (
            Error::decode(CodecError::missing())
                .during(&put)
                .with_outcome(Outcome::Applied),
            "PutItem on table `users`: an item does not fit the type it is read into (the write was applied)",
        ),
        (
            answer(
                &put,
                400,
                r#"{"__type":"x#ResourceNotFoundException","message":"Requested resource not found"}"#,
            ),
            "PutItem on table `users`: the table does not exist here; create it with `pool.create_tables`, or check region and endpoint",
        ),
        (
            answer(
                &put,
                400,
                r#"{"__type":"ConditionalCheckFailedException","message":"The conditional request failed"}"#,
            ),
            "PutItem on table `users`: the condition was false",
        ),
        (
            answer(
                &put,
                400,
                r#"{"__type":"ValidationException","message":"One or more parameter values were invalid"}"#,
            ),
            "PutItem on table `users`: ValidationException: One or more parameter values were invalid",
        ),
        (
            answer(&put, 500, r#"{"__type":"InternalServerError","message":"try later"}"#),
            "PutItem on table `users`: InternalServerError: try later (whether the write was applied is unknown)",
        ),
        (
            answer(&tables, 400, r#"{"__type":"a\nb","message":"c\u001b[31m"}"#),
            r"ListTables: a\nb: c\u{1b}[31m",
        ),
        (
            answer(&put, 502, "<html>"),
            "PutItem on table `users`: the server failed with HTTP 502 and no DynamoDB error (whether the write was applied is unknown)",
        ),
        (
            answer(&tables, 404, "<html>"),
            "ListTables: the server answered HTTP 404 with something that is not DynamoDB's; is the endpoint right?",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn the_outcome_is_said_of_every_kind() {
    for kind in KINDS {
        let error = || Error::new(kind, "it failed");
        assert_eq!(error().to_string(), "it failed");
        assert_eq!(error().with_outcome(Outcome::NotApplied).to_string(), "it failed");
        assert_eq!(
            error().with_outcome(Outcome::Applied).to_string(),
            "it failed (the write was applied)"
        );
        assert_eq!(
            error().with_outcome(Outcome::Unknown).to_string(),
            "it failed (whether the write was applied is unknown)"
        );
        let debug = format!("{:?}", error());
        assert!(
            debug.starts_with(&format!(
                "Error {{ kind: {kind:?}, message: it failed, outcome: NotApplied"
            )),
            "{debug}"
        );
    }
}

#[test]
fn debug_adds_what_is_known() {
    let error = Error::new(ErrorKind::Closed, "the pool is closed");
    assert_eq!(
        format!("{error:?}"),
        "Error { kind: Closed, message: the pool is closed, outcome: NotApplied }"
    );
    let response = Response::new(503, r#"{"__type":"ServiceUnavailable","message":"m"}"#).with_request_id("ID\n");
    let error = Error::from_response(&request(Safety::Unsafe), &response).with_source(CodecError::custom("why"));
    let debug = format!("{error:?}");
    for part in [
        "Error { kind: Internal, message: PutItem on table `users`: ServiceUnavailable: m (whether the write was applied is unknown), ",
        "outcome: Unknown, class: Ambiguous, fault: Fault { code: ServiceUnavailable, message: \"m\", status: 503 }, ",
        "request_id: \"ID\\n\", attempts: 1, source: CodecError(",
    ] {
        assert!(debug.contains(part), "{debug}");
    }
}

/// A report prints the chain; a level that repeats what is below it is printed twice.
#[test]
fn each_level_of_the_chain_speaks_once() {
    let codec = crate::codec::from_slice::<Vec<f64>>(br#"{"L":[{"N":"NaN"}]}"#).unwrap_err();
    let inner = Error::decode(codec).during(&request(Safety::Read));
    let outer = Error::new(ErrorKind::Layer, "the cache could not be filled").with_source(inner);
    let mut levels = vec![outer.to_string()];
    let mut source = outer.source();
    while let Some(error) = source {
        levels.push(error.to_string());
        source = error.source();
    }
    assert_eq!(
        levels,
        [
            "the cache could not be filled",
            "GetItem on table `users`: an item does not fit the type it is read into",
            "`[0]`: not a number DynamoDB can hold",
            "not a number: expected digits, with an optional sign, point and exponent",
        ]
    );
    let fault = answer(
        &request(Safety::Read),
        400,
        r#"{"__type":"ValidationException","message":"m"}"#,
    );
    assert!(fault.source().is_none(), "the fault is in the message already");
}

#[test]
fn a_source_is_kept_as_the_type_it_is() {
    let error = Error::new(ErrorKind::Connection, "no connection").with_source(std::io::Error::other("refused"));
    let source = error
        .source()
        .and_then(|source| source.downcast_ref::<std::io::Error>());
    assert_eq!(source.map(ToString::to_string).as_deref(), Some("refused"));
    let error = Error::new(ErrorKind::Layer, "the layer failed").with_source("in words");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("in words"));
    assert_eq!(TableName::from("t"), *"t");
}
