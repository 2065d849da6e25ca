//! The same pool with other options.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ddbx::executor::Executor as _;
use ddbx::middleware::retry::RetryOptions;
use ddbx::transport::{Attempt, Backend};
use ddbx::{Entity as _, Operation, Pool, PoolOptions, Request, Response};

use crate::{User, user};

/// Answers after 100 ms, at a cost of 20 units; counts how many requests it has at once.
#[derive(Clone, Debug, Default)]
struct Costly {
    inside: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
}

impl Backend for Costly {
    fn send(&self, _: Request) -> Attempt {
        let (this, clock) = (self.clone(), self.clock());
        Box::pin(async move {
            this.sent.fetch_add(1, Ordering::Relaxed);
            let inside = this.inside.fetch_add(1, Ordering::Relaxed) + 1;
            this.most.fetch_max(inside, Ordering::Relaxed);
            clock.sleep_until(clock.now() + Duration::from_millis(100)).await;
            this.inside.fetch_sub(1, Ordering::Relaxed);
            let body = r#"{"ConsumedCapacity":{"TableName":"users","CapacityUnits":20.0}}"#;
            Ok(Response::new(200, body))
        })
    }
}

/// How long so many requests take, made at once.
async fn timed(pool: &Pool, requests: usize) -> Duration {
    let begun = tokio::time::Instant::now();
    let scan = || Request::new(Operation::Scan, r#"{"TableName":"users"}"#).on("users");
    let calls: Vec<_> = (0..requests).map(|_| tokio::spawn(pool.execute(scan()))).collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap().is_success());
    }
    begun.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_scope_keeps_to_its_rate_of_capacity_and_the_pool_does_not() {
    let pool = PoolOptions::new().connect_with(Costly::default());
    let background = pool.with(|options| options.capacity_limit(10.0));
    // Two seconds for each but the first, whichever statement it is of, and longer than the deadline of any.
    timed(&background, 1).await;
    let took = timed(&background.clone(), 10).await;
    assert!((18..=22).contains(&took.as_secs()), "{took:?}");
    let took = timed(&background.with(|options| options.retry(RetryOptions::never())), 1).await;
    assert!(took.as_secs() >= 1, "one made from it shares its rate: {took:?}");
    assert!(timed(&pool, 10).await < Duration::from_millis(200));
}

#[tokio::test(start_paused = true)]
async fn a_scope_keeps_to_its_number_of_requests() {
    let backend = Costly::default();
    let pool = PoolOptions::new().connect_with(backend.clone());
    let worker = pool.with(|options| options.concurrency_limit(2));
    assert_eq!(timed(&worker, 10).await, Duration::from_millis(500));
    assert_eq!(backend.most.load(Ordering::Relaxed), 2);
    assert_eq!(timed(&pool, 10).await, Duration::from_millis(100));
    assert_eq!(backend.most.load(Ordering::Relaxed), 10);
}

#[tokio::test]
async fn a_scope_has_its_own_tables_and_closes_with_the_pool() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let tenant = pool.with(|options| options.table_prefix("t1-"));
    assert_eq!(&*tenant.table(User::SCHEMA), "t1-users");
    tenant.create_tables::<(User,)>().await.unwrap();
    ddbx::put(user("u1")).execute(&tenant).await.unwrap();
    let error = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err();
    assert!(error.is_table_not_found(), "the pool has no prefix");
    pool.close().await;
    assert!(tenant.is_closed());
}
