//! Bytes that belong to no request: what is left behind an answer, and answers that nobody asked for.

use std::io::{Read as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use ddbx::transport::{Resolve, Resolving};
use tokio::sync::Semaphore;

use super::{Case, GOOD, pool, run, script, with_headers};
use crate::server::{Server, answer};
use crate::{look_at_sockets, read, send, write};

/// What must never be taken for the answer to a request.
fn evil() -> Vec<u8> {
    with_headers("200 OK", "", r#"{"Item":{"id":{"S":"evil"}}}"#)
}

#[tokio::test]
async fn what_stands_behind_an_answer_answers_nothing() {
    let first = || with_headers("200 OK", "", "{}");
    let behind = |name, rest: &[u8]| Case::works(name, [&first()[..], rest].concat(), "{}").id("R1");
    let failed = with_headers("500 X", "", r#"{"__type":"InternalServerError"}"#);
    run([
        behind("another answer", &evil()),
        behind("two more", &evil().repeat(2)),
        behind("the beginning of an answer", b"HTTP/1.1 200 OK\r\ncontent-le"),
        behind("an answer without its head", GOOD.as_bytes()),
        behind("a line", b"\r\n"),
        behind("a byte", b"}"),
        behind("an informational answer", b"HTTP/1.1 100 Continue\r\n\r\n"),
        Case::works(
            "another answer, behind chunks",
            [
                b"HTTP/1.1 200 OK\r\nx-amzn-requestid: R1\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                &evil()[..],
            ]
            .concat(),
            "{}",
        )
        .id("R1"),
        Case::fails(
            "another answer, behind a failure",
            [&failed[..], &evil()].concat(),
            ddbx::ErrorKind::Internal,
            ddbx::error::FailureClass::Ambiguous,
        )
        .id("R1"),
        Case::fails(
            "an answer in an answer that has no body",
            [
                &b"HTTP/1.1 204 No Content\r\nx-amzn-requestid: R1\r\ncontent-length: 28\r\n\r\n"[..],
                &evil(),
            ]
            .concat(),
            ddbx::ErrorKind::UnexpectedResponse,
            ddbx::error::FailureClass::Ambiguous,
        )
        .id("R1"),
    ])
    .await;
}

/// The answer nobody asked for comes alone, while the connection rests: before its first request, or between two.
#[tokio::test]
async fn an_answer_without_a_request_answers_none() {
    for before_the_first in [true, false] {
        let server = Server::start(move |mut peer| async move {
            let is_hostile = peer.number == 0;
            if is_hostile && before_the_first {
                peer.send(evil()).await;
            }
            while peer.answer(200, GOOD).await {
                if is_hostile {
                    peer.send(evil()).await;
                }
            }
        })
        .await;
        let pool = pool(&server, false).await;
        look_at_sockets().await;
        for request in [read(), write(), read()] {
            assert_eq!(send(&pool, request).await.unwrap().body, GOOD);
            look_at_sockets().await;
        }
        assert_eq!((server.accepted(), server.requests()), (2, 3));
        server.until(|server| server.open() == 1).await;
    }
}

/// A connection may go from hand to hand without resting: to somebody who waits for one to be made.
#[tokio::test]
async fn what_stands_behind_an_answer_is_not_handed_on_with_the_connection() {
    /// Finds the address of the first connection at once; that of others, when it is let.
    #[derive(Debug)]
    struct Slow(AtomicUsize, Arc<Semaphore>);

    impl Resolve for Slow {
        fn resolve(&self, _: &str) -> Resolving {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let gate = Arc::clone(&self.1);
            Box::pin(async move {
                if !first {
                    gate.acquire().await.unwrap().forget();
                }
                Ok(vec![std::net::Ipv4Addr::LOCALHOST.into()])
            })
        }
    }

    let (answered, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let turn = Arc::clone(&answered);
    let server = script(move |mut peer| {
        let turn = Arc::clone(&turn);
        async move {
            turn.acquire().await.unwrap().forget();
            peer.send([answer(200, "{}").into_bytes(), evil()].concat()).await;
            Some(peer)
        }
    })
    .await;
    let pool = crate::single()
        .resolver(Slow(AtomicUsize::new(0), Arc::clone(&gate)))
        .connect(&format!("dynamodb+http://localhost:{}", server.port()))
        .await
        .unwrap();
    let call = || {
        let pool = pool.clone();
        tokio::spawn(async move { send(&pool, read()).await.unwrap().body })
    };
    let first = call();
    server.until(|server| server.requests() == 1).await;
    // It finds the only connection in use, and waits for another to be made.
    let second = call();
    look_at_sockets().await;
    answered.add_permits(1);
    assert_eq!(first.await.unwrap(), "{}");
    gate.add_permits(10);
    assert_eq!(second.await.unwrap(), GOOD);
    assert_eq!(server.requests(), 2);
}

/// The caller went, and the rest of the answer, with something behind it, was read in the background.
#[tokio::test]
async fn what_stands_behind_an_abandoned_answer_answers_nothing() {
    let go = Arc::new(Semaphore::new(0));
    let turn = Arc::clone(&go);
    let server = script(move |mut peer| {
        let turn = Arc::clone(&turn);
        async move {
            turn.acquire().await.unwrap().forget();
            peer.send([answer(200, "{}").into_bytes(), evil()].concat()).await;
            Some(peer)
        }
    })
    .await;
    let pool = pool(&server, false).await;
    let call = tokio::spawn({
        let pool = pool.clone();
        async move { send(&pool, read()).await }
    });
    server.until(|server| server.requests() == 1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    go.add_permits(1);
    look_at_sockets().await;
    for _ in 0..3 {
        assert_eq!(send(&pool, read()).await.unwrap().body, GOOD);
    }
    assert_eq!(server.requests(), 4);
}

/// A server on a thread of its own, which goes on while the client's runtime looks at nothing. It tells when it has
/// sent `extra` behind its first answer.
fn on_a_thread(extra: Vec<u8>, closes: bool) -> (u16, mpsc::Receiver<()>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for (number, socket) in listener.incoming().enumerate() {
            let (mut socket, extra, tell) = (socket.unwrap(), extra.clone(), tell.clone());
            std::thread::spawn(move || {
                let mut buffer = [0; 16 << 10];
                // A request comes in one piece: it is small, and this is loopback.
                while socket.read(&mut buffer).is_ok_and(|length| length > 0) {
                    socket.write_all(answer(200, GOOD).as_bytes()).unwrap();
                    if number == 0 {
                        socket.write_all(&extra).unwrap();
                        if closes {
                            drop(socket);
                            let _ = tell.send(());
                            return;
                        }
                        let _ = tell.send(());
                    }
                }
            });
        }
    });
    (port, told)
}

/// What the kernel has before a request is written was not sent in answer to it, also when the runtime has not seen it
/// yet.
#[tokio::test]
async fn what_came_before_a_request_does_not_answer_it_seen_or_not() {
    for (extra, closes) in [
        (evil(), false),
        (b"HTTP/1.1 200 OK\r\n".to_vec(), false),
        (evil(), true),
        (Vec::new(), true),
    ] {
        for _ in 0..50 {
            let (port, told) = on_a_thread(extra.clone(), closes);
            let pool = crate::single()
                .connect(&format!("dynamodb+http://127.0.0.1:{port}"))
                .await
                .unwrap();
            assert_eq!(send(&pool, write()).await.unwrap().body, GOOD);
            // It blocks the only thread of the runtime: nothing looks at the socket meanwhile.
            told.recv().unwrap();
            assert_eq!(send(&pool, write()).await.unwrap().body, GOOD);
        }
    }
}
