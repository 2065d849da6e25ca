//! Statuses that DynamoDB never answers with.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::ErrorKind::{ConditionFailed, Internal, UnexpectedResponse, Validation};
use ddbx::error::FailureClass::{Ambiguous, Rejected};

use super::{Case, GOOD, SECRET, run, with_headers};
use crate::server::{Server, answer};

#[tokio::test]
async fn a_success_of_another_kind_is_never_taken_for_nothing_done() {
    let unsure = |name, status: &str, body: &str| {
        Case::fails(name, with_headers(status, "", body), UnexpectedResponse, Ambiguous).id("R1")
    };
    run([
        unsure("201", "201 Created", "{}"),
        unsure("202", "202 Accepted", "{}"),
        unsure("203", "203 Non-Authoritative Information", "{}"),
        unsure("206", "206 Partial Content", r#"{"Item":{"id""#),
        unsure("226", "226 IM Used", ""),
        unsure("299 and HTML", "299 What", "<html>s3cr3t</html>"),
        unsure("201 and a code", "201 Created", r#"{"__type":"ValidationException"}"#),
        Case::fails(
            "204, which has no body",
            "HTTP/1.1 204 No Content\r\nx-amzn-requestid: R1\r\n\r\n",
            UnexpectedResponse,
            Ambiguous,
        )
        .id("R1"),
        Case::fails(
            "304, which has none either",
            "HTTP/1.1 304 Not Modified\r\nx-amzn-requestid: R1\r\n\r\n",
            UnexpectedResponse,
            Ambiguous,
        )
        .id("R1"),
        unsure("600", "600 Beyond", "{}").expect_internal(),
        unsure("999", "999 Beyond", "{}").expect_internal(),
    ])
    .await;
}

impl Case {
    fn expect_internal(self) -> Self {
        Self {
            expected: super::Expected::Fails(Internal, Ambiguous),
            reused: true,
            ..self
        }
    }
}

/// Whoever may send an answer must not be able to send the signed request elsewhere.
#[tokio::test]
async fn no_redirect_is_followed() {
    let visits = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&visits);
    let target = Server::start(move |mut peer| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            peer.request().await;
        }
    })
    .await;
    for status in [300, 301, 302, 303, 307, 308, 399] {
        for body in ["", "{}", "<html>s3cr3t</html>"] {
            let location = format!("location: http://127.0.0.1:{}/{SECRET}\r\n", target.port());
            let bytes = with_headers(&format!("{status} Elsewhere"), &location, body);
            Case::fails("redirect", bytes, UnexpectedResponse, Ambiguous)
                .id("R1")
                .run()
                .await;
        }
    }
    assert_eq!((visits.load(Ordering::SeqCst), target.accepted()), (0, 0));
}

#[tokio::test]
async fn errors_that_are_not_dynamodbs_go_by_their_status() {
    let html = "<html><body><h1>s3cr3t</h1></body></html>";
    let failed = |name, status: &str, body: &str| {
        Case::fails(
            name,
            with_headers(status, "content-type: text/html\r\n", body),
            Internal,
            Ambiguous,
        )
        .id("R1")
        .reused()
    };
    let refused = |name, status: &str, body: &str| {
        Case::fails(name, with_headers(status, "", body), UnexpectedResponse, Rejected).id("R1")
    };
    run([
        failed("500, HTML", "500 Internal Server Error", html),
        failed("502, HTML", "502 Bad Gateway", html),
        failed("503, HTML", "503 Service Unavailable", html),
        failed("504, nothing", "504 Gateway Timeout", ""),
        failed(
            "500, a code cut off",
            "500 Internal Server Error",
            r#"{"__type":"Validat"#,
        ),
        failed("503, gzip", "503 Service Unavailable", "\u{1f}\u{8b}\u{8}"),
        refused("400, nothing", "400 Bad Request", ""),
        refused("400, HTML", "400 Bad Request", html),
        refused("403, a gateway's", "403 Forbidden", r#"{"message":"s3cr3t"}"#),
        refused("404, text", "404 Not Found", SECRET),
        refused("407", "407 Proxy Authentication Required", html),
        refused("418", "418 I'm a teapot", "{}"),
        refused("421", "421 Misdirected Request", "{}"),
        refused("431", "431 Request Header Fields Too Large", ""),
    ])
    .await;
}

#[tokio::test]
async fn a_code_counts_as_far_as_its_status_agrees() {
    let fault = r#"{"__type":"ConditionalCheckFailedException","message":"no"}"#;
    let cut = r#"{"__type":"ConditionalCheckFailedException","mess"#;
    let case = |name, status: &str, body: &str, kind, class| {
        Case::fails(name, with_headers(status, "", body), kind, class)
            .id("R1")
            .reused()
    };
    run([
        case("400", "400 X", fault, ConditionFailed, Rejected),
        case("400, cut off behind the code", "400 X", cut, ConditionFailed, Rejected),
        case(
            "409",
            "409 X",
            r#"{"__type":"ValidationException"}"#,
            Validation,
            Rejected,
        ),
        case("500", "500 X", fault, Internal, Ambiguous),
        case("502, cut off", "502 X", cut, Internal, Ambiguous),
    ])
    .await;
}

/// Answers that announce another: it is waited for, or the connection is given up.
#[tokio::test]
async fn informational_answers() {
    let good = answer(200, GOOD);
    let works = |name, before: String| Case::works(name, before + &good, GOOD).id("R200").reused();
    let continued = "HTTP/1.1 100 Continue\r\n\r\n";
    run([
        works("100", continued.to_owned()),
        works("100, often", continued.repeat(1_000)),
        works("102", "HTTP/1.1 102 Processing\r\n\r\n".to_owned()),
        works(
            "103",
            "HTTP/1.1 103 Early Hints\r\nlink: </s3cr3t>; rel=preload\r\n\r\n".to_owned(),
        ),
        works("199", "HTTP/1.1 199 What\r\n\r\n".to_owned()),
        Case::fails(
            "101, which changes the protocol",
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: s3cr3t\r\nconnection: upgrade\r\n\r\n",
            UnexpectedResponse,
            Ambiguous,
        ),
        Case::fails("100 and no end", continued, ddbx::ErrorKind::Timeout, Ambiguous).then(super::Then::Stalls),
        Case::fails("100 and the end", continued, ddbx::ErrorKind::Connection, Ambiguous).then(super::Then::Closes),
    ])
    .await;
}
