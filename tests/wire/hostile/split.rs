//! Answers that come in pieces, however small.

use super::{GOOD, pool, script};
use crate::server::{Server, answer};
use crate::{look_at_sockets, read, send, write};

fn chunked() -> String {
    let (first, second) = GOOD.split_at(9);
    format!(
        "HTTP/1.1 200 OK\r\nx-amzn-requestid: R200\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        second.len()
    )
}

/// Answers the n-th request in two parts, cut at n.
async fn cut(bytes: String) -> Server {
    Server::start(move |mut peer| {
        let bytes = bytes.clone();
        async move {
            for at in 0..=bytes.len() {
                if peer.request().await.is_none() {
                    return;
                }
                let (before, after) = bytes.as_bytes().split_at(at);
                peer.send(before).await;
                // The client reads the first part by itself.
                look_at_sockets().await;
                peer.send(after).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn an_answer_may_be_cut_in_two_anywhere() {
    for bytes in [
        answer(200, GOOD),
        chunked(),
        format!("HTTP/1.1 100 Continue\r\n\r\n{}", answer(200, GOOD)),
    ] {
        let length = bytes.len();
        let server = cut(bytes).await;
        let pool = pool(&server, false).await;
        for at in 0..=length {
            let request = if at % 2 == 0 { read() } else { write() };
            let response = send(&pool, request).await.unwrap();
            assert_eq!(response.body, GOOD, "cut at {at}");
            assert_eq!(response.request_id.unwrap().as_str(), "R200");
        }
        assert_eq!((server.accepted(), server.requests()), (1, length + 1));
    }
}

#[tokio::test]
async fn an_answer_may_come_byte_by_byte() {
    for bytes in [answer(200, GOOD), chunked()] {
        let server = script(move |mut peer| {
            let bytes = bytes.clone();
            async move {
                for byte in bytes.bytes() {
                    peer.send([byte]).await;
                    look_at_sockets().await;
                }
                Some(peer)
            }
        })
        .await;
        let pool = pool(&server, false).await;
        for _ in 0..2 {
            assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
        }
        assert_eq!(server.accepted(), 1);
    }
}

/// The same cuts, and nothing after them: never an answer, never "not applied".
#[tokio::test]
async fn an_answer_may_end_anywhere() {
    for bytes in [
        answer(200, GOOD),
        answer(400, r#"{"__type":"ValidationException","message":"no"}"#),
        chunked(),
    ] {
        for at in 0..bytes.len() {
            let bytes = bytes.clone();
            let server = script(move |mut peer| {
                let bytes = bytes.clone();
                async move {
                    peer.send(&bytes.as_bytes()[..at]).await;
                    None
                }
            })
            .await;
            let pool = pool(&server, false).await;
            let error = match send(&pool, write()).await {
                Err(error) => error,
                Ok(response) => panic!("cut at {at}: {response:?}"),
            };
            assert!(error.is_unknown(), "cut at {at}: {error:?}");
            assert_eq!(error.kind(), ddbx::ErrorKind::Connection, "cut at {at}: {error:?}");
            assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
        }
    }
}
