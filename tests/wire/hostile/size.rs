//! Answers without measure: what is read of them is bounded, and the caps are what they say.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::error::FailureClass;
use ddbx::transport::ResponseLimits;
use ddbx::{ErrorKind, Operation, Request};

use super::{GOOD, pool, script};
use crate::server::Server;
use crate::{read, send, write};

const MIB: usize = 1 << 20;

/// What lies in the buffers of two sockets and in hyper's, when the client stops reading.
const IN_BETWEEN: usize = 12 * MIB;

/// Answers the first request with a body of `bytes`, in pieces of 64 KiB, and counts how much of it could be sent.
async fn flood(bytes: usize, chunked: bool) -> (Server, Arc<AtomicUsize>) {
    let sent = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&sent);
    let server = script(move |mut peer| {
        let counter = Arc::clone(&counter);
        async move {
            let head = match chunked {
                true => "transfer-encoding: chunked".to_owned(),
                false => format!("content-length: {bytes}"),
            };
            peer.send(format!("HTTP/1.1 200 OK\r\nx-amzn-requestid: R1\r\n{head}\r\n\r\n"))
                .await;
            const PIECE: usize = 64 << 10;
            let piece = match chunked {
                true => [&b"10000\r\n"[..], &[b' '; PIECE], b"\r\n"].concat(),
                false => vec![b' '; PIECE],
            };
            for _ in 0..bytes / PIECE {
                if !peer.send(&piece).await {
                    return None;
                }
                counter.fetch_add(PIECE, Ordering::SeqCst);
            }
            if chunked {
                peer.send("0\r\n\r\n").await;
            }
            Some(peer)
        }
    })
    .await;
    (server, sent)
}

#[tokio::test]
async fn a_body_over_its_cap_is_not_read() {
    for (request, cap) in [
        (read(), 16 * MIB),
        (write(), 16 * MIB),
        (Request::new(Operation::TransactGetItems, "{}"), 48 * MIB),
    ] {
        for (chunked, most) in [(false, 0), (true, cap)] {
            let (server, sent) = flood(256 * MIB, chunked).await;
            let pool = pool(&server, false).await;
            let error = send(&pool, request.clone()).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.class(), error.request_id()),
                (ErrorKind::UnexpectedResponse, Some(FailureClass::Ambiguous), Some("R1")),
                "{error:?}"
            );
            assert_eq!(error.is_unknown(), request.operation == Operation::UpdateItem);
            let text = error.to_string();
            assert!(
                text.contains(&format!(
                    "the answer is larger than {cap} bytes (`PoolOptions::response_limits`)"
                )),
                "{text}"
            );
            assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
            server.until(|server| server.open() == 1).await;
            let sent = sent.load(Ordering::SeqCst);
            assert!(sent <= most + IN_BETWEEN, "{sent} bytes were sent, chunked: {chunked}");
        }
    }
}

#[tokio::test]
async fn a_body_of_just_the_cap_is_read() {
    let limits = ResponseLimits {
        page: MIB,
        transact_get: 2 * MIB,
        batch_get: 3 * MIB,
    };
    for (operation, cap) in [
        (Operation::Query, MIB),
        (Operation::UpdateItem, MIB),
        (Operation::TransactGetItems, 2 * MIB),
        (Operation::BatchGetItem, 3 * MIB),
    ] {
        for chunked in [false, true] {
            for (bytes, fits) in [(cap, true), (cap + (64 << 10), false)] {
                let (server, _) = flood(bytes, chunked).await;
                let pool = crate::single()
                    .response_limits(limits)
                    .connect(&server.url())
                    .await
                    .unwrap();
                let error = send(&pool, Request::new(operation, "{}")).await.unwrap_err();
                let text = error.to_string();
                let expected = match fits {
                    // Spaces are no JSON; but they were read.
                    true => "the answer is not DynamoDB's JSON".to_owned(),
                    false => format!("the answer is larger than {cap} bytes"),
                };
                assert!(text.contains(&expected), "{operation} {bytes}: {text}");
            }
        }
    }
}

/// What is announced is not yet there: it takes no memory until it comes, and no time.
#[tokio::test]
async fn a_length_that_is_only_announced_is_not_waited_for_if_it_is_over_the_cap() {
    for length in [16 * MIB + 1, 1 << 40, usize::MAX - 2] {
        let server = script(move |mut peer| async move {
            peer.send(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n"))
                .await;
            Some(peer)
        })
        .await;
        let pool = pool(&server, false).await;
        let error = send(&pool, write()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
    }
}
