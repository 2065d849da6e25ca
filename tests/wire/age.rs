//! Connections grow old, by two clocks, and are made anew.

use std::time::Duration;

use crate::clock::Shifted;
use crate::server::Server;
use crate::{read, send};

#[tokio::test]
async fn a_connection_that_rested_too_long_is_not_used_again() {
    let (server, clock) = (Server::answering("{}").await, Shifted::default());
    let pool = crate::single()
        .clock(clock.clone())
        .connect(&server.url())
        .await
        .unwrap();
    clock.pass(Duration::from_secs(19));
    send(&pool, read()).await.unwrap();
    clock.pass(Duration::from_secs(19));
    send(&pool, read()).await.unwrap();
    assert_eq!(server.accepted(), 1, "each use starts its rest anew");
    clock.pass(Duration::from_secs(21));
    send(&pool, read()).await.unwrap();
    assert_eq!((server.accepted(), pool.size()), (2, 1));
}

/// A frozen Lambda, a closed laptop: the monotonic clock knows nothing of it.
#[tokio::test]
async fn a_suspended_machine_finds_its_connections_too_old() {
    let (server, clock) = (Server::answering("{}").await, Shifted::default());
    let pool = crate::single()
        .clock(clock.clone())
        .connect(&server.url())
        .await
        .unwrap();
    clock.suspend(Duration::from_secs(90));
    send(&pool, read()).await.unwrap();
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn a_connection_in_constant_use_ends_at_its_maximum_age() {
    let (server, clock) = (Server::answering("{}").await, Shifted::default());
    let pool = crate::single()
        .clock(clock.clone())
        .max_lifetime(Duration::from_secs(100))
        .connect(&server.url())
        .await
        .unwrap();
    // Not before four fifths of it, and not after it.
    for second in 0..=100 {
        if second < 80 {
            assert_eq!(server.accepted(), 1, "at {second} s");
        }
        send(&pool, read()).await.unwrap();
        clock.pass(Duration::from_secs(1));
    }
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn as_many_as_were_asked_for_are_kept_open() {
    let (server, clock) = (Server::answering("{}").await, Shifted::default());
    let pool = crate::single()
        .clock(clock.clone())
        .min_connections(5)
        .idle_timeout(Duration::from_millis(400))
        .connect(&server.url())
        .await
        .unwrap();
    assert_eq!((pool.size(), pool.num_idle(), server.accepted()), (5, 5, 5));
    // The upkeep looks every tenth of a second here; it replaces all of them.
    clock.suspend(Duration::from_secs(1));
    server
        .until(|server| server.accepted() == 10 && server.open() == 5)
        .await;
    // The server lets go of some: those are replaced when they are noticed, at the latest by their age.
    let used = futures_util::future::join_all((0..5).map(|_| send(&pool, read()))).await;
    assert!(used.iter().all(Result::is_ok));
    assert_eq!(server.accepted(), 10, "made in advance, and used");
    pool.close().await;
    server.until(|server| server.open() == 0).await;
}
