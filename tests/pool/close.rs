use std::sync::Arc;

use ddbx::error::FailureClass;
use ddbx::executor::Executor as _;
use ddbx::middleware::retry::{Delay, RetryOptions};
use ddbx::transport::{Attempt, Backend};
use ddbx::{ErrorKind, Operation, Outcome, PoolOptions, Request, Response, Safety};
use std::time::Duration;
use tokio::sync::Semaphore;

use crate::{User, user};

/// Polls a future once.
pub(crate) async fn is_pending(future: &mut (impl Future + Unpin)) -> bool {
    std::future::poll_fn(|context| std::task::Poll::Ready(std::pin::Pin::new(&mut *future).poll(context).is_pending()))
        .await
}

#[tokio::test]
async fn a_closed_pool_refuses_and_says_so() {
    let pool = crate::engine::connect().await;
    pool.create_tables::<(User,)>().await.unwrap();
    assert!(!pool.is_closed());
    pool.clone().close().await;
    assert!(pool.is_closed(), "clones are one pool");
    pool.close().await; // once more does no harm

    let error = ddbx::put(user("u1")).execute(&pool).await.unwrap_err();
    assert!(error.is_closed());
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert_eq!(error.class(), Some(FailureClass::NotSent));
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(error.to_string(), "PutItem on table `users`: the pool is closed");
}

/// Answers when it is let.
#[derive(Debug)]
struct Held(Arc<Semaphore>);

impl Backend for Held {
    fn send(&self, _: Request) -> Attempt {
        let gate = Arc::clone(&self.0);
        Box::pin(async move {
            let _pass = gate.acquire().await;
            Ok(Response::new(200, "{}"))
        })
    }
}

#[tokio::test]
async fn closing_waits_for_what_is_in_flight() {
    let gate = Arc::new(Semaphore::new(0));
    let pool = PoolOptions::new().connect_with(Held(Arc::clone(&gate)));
    let mut request = pool.execute(Request::new(Operation::ListTables, "{}"));
    assert!(is_pending(&mut request).await);
    assert_eq!(pool.in_flight(), 1);

    let mut closing = Box::pin(pool.close());
    assert!(is_pending(&mut closing).await, "it waits");
    assert_eq!(pool.in_flight(), 1, "and says for what");
    let refused = pool.execute(Request::new(Operation::ListTables, "{}")).await;
    assert!(refused.unwrap_err().is_closed(), "nothing new meanwhile");

    gate.add_permits(1);
    assert!(request.await.unwrap().is_success());
    closing.await;
    assert_eq!(pool.in_flight(), 0);
}

#[tokio::test]
async fn a_request_that_is_dropped_holds_up_nothing() {
    let pool = PoolOptions::new().connect_with(Held(Arc::new(Semaphore::new(0))));
    let mut request = pool.execute(Request::new(Operation::ListTables, "{}"));
    assert!(is_pending(&mut request).await);
    drop(request);
    assert_eq!(pool.in_flight(), 0);
    pool.close().await;
}

/// Fails always.
#[derive(Debug)]
struct Failing;

impl Backend for Failing {
    fn send(&self, _: Request) -> Attempt {
        Box::pin(async { Ok(Response::new(500, "{}")) })
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_a_repeat_or_a_backend_is_ended_and_reported() {
    for (backend, waits_for) in [(Some(Failing), "its repeat"), (None, "a backend")] {
        let delay = Delay::constant(Duration::from_secs(3));
        let options = PoolOptions::new().retry(RetryOptions::new().delay(delay));
        let pool = match backend {
            Some(backend) => options.connect_with(backend),
            None => options.connect_with(Held(Arc::new(Semaphore::new(0)))),
        };
        let mut write = pool.execute(
            Request::new(Operation::PutItem, "{}")
                .on("users")
                .with_safety(Safety::Repeatable),
        );
        let mut read = pool.execute(Request::new(Operation::GetItem, "{}").on("users"));
        assert!(is_pending(&mut write).await && is_pending(&mut read).await);
        let calls = tokio::spawn(async { (write.await.unwrap_err(), read.await.unwrap_err()) });
        let begun = tokio::time::Instant::now();
        let report = pool.close_within(Duration::from_millis(50)).await;
        assert!(begun.elapsed() <= Duration::from_millis(200), "{waits_for}");
        let (write, read) = calls.await.unwrap();
        assert!(write.is_closed() && write.is_unknown(), "{waits_for}: {write}");
        assert!(read.is_closed() && !read.is_unknown(), "{waits_for}: {read}");
        assert_eq!((report.ended.len(), report.unended), (2, 0), "{waits_for}");
        let outcomes: Vec<_> = report.ended.iter().map(|ended| ended.outcome).collect();
        assert!(outcomes.contains(&Outcome::Unknown) && outcomes.contains(&Outcome::NotApplied));
    }
}
