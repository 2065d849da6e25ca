use std::sync::Arc;
use std::time::Duration;

use ddbx::error::FailureClass;
use ddbx::executor::Executor as _;
use ddbx::middleware::retry::RetryOptions;
use ddbx::transport::{Attempt, Backend};
use ddbx::{ErrorKind, Operation, Pool, PoolOptions, Request, Response};
use tokio::sync::Semaphore;

use crate::{User, user};

/// Does one request at a time, in 400 ms, as an engine with a queue does.
#[derive(Debug)]
struct OneByOne(Arc<Semaphore>);

impl Backend for OneByOne {
    fn send(&self, _: Request) -> Attempt {
        let (clock, turn) = (self.clock(), Arc::clone(&self.0));
        Box::pin(async move {
            let _turn = turn.acquire().await;
            clock.sleep_until(clock.now() + Duration::from_millis(400)).await;
            Ok(Response::new(200, "{}"))
        })
    }
}

/// How ten writes at once end: stored, and unknown.
async fn ten_writes(places: usize) -> (usize, usize) {
    let backend = OneByOne(Arc::new(Semaphore::new(1)));
    // Each attempt is looked at: none is repeated.
    let options = PoolOptions::new().retry(RetryOptions::never());
    let pool = options.max_connections(places).connect_with(backend);
    let writes = (0..10).map(|number| {
        let pool = pool.clone();
        tokio::spawn(async move { ddbx::put(user(&format!("u{number}"))).execute(&pool).await })
    });
    let (mut stored, mut unknown) = (0, 0);
    for write in writes.collect::<Vec<_>>() {
        match write.await.unwrap() {
            Ok(_) => stored += 1,
            Err(error) if error.is_unknown() => unknown += 1,
            Err(error) => panic!("{error}"),
        }
    }
    (stored, unknown)
}

/// An attempt has a second. Ten writes take four, one after the other: waiting must not count.
#[tokio::test(start_paused = true)]
async fn waiting_for_a_place_leaves_no_write_unknown() {
    assert_eq!(ten_writes(1).await, (10, 0));
    // The control: with a place for each, they wait below their attempt's clock.
    assert_eq!(ten_writes(10).await, (2, 8));
}

/// More writers than places, on the engine itself: what is in the table is what was answered.
#[tokio::test]
async fn two_thousand_writers_are_stored_or_were_not_sent() {
    let pool = PoolOptions::new()
        .max_connections(4)
        .connect(&crate::engine::url())
        .await
        .unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    let writers = (0..2_000).map(|number| {
        let pool = pool.clone();
        tokio::spawn(async move { ddbx::put(user(&format!("u{number}"))).execute(&pool).await })
    });
    let mut stored = 0;
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap() {
            Ok(_) => stored += 1,
            // On a machine that is very slow, a deadline may pass; then nothing was sent.
            Err(error) => assert_eq!(error.class(), Some(FailureClass::NotSent), "{error}"),
        }
    }
    let count = ddbx::ops::Scan::new("users").all_pages().count(&pool).await.unwrap();
    assert_eq!(count, stored);
}

/// Answers after ten seconds.
#[derive(Debug)]
struct Slow;

impl Backend for Slow {
    fn send(&self, _: Request) -> Attempt {
        let clock = self.clock();
        Box::pin(async move {
            clock.sleep_until(clock.now() + Duration::from_secs(10)).await;
            Ok(Response::new(200, "{}"))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_waits_in_vain_was_not_sent() {
    let options = PoolOptions::new().retry(RetryOptions::never());
    let pool = options.max_connections(1).connect_with(Slow);
    let request = || Request::new(Operation::PutItem, "{}").on("users");
    let first = tokio::spawn(pool.execute(request().with_safety(ddbx::Safety::Unsafe)));
    let second = pool.execute(request()).await;
    // The first one has used up its attempt by then, and given its place to the second.
    assert!(first.await.unwrap().unwrap_err().is_unknown());
    assert!(second.unwrap_err().is_unknown(), "it had its own whole attempt");

    let start = tokio::time::Instant::now().into_std();
    let long = tokio::spawn(pool.execute(Request::new(Operation::Scan, "{}")));
    tokio::task::yield_now().await;
    let hurried = pool
        .execute(request().with_deadline(start + Duration::from_millis(500)))
        .await;
    let error = hurried.unwrap_err();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::PoolTimeout, Some(FailureClass::NotSent))
    );
    assert!(error.is_timeout() && !error.is_unknown());
    drop(long);
}

/// Never answers.
#[derive(Debug)]
struct Silent(Arc<tokio::sync::Notify>);

impl Backend for Silent {
    fn send(&self, _: Request) -> Attempt {
        Box::pin(std::future::pending())
    }

    fn close(&self) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.notify_one();
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test(start_paused = true)]
async fn closing_does_not_wait_for_ever_for_a_request_that_nobody_polls() {
    let closed = Arc::new(tokio::sync::Notify::new());
    let pool: Pool = PoolOptions::new().connect_with(Silent(Arc::clone(&closed)));
    let mut held = pool.execute(Request::new(Operation::ListTables, "{}"));
    assert!(crate::close::is_pending(&mut held).await);
    assert_eq!(pool.in_flight(), 1);
    let start = tokio::time::Instant::now();
    let report = pool.close().await;
    // And two moments more, in case those who were told to end do.
    assert_eq!(start.elapsed(), Duration::from_millis(30_200));
    assert_eq!((report.ended.len(), report.unended), (0, 1));
    closed.notified().await;
    assert_eq!(pool.in_flight(), 1, "it is still held");

    // One that was never polled was never in flight.
    let never = pool.execute(Request::new(Operation::ListTables, "{}"));
    assert_eq!(pool.in_flight(), 1);
    assert!(never.await.unwrap_err().is_closed());
}
