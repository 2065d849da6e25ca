//! Handshakes that hang, fail or panic, callers that leave them, and who gets what comes of them.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use ddbx::error::FailureClass;
use ddbx::{ErrorKind, Outcome};
use tokio::sync::Semaphore;

use crate::base::{Base, Elsewhere, is_full, until, within};
use crate::clock::Shifted;
use crate::every_poll::polled;
use crate::names::{Scripted, here, here_after, named, never};
use crate::server::{Server, answer};
use crate::tls::Front;
use crate::{read, send, write};

/// Longer than a handshake takes, and a small part of its limit.
const LONG: Duration = Duration::from_millis(400);

/// Waits until as many look-ups were made.
async fn asked(names: &Scripted, times: usize) {
    let state = || format!("{} look-ups instead of {times}", names.asked());
    until(Duration::from_secs(3), state, || names.asked() >= times).await;
}

/// The connection is in his hands, and he does not look.
#[tokio::test]
async fn a_connection_given_to_somebody_who_goes_is_the_next_ones() {
    let (server, permits) = (Elsewhere::answering("{}"), Arc::new(Semaphore::new(0)));
    let names = Scripted::new({
        let permits = Arc::clone(&permits);
        move |_| here_after(&permits)
    });
    let pool = crate::single()
        .resolver(names.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    for round in 0..20 {
        let before = Base::now(None);
        let mut call = Box::pin(send(&pool, read()));
        assert!(polled(&mut call, 1).await.is_none());
        if round == 0 {
            asked(&names, 1).await;
            permits.add_permits(1);
        }
        // The handshake's task has ended, and the upkeep is all that runs.
        let state = || format!("round {round}: a task goes on: {before:?}");
        until(Duration::from_secs(3), state, || Base::now(None) <= before.and_one()).await;
        drop(call);
        before.and_one().is_restored(&pool, &server, false).await;
        assert_eq!(
            (pool.size(), server.open(), server.accepted()),
            (1, 1, 1),
            "round {round}"
        );
    }
    send(&pool, read()).await.unwrap();
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn a_handshake_that_hangs_does_not_hold_up_who_comes_next() {
    let server = Server::answering("{}").await;
    let names = Scripted::new(|number| if number == 0 { never() } else { here() });
    let clock = Shifted::default();
    let pool = crate::single()
        .resolver(names.clone())
        .clock(clock.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    let impatient = tokio::spawn({
        let pool = pool.clone();
        async move { send(&pool, read()).await }
    });
    asked(&names, 1).await;
    impatient.abort();
    impatient.await.unwrap_err();
    clock.pass(LONG);
    within(
        Duration::from_secs(1),
        "a call after one that hangs",
        send(&pool, write()),
    )
    .await
    .unwrap();
    assert_eq!((names.asked(), server.accepted()), (2, 1));
}

#[tokio::test]
async fn a_handshake_left_by_its_caller_fails_for_nobody_else() {
    let (server, fail, permits) = (
        Server::answering("{}").await,
        Arc::new(Semaphore::new(0)),
        Arc::new(Semaphore::new(0)),
    );
    let names = Scripted::new({
        let (fail, permits) = (Arc::clone(&fail), Arc::clone(&permits));
        move |number| {
            let fail = Arc::clone(&fail);
            match number {
                0 => Box::pin(async move {
                    fail.acquire().await.unwrap().forget();
                    Err(io::Error::from(io::ErrorKind::NotFound))
                }),
                _ => here_after(&permits),
            }
        }
    });
    let clock = Shifted::default();
    let pool = crate::single()
        .resolver(names.clone())
        .clock(clock.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    assert!(polled(send(&pool, read()), 1).await.is_none());
    asked(&names, 1).await;
    clock.pass(LONG);
    let call = tokio::spawn({
        let pool = pool.clone();
        async move { send(&pool, write()).await }
    });
    asked(&names, 2).await;
    let tasks = tokio::runtime::Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    fail.add_permits(1);
    until(
        Duration::from_secs(3),
        || "the first look-up goes on".into(),
        || tasks.num_alive_tasks() < before,
    )
    .await;
    permits.add_permits(1);
    call.await.unwrap().unwrap();
}

/// Hundreds that give up while a handshake hangs do not make hundreds of handshakes.
#[tokio::test]
async fn callers_that_give_up_make_no_storm() {
    let server = Server::answering("{}").await;
    let names = Scripted::new(|_| never());
    let clock = Shifted::default();
    let pool = crate::single()
        .resolver(names.clone())
        .clock(clock.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    let before = Base::now(Some(&server));
    for _ in 0..300 {
        assert!(polled(send(&pool, read()), 1).await.is_none());
        tokio::task::yield_now().await;
    }
    assert_eq!(
        names.asked(),
        1,
        "a handshake that was just begun is as good as a new one"
    );
    for _ in 0..300 {
        clock.pass(LONG / 3);
        assert!(polled(send(&pool, read()), 1).await.is_none());
        tokio::task::yield_now().await;
    }
    assert!(names.asked() <= 5, "{} handshakes", names.asked());
    // Closing ends them at once, not at their limit of three seconds.
    assert!(pool.close().await.is_clean());
    let state = || format!("{before:?}: handshakes go on after the pool was closed");
    until(Duration::from_secs(1), state, || Base::now(Some(&server)) <= before).await;
}

/// The server takes the connection and says nothing: TLS never comes about (deadpool's issue 462).
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_comes_free_serves_who_waits_for_tls() {
    let (release, held) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let server = Server::start({
        let (release, held) = (Arc::clone(&release), Arc::clone(&held));
        move |mut peer| {
            let (release, held) = (Arc::clone(&release), Arc::clone(&held));
            async move {
                while peer.request().await.is_some() {
                    held.add_permits(1);
                    release.acquire().await.unwrap().forget();
                    peer.send(answer(200, "{}")).await;
                }
            }
        }
    })
    .await;
    let front = Front::of(&server).await;
    // Only the first look-up leads to the server. The others lead to the same port of another address of this machine,
    // where connections are accepted by the kernel and by nobody else.
    const SILENT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let _silent = tokio::net::TcpListener::bind((SILENT, front.port)).await.unwrap();
    let names = Scripted::new(|number| match number {
        0 => here(),
        _ => Box::pin(std::future::ready(Ok(vec![SILENT]))),
    });
    let pool = crate::single()
        .resolver(names.clone())
        .root_certificates(front.certificate.clone())
        .max_connections(4)
        .connect(&front.url())
        .await
        .unwrap();
    let call = || {
        let pool = pool.clone();
        tokio::spawn(async move { send(&pool, write()).await })
    };
    let first = call();
    held.acquire().await.unwrap().forget();
    let waiting = [call(), call(), call()];
    asked(&names, 4).await;
    // One after the other, on the only connection there will ever be.
    release.add_permits(4);
    within(Duration::from_secs(1), "all are served by one connection", async {
        first.await.unwrap().unwrap();
        for call in waiting {
            call.await.unwrap().unwrap();
        }
    })
    .await;
    assert_eq!((server.accepted(), server.requests()), (1, 4));
}

/// Each answer ends its connection: who waits must not be given one that has ended.
#[tokio::test]
async fn a_server_that_ends_each_connection_hurts_nobody() {
    const LAST: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
    let server = Server::start(|mut peer| async move {
        if peer.request().await.is_some() {
            peer.send(LAST).await;
        }
    })
    .await;
    let pool = crate::single().max_connections(8).connect(&server.url()).await.unwrap();
    let rounds = if is_full() { 1_000 } else { 100 };
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                for _ in 0..rounds {
                    send(&pool, write()).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    assert_eq!(server.requests(), 16 * rounds, "each was sent once");
}

#[tokio::test]
async fn a_resolver_that_panics_is_an_error_of_connecting() {
    let rounds = if is_full() { 1_000 } else { 100 };
    let server = Server::answering("{}").await;
    let names = Scripted::new(move |number| {
        assert!(number % 3 != 0, "no name today");
        match number % 3 {
            1 => Box::pin(async { panic!("no address today") }),
            _ => here(),
        }
    });
    // Each call needs a new connection, since none may rest.
    let pool = crate::single()
        .resolver(names.clone())
        .idle_timeout(Duration::ZERO)
        .max_connections(2)
        .connect_lazy(&named(&server))
        .unwrap();
    let mut failed = 0;
    for _ in 0..rounds {
        let Err(error) = send(&pool, write()).await else {
            continue;
        };
        failed += 1;
        assert_eq!(
            (error.kind(), error.class(), error.outcome()),
            (ErrorKind::Connection, Some(FailureClass::NotSent), Outcome::NotApplied)
        );
        assert!(
            crate::chain(&error).contains("has panicked"),
            "{}",
            crate::chain(&error)
        );
    }
    assert!(failed >= rounds / 2, "{failed}");
    assert_eq!(server.requests(), rounds - failed);
    assert_eq!(pool.in_flight(), 0);
}
