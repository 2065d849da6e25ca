//! Who gets a connection, and when.

use std::sync::Arc;
use std::time::Duration;

use ddbx::error::FailureClass;
use ddbx::{ErrorKind, Pool};
use tokio::sync::Notify;

use crate::server::{Server, answer};
use crate::{read, send, write};

#[tokio::test]
async fn connections_are_used_again_and_counted() {
    let server = Server::answering("{}").await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    assert_eq!(
        (pool.size(), pool.num_idle()),
        (1, 1),
        "one was made to see that it can be"
    );
    for _ in 0..50 {
        send(&pool, read()).await.unwrap();
    }
    assert_eq!(server.accepted(), 1);
    let many = (0..8).map(|_| send(&pool, read()));
    for result in futures_util::future::join_all(many).await {
        result.unwrap();
    }
    assert!(server.accepted() <= 8);
    assert_eq!(pool.size(), server.accepted());
    assert_eq!(pool.num_idle(), pool.size());
    pool.close().await;
    assert_eq!((pool.size(), pool.num_idle()), (0, 0));
    server.until(|server| server.open() == 0).await;
}

#[tokio::test]
async fn a_lazy_pool_connects_when_it_must() {
    let server = Server::answering("{}").await;
    let pool = crate::single().connect_lazy(&server.url()).unwrap();
    assert_eq!(pool.size(), 0);
    send(&pool, read()).await.unwrap();
    assert_eq!((pool.size(), server.accepted()), (1, 1));
}

/// "No limit" is written in many ways.
#[tokio::test]
async fn limits_without_end_are_limits() {
    let server = Server::answering("{}").await;
    let pool = crate::single()
        .max_connections(usize::MAX)
        .acquire_timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .idle_timeout(Duration::MAX)
        .max_lifetime(Duration::MAX)
        .connect(&server.url())
        .await
        .unwrap();
    send(&pool, write()).await.unwrap();
    assert!(pool.close_within(Duration::MAX).await.is_clean());
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_an_error_of_connecting() {
    let port = Server::answering("{}").await.port();
    // The server is gone; nobody else has its port.
    tokio::task::yield_now().await;
    let url = format!("dynamodb+http://127.0.0.1:{port}");
    let error = crate::single().connect(&url).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let lazy = crate::single().connect_lazy(&url).unwrap();
    let error = send(&lazy, write()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::Connection, Some(FailureClass::NotSent))
    );
    assert!(!error.is_unknown());
    assert_eq!(
        error.to_string(),
        format!("UpdateItem on table `users`: no connection to http://127.0.0.1:{port}")
    );
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("cannot be reached")
    );
}

/// Answers nothing until it is let.
async fn stuck(release: &Arc<Notify>) -> Server {
    let release = Arc::clone(release);
    Server::start(move |mut peer| {
        let release = Arc::clone(&release);
        async move {
            while peer.request().await.is_some() {
                release.notified().await;
                peer.send(answer(200, "{}")).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_hundred_waiters_end_within_their_limit_and_nothing_leaks() {
    let release = Arc::<Notify>::default();
    let server = stuck(&release).await;
    let pool = crate::single()
        .max_connections(4)
        .acquire_timeout(Duration::from_millis(200))
        .attempt_timeout(ddbx::middleware::timeout::Limits::all(Duration::from_secs(60)))
        .request_timeout(ddbx::middleware::timeout::Limits::all(Duration::from_secs(60)))
        .connect(&server.url())
        .await
        .unwrap();
    let held: Vec<_> = (0..4).map(|_| tokio::spawn(pool_send(&pool))).collect();
    server.until(|server| server.requests() == 4).await;

    let waiters: Vec<_> = (0..100).map(|_| tokio::spawn(pool_send(&pool))).collect();
    for waiter in waiters {
        let error = waiter.await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.class()),
            (ErrorKind::PoolTimeout, Some(FailureClass::NotSent))
        );
        assert_eq!(
            error.to_string(),
            "GetItem on table `users`: no connection came free within 200ms: all 4 are in use (`max_connections`, `acquire_timeout`)"
        );
    }
    assert_eq!(server.requests(), 4, "not one of them was sent");
    // Those who hold a connection are not disturbed, and all is as before.
    for _ in 0..4 {
        release.notify_one();
    }
    for held in held {
        held.await.unwrap().unwrap();
    }
    assert_eq!((pool.size(), pool.num_idle(), pool.in_flight()), (4, 4, 0));
    release.notify_one();
    send(&pool, read()).await.unwrap();
    assert_eq!(server.accepted(), 4);
}

fn pool_send(pool: &Pool) -> impl Future<Output = Result<ddbx::Response, ddbx::Error>> + Send + use<> {
    let pool = pool.clone();
    async move { send(&pool, read()).await }
}

#[tokio::test]
async fn whoever_asked_first_is_served_first() {
    let release = Arc::<Notify>::default();
    let order = Arc::<std::sync::Mutex<Vec<usize>>>::default();
    let server = stuck(&release).await;
    let pool = crate::single().max_connections(1).connect(&server.url()).await.unwrap();
    let mut tasks = Vec::new();
    for number in 0..10 {
        let (call, order) = (pool_send(&pool), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            call.await.unwrap();
            order.lock().unwrap().push(number);
        }));
        // In the line before the next one comes.
        tokio::task::yield_now().await;
    }
    for task in tasks {
        release.notify_one();
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
    assert_eq!(server.accepted(), 1);
}

/// 1,200 answers of 500: connections are not what failed.
#[tokio::test]
async fn five_hundreds_open_no_new_connections() {
    let server = Server::start(|mut peer| async move {
        while peer
            .answer(500, r#"{"__type":"InternalServerError","message":"no"}"#)
            .await
        {}
    })
    .await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    for _ in 0..120 {
        let calls = (0..10).map(|_| send(&pool, write()));
        for result in futures_util::future::join_all(calls).await {
            assert!(result.unwrap_err().is_unknown());
        }
    }
    assert_eq!(server.requests(), 1_200);
    assert!(
        server.accepted() <= 24,
        "{} connections for 1,200 failures",
        server.accepted()
    );
}
