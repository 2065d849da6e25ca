//! Answers that come before the request has been read: a server may refuse at its head (RFC 9110, 15.5.14).

use std::sync::Arc;

use ddbx::error::FailureClass;
use ddbx::{Error, Operation, Outcome, Request, Safety};

use super::{GOOD, Then, pool, with_headers};
use crate::server::Server;
use crate::{read, send};

/// Sends 8 MiB to a server that answers `early` at the first of them. The request after it is answered as it should.
async fn refused(early: Vec<u8>, then: Then) -> Error {
    let early = Arc::new(early);
    let server = Server::start(move |mut peer| {
        let early = Arc::clone(&early);
        async move {
            if peer.number > 0 {
                while peer.answer(200, GOOD).await {}
                return;
            }
            peer.first_byte().await;
            peer.send(&*early).await;
            if then == Then::Stays {
                while peer.request().await.is_some() {}
            }
        }
    })
    .await;
    let pool = pool(&server, false).await;
    let body = format!(
        r#"{{"TableName":"users","Item":{{"id":{{"S":"{}"}}}}}}"#,
        "x".repeat(8 << 20)
    );
    let request = Request::new(Operation::PutItem, body)
        .on("users")
        .with_safety(Safety::Unsafe);
    let error = send(&pool, request).await.unwrap_err();
    assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
    assert_eq!(
        server.accepted(),
        2,
        "what is left of a request is not sent before another"
    );
    server.until(|server| server.open() == 1).await;
    error
}

fn answers() -> [Vec<u8>; 3] {
    [
        with_headers("413 Content Too Large", "connection: close\r\n", ""),
        with_headers("413 Content Too Large", "", ""),
        with_headers("400 Bad Request", "", r#"{"__type":"RequestEntityTooLargeException"}"#),
    ]
}

#[tokio::test]
async fn an_early_answer_is_that_of_the_request() {
    for early in answers() {
        let error = refused(early, Then::Stays).await;
        assert_eq!(error.class(), Some(FailureClass::Rejected), "{error:?}");
        assert_eq!((error.outcome(), error.request_id()), (Outcome::NotApplied, Some("R1")));
    }
}

/// The server closes at once, and with a reset, as there is something it has not read: whether the answer is still seen
/// is up to the network. Where it is not, nothing is known.
#[tokio::test]
async fn an_early_answer_may_be_lost() {
    for early in answers() {
        for _ in 0..5 {
            let error = refused(early.clone(), Then::Closes).await;
            match error.class() {
                Some(FailureClass::Rejected) => assert_eq!(error.outcome(), Outcome::NotApplied),
                Some(FailureClass::Ambiguous) => assert_eq!(error.outcome(), Outcome::Unknown),
                class => panic!("{class:?}: {error:?}"),
            }
        }
    }
}

/// What is neither a refusal nor an answer of DynamoDB's says nothing, early or not.
#[tokio::test]
async fn what_is_no_refusal_says_nothing() {
    for status in ["200 OK", "202 Accepted", "500 Internal Server Error"] {
        let error = refused(with_headers(status, "", "<html>"), Then::Stays).await;
        assert!(error.is_unknown(), "{status}: {error:?}");
    }
}
