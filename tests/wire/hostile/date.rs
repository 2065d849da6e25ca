//! The date of an answer, which the next signature goes by when one was refused for its time.

use std::sync::{Arc, Mutex};

use ddbx::ErrorKind;
use ddbx::error::FailureClass;

use super::GOOD;
use crate::server::{Server, answer};
use crate::{send, write};

const REFUSAL: &str = r#"{"__type":"InvalidSignatureException","message":"Signature expired: s3cr3t"}"#;

/// Refuses signatures that are not of `accepted`, with this date; tells the dates of the signatures.
async fn picky(date: &'static [u8], accepted: &'static str) -> (Server, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&seen);
    let server = Server::start(move |mut peer| {
        let log = Arc::clone(&log);
        async move {
            while let Some(request) = peer.request().await {
                let signed = request.headers["x-amz-date"].clone();
                let fits = !accepted.is_empty() && signed.starts_with(accepted);
                log.lock().unwrap().push(signed);
                let bytes = if fits { answer(200, GOOD) } else { answer(403, REFUSAL) };
                let (head, rest) = bytes.split_once("\r\n").unwrap();
                peer.send([head.as_bytes(), b"\r\ndate: ", date, b"\r\n", rest.as_bytes()].concat())
                    .await;
            }
        }
    })
    .await;
    (server, seen)
}

#[tokio::test]
async fn no_date_is_taken_at_its_word_more_than_once() {
    for (date, repeats) in [
        (&b"Fri, 31 Dec 9999 23:59:59 GMT"[..], true),
        (b"Thu, 01 Jan 1970 00:00:00 GMT", true),
        (b"Sat, 31 Dec 0000 23:59:59 GMT", false),
        (b"Fri, 31 Dec 99999 23:59:59 GMT", false),
        (b"yesterday", false),
        (b"", false),
        (b"\xff\xfe", false),
        (b"-1", false),
    ] {
        let (server, seen) = picky(date, "").await;
        let pool = crate::single().connect(&server.url()).await.unwrap();
        for _ in 0..3 {
            let error = send(&pool, write()).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.class()),
                (ErrorKind::Authentication, Some(FailureClass::Rejected))
            );
            assert!(error.attempts() <= 2, "{error:?}");
            assert!(!error.is_unknown());
        }
        let seen = seen.lock().unwrap();
        let date = date.escape_ascii();
        // Once with the machine's time, once with the server's; from then on by the server's alone.
        assert_eq!(seen.len(), if repeats { 4 } else { 3 }, "{date}: {seen:?}");
        assert!(
            seen.iter().all(|signed| signed.len() == "20261125T000000Z".len()),
            "{date}: {seen:?}"
        );
    }
}

/// The control: a date that is right gets through, and is gone by from then on.
#[tokio::test]
async fn a_clock_that_is_wrong_is_set_by_the_servers() {
    let (server, seen) = picky(b"Tue, 01 Jun 2094 12:00:00 GMT", "20940601T").await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    for _ in 0..3 {
        assert_eq!(send(&pool, write()).await.unwrap().body, GOOD);
    }
    assert_eq!(seen.lock().unwrap().len(), 4);
}
