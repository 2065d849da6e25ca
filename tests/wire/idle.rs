//! A server that closes connections: before a request, as it comes, and in the middle of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::error::FailureClass;
use ddbx::{ErrorKind, Outcome};

use crate::server::{Server, answer};
use crate::{look_at_sockets, read, send, write};

const ROUNDS: usize = 200;

/// Serves one request on each connection, and closes it then.
async fn one_each() -> Server {
    Server::start(|mut peer| async move {
        peer.answer(200, "{}").await;
    })
    .await
}

#[tokio::test]
async fn closed_before_the_request_is_not_noticed() {
    let server = one_each().await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    for round in 1..=ROUNDS {
        send(&pool, if round % 2 == 0 { write() } else { read() })
            .await
            .unwrap();
        // The server has closed it; a moment later, so does the pool.
        server.until(|server| server.open() == 0).await;
        look_at_sockets().await;
    }
    assert_eq!(server.requests(), ROUNDS, "each was sent once");
}

/// The server's end and the request cross each other on their way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_as_the_request_comes_is_told_right_every_time() {
    let applied = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&applied);
    let server = Server::start(move |mut peer| {
        let counter = Arc::clone(&counter);
        async move {
            peer.answer(200, "{}").await;
            // The next one is there, but not read: nothing is applied.
            if peer.number % 2 == 0 {
                peer.first_byte().await;
                return;
            }
            // Or is read, perhaps, by a server that closes at this very moment.
            if peer.request().await.is_some() {
                counter.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
    .await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    let mut unknown = 0;
    for _ in 0..ROUNDS {
        send(&pool, read()).await.unwrap();
        let before = applied.load(Ordering::SeqCst);
        let error = send(&pool, write()).await.unwrap_err();
        assert_eq!(error.class(), Some(FailureClass::Ambiguous), "{error:?}");
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(error.kind(), ErrorKind::Connection);
        assert_eq!(error.attempts(), 1);
        unknown += 1;
        assert!(applied.load(Ordering::SeqCst) - before <= 1, "nothing twice");
    }
    assert_eq!(unknown, ROUNDS);
    assert_eq!(
        applied.load(Ordering::SeqCst),
        ROUNDS / 2,
        "half of them were applied, and nobody was told otherwise"
    );
}

#[tokio::test]
async fn closed_in_the_middle_is_unknown_for_a_write_and_nothing_for_a_read() {
    let cuts: [&'static str; 4] = [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\":",
    ];
    for cut in cuts {
        let server = Server::start(move |mut peer| async move {
            if peer.request().await.is_some() {
                peer.send(cut).await;
                if peer.number % 2 == 0 {
                    peer.reset();
                }
            }
        })
        .await;
        let pool = crate::single().connect(&server.url()).await.unwrap();
        for round in 0..ROUNDS / cuts.len() {
            let error = send(&pool, if round % 2 == 0 { write() } else { read() })
                .await
                .unwrap_err();
            assert_eq!(error.class(), Some(FailureClass::Ambiguous), "{error:?}");
            assert_eq!(error.is_unknown(), round % 2 == 0);
            assert_eq!(server.requests(), round + 1, "sent once");
        }
    }
    // The control: the same server, uncut.
    let server = Server::start(|mut peer| async move {
        while peer.request().await.is_some() {
            peer.send(answer(200, "{}")).await;
        }
    })
    .await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    send(&pool, write()).await.unwrap();
}
