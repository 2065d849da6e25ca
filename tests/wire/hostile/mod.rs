//! Answers that are broken, foreign or meant to do harm. Each is an error that says what is known, or is read right;
//! the request after it gets its own answer.

mod body;
mod date;
mod early;
mod framing;
mod head;
mod nesting;
mod size;
mod smuggled;
mod split;
mod status;

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ddbx::error::FailureClass;
use ddbx::middleware::timeout::Limits;
use ddbx::{Error, ErrorKind, Outcome, Pool};

use crate::server::{Peer, Server, answer};
use crate::{read, send, write};

/// Stands in bodies and headers, and must stand in no message.
const SECRET: &str = "s3cr3t";

/// What every request but the first is answered.
const GOOD: &str = r#"{"Item":{"id":{"S":"good"}}}"#;

/// An answer to the first request, and what must come of it.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    expected: Expected,
    then: Then,
    request_id: Option<&'static str>,
    reused: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Expected {
    /// The answer is good, and this is its body.
    Body(String),
    /// The class says what a write's outcome is.
    Fails(ErrorKind, FailureClass),
}

/// What the server does after the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    /// Reads the next request.
    Stays,
    Closes,
    /// Sends no more, so that only a limit ends the wait.
    Stalls,
}

impl Case {
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>, expected: Expected) -> Self {
        Self {
            name,
            bytes: bytes.into(),
            expected,
            then: Then::Stays,
            request_id: None,
            reused: false,
        }
    }

    fn fails(name: &'static str, bytes: impl Into<Vec<u8>>, kind: ErrorKind, class: FailureClass) -> Self {
        Self::new(name, bytes, Expected::Fails(kind, class))
    }

    fn works(name: &'static str, bytes: impl Into<Vec<u8>>, body: impl Into<String>) -> Self {
        Self::new(name, bytes, Expected::Body(body.into()))
    }

    fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }

    /// The answer has this id, and what comes of it must have it too.
    fn id(self, id: &'static str) -> Self {
        Self {
            request_id: Some(id),
            ..self
        }
    }

    /// The connection is as good as before.
    fn reused(self) -> Self {
        Self { reused: true, ..self }
    }

    async fn run(&self) {
        for request in [read(), write()] {
            let is_write = request.operation == ddbx::Operation::UpdateItem;
            let context = format!("{}, {}", self.name, request.operation);
            let server = once(self.bytes.clone(), self.then).await;
            let pool = pool(&server, self.then == Then::Stalls).await;

            match (send(&pool, request).await, &self.expected) {
                (Ok(response), Expected::Body(body)) => {
                    assert_eq!(response.body, body, "{context}");
                    assert_eq!(
                        response.request_id.as_ref().map(ddbx::response::RequestId::as_str),
                        self.request_id,
                        "{context}"
                    );
                }
                (Err(error), Expected::Fails(kind, class)) => {
                    assert_eq!(
                        (error.kind(), error.class()),
                        (*kind, Some(*class)),
                        "{context}: {error:?}"
                    );
                    let unknown = is_write && *class == FailureClass::Ambiguous;
                    let outcome = if unknown { Outcome::Unknown } else { Outcome::NotApplied };
                    assert_eq!(error.outcome(), outcome, "{context}: {error:?}");
                    assert_eq!(
                        (error.attempts(), error.request_id()),
                        (1, self.request_id),
                        "{context}: {error:?}"
                    );
                    assert!(!said(&error).contains(SECRET), "{context}: {}", said(&error));
                }
                (result, expected) => panic!("{context}: {expected:?} was expected, and there is {result:?}"),
            }

            // The next one is not answered by what is left of the first.
            let next = send(&pool, read())
                .await
                .unwrap_or_else(|error| panic!("{context}: then {error:?}"));
            assert_eq!(next.body, GOOD, "{context}");
            assert_eq!(next.request_id.unwrap().as_str(), "R200", "{context}");
            assert_eq!(server.accepted(), if self.reused { 1 } else { 2 }, "{context}");
            if self.then != Then::Stalls {
                server.until(|server| server.open() == 1).await;
            }
            assert_eq!(server.requests(), 2, "{context}: each was sent once");
        }
    }
}

async fn run(cases: impl IntoIterator<Item = Case>) {
    for case in cases {
        case.run().await;
    }
}

/// Answers the first request with these bytes, and all others well.
async fn once(bytes: Vec<u8>, then: Then) -> Server {
    let bytes = Arc::new(bytes);
    script(move |mut peer| {
        let bytes = Arc::clone(&bytes);
        async move {
            peer.send(&*bytes).await;
            (then != Then::Closes).then_some(peer)
        }
    })
    .await
}

/// Has `first` answer the first request, and answers all others well.
async fn script<F>(first: impl Fn(Peer) -> F + Clone + Send + Sync + 'static) -> Server
where
    F: Future<Output = Option<Peer>> + Send + 'static,
{
    let begun = Arc::<AtomicBool>::default();
    Server::start(move |mut peer| {
        let (begun, first) = (Arc::clone(&begun), first.clone());
        async move {
            while peer.request().await.is_some() {
                if begun.swap(true, Ordering::SeqCst) {
                    peer.send(answer(200, GOOD)).await;
                } else {
                    match first(peer).await {
                        Some(back) => peer = back,
                        None => return,
                    }
                }
            }
        }
    })
    .await
}

async fn pool(server: &Server, hasty: bool) -> Pool {
    let limit = Limits::all(if hasty {
        Duration::from_millis(100)
    } else {
        Duration::from_secs(60)
    });
    crate::single()
        .attempt_timeout(limit)
        .request_timeout(Limits::all(Duration::from_secs(60)))
        .connect(&server.url())
        .await
        .unwrap()
}

/// An answer with this id and these further headers.
fn with_headers(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nx-amzn-requestid: R1\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// All that an error says, to its last source.
fn said(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!("\n{cause}\n{cause:?}"));
        source = cause.source();
    }
    text
}
