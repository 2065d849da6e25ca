//! Callers that give up while they wait: for a place, for a handshake, for the end of a pool.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ddbx::error::FailureClass;
use ddbx::middleware::timeout::Limits;
use ddbx::{ErrorKind, Outcome, Pool, PoolOptions};
use tokio::sync::Semaphore;

use crate::api;
use crate::base::{Base, until, within};
use crate::every_poll::{Pace, next, paced, polled};
use crate::names::{Scripted, named, never};
use crate::server::{Server, answer};
use crate::{read, send, write};

/// Answers when it is let.
async fn holding(release: &Arc<Semaphore>) -> Server {
    let release = Arc::clone(release);
    Server::start(move |mut peer| {
        let release = Arc::clone(&release);
        async move {
            while peer.request().await.is_some() {
                release.acquire().await.unwrap().forget();
                peer.send(answer(200, "{}")).await;
            }
        }
    })
    .await
}

fn patient() -> PoolOptions {
    let limits = Limits::all(Duration::from_secs(60));
    crate::single()
        .attempt_timeout(limits)
        .request_timeout(limits)
        .acquire_timeout(Duration::from_secs(60))
}

fn spawned(pool: &Pool) -> tokio::task::JoinHandle<Result<ddbx::Response, ddbx::Error>> {
    let pool = pool.clone();
    tokio::spawn(async move { send(&pool, write()).await })
}

#[tokio::test]
async fn whoever_gives_up_in_the_line_is_in_nobodys_way() {
    let release = Arc::new(Semaphore::new(0));
    let server = holding(&release).await;
    let pool = patient().max_connections(2).connect(&server.url()).await.unwrap();
    let base = Base::now(Some(&server));
    let held = [spawned(&pool), spawned(&pool)];
    server.until(|server| server.requests() == 2).await;
    for api in api::ALL {
        for polls in 1..=3 {
            let ended = paced((api.call)(pool.clone()), polls, Pace::Always).await;
            assert!(ended.is_none(), "{} did not wait", api.name);
        }
    }
    // In the middle of a line, too: every other one of these goes, and the order of the rest is as it was.
    let order = Arc::<Mutex<Vec<usize>>>::default();
    let mut line = Vec::new();
    for number in 0..40 {
        let (call, order) = (spawned_read(&pool), Arc::clone(&order));
        line.push(tokio::spawn(async move {
            call.await.unwrap();
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    line.iter().step_by(2).for_each(tokio::task::JoinHandle::abort);
    assert_eq!((server.requests(), server.accepted()), (2, 2), "none of them was sent");
    for (place, caller) in held.into_iter().enumerate() {
        release.add_permits(1);
        caller
            .await
            .unwrap()
            .unwrap_or_else(|error| panic!("{place}: {error:?}"));
    }
    for caller in line.into_iter().skip(1).step_by(2) {
        release.add_permits(1);
        within(Duration::from_secs(3), "one of the line", caller).await.unwrap();
    }
    // Two at a time are served, and tell of it in whatever order.
    for (position, number) in order.lock().unwrap().iter().enumerate() {
        assert!(number.abs_diff(2 * position + 1) <= 2, "{number} in place {position}");
    }
    assert_eq!((server.requests(), server.accepted()), (22, 2));
    base.is_restored(&pool, &server, true).await;
}

fn spawned_read(pool: &Pool) -> impl Future<Output = Result<ddbx::Response, ddbx::Error>> + Send + use<> {
    let pool = pool.clone();
    async move { send(&pool, read()).await }
}

#[tokio::test]
async fn whoever_waited_in_vain_is_in_nobodys_way() {
    let release = Arc::new(Semaphore::new(0));
    let server = holding(&release).await;
    let pool = patient()
        .max_connections(1)
        .acquire_timeout(Duration::from_millis(5))
        .connect(&server.url())
        .await
        .unwrap();
    let base = Base::now(Some(&server));
    let held = spawned(&pool);
    server.until(|server| server.requests() == 1).await;
    for api in api::ALL {
        let mut polls = 1;
        let error = loop {
            match polled((api.call)(pool.clone()), polls).await {
                Some(answer) => break answer.unwrap_err(),
                None => polls += 1,
            }
        };
        assert_eq!(
            (error.kind(), error.class()),
            (ErrorKind::PoolTimeout, Some(FailureClass::NotSent)),
            "{}",
            api.name
        );
        assert_eq!(pool.in_flight(), 1);
    }
    release.add_permits(2);
    held.await.unwrap().unwrap();
    send(&pool, read()).await.unwrap();
    base.is_restored(&pool, &server, true).await;
    assert_eq!((server.requests(), server.accepted()), (2, 1));
}

#[tokio::test]
async fn whoever_waited_for_a_handshake_in_vain_is_in_nobodys_way() {
    let release = Arc::new(Semaphore::new(100));
    let server = holding(&release).await;
    let hangs = Arc::new(std::sync::atomic::AtomicBool::new(true));
    let names = Scripted::new({
        let hangs = Arc::clone(&hangs);
        move |_| match hangs.load(std::sync::atomic::Ordering::SeqCst) {
            true => never(),
            false => crate::names::here(),
        }
    });
    let pool = crate::single()
        .resolver(names)
        .connect_timeout(Duration::from_millis(5))
        .connect_lazy(&named(&server))
        .unwrap();
    let base = Base::now(Some(&server)).and_one();
    for api in api::ALL {
        let mut polls = 1;
        let error = loop {
            match polled((api.call)(pool.clone()), polls).await {
                Some(answer) => break answer.unwrap_err(),
                None => polls += 1,
            }
        };
        assert_eq!(
            (error.kind(), error.class(), error.outcome()),
            (ErrorKind::Connection, Some(FailureClass::NotSent), Outcome::NotApplied),
            "{}",
            api.name
        );
    }
    hangs.store(false, std::sync::atomic::Ordering::SeqCst);
    send(&pool, read()).await.unwrap();
    base.is_restored(&pool, &server, true).await;
}

#[tokio::test]
async fn a_pool_that_nobody_waited_to_be_closed_is_closed_by_the_next() {
    for pace in [Pace::Woken, Pace::Always] {
        let mut polls = 1;
        loop {
            let release = Arc::new(Semaphore::new(0));
            let server = holding(&release).await;
            let before = Base::now(Some(&server));
            let pool = patient().connect(&server.url()).await.unwrap();
            let stuck = spawned(&pool);
            server.until(|server| server.requests() == 1).await;
            let first = paced(pool.close_within(Duration::from_millis(3)), polls, pace).await;
            let error = send(&pool, write()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Closed, "closed from the first poll on");
            assert!(polls > 1 || first.is_none());

            let report = pool.close_within(Duration::ZERO).await;
            assert_eq!((report.ended.len(), report.unended), (1, 0), "after {polls} polls");
            assert_eq!(report.ended[0].outcome, Outcome::Unknown);
            let error = stuck.await.unwrap().unwrap_err();
            assert_eq!((error.kind(), error.is_unknown()), (ErrorKind::Closed, true));
            assert_eq!(server.requests(), 1, "what came later was not sent");
            // The server holds the request still, and sees the end of the connection when it answers.
            release.add_permits(1);
            let state = || format!("{} connections, {before:?}", server.open());
            until(Duration::from_secs(1), state, || {
                server.open() == 0 && Base::now(Some(&server)) <= before
            })
            .await;
            if first.is_some() {
                assert_eq!(first, Some(report));
                break;
            }
            polls = next(polls, pace);
        }
    }
}

#[tokio::test]
async fn closing_goes_on_when_one_of_two_that_wait_for_it_goes() {
    let release = Arc::new(Semaphore::new(0));
    let server = holding(&release).await;
    let pool = patient().connect(&server.url()).await.unwrap();
    let stuck = spawned(&pool);
    server.until(|server| server.requests() == 1).await;
    let mut first = Box::pin(pool.close());
    assert!(polled(&mut first, 1).await.is_none());
    let second = tokio::spawn({
        let pool = pool.clone();
        async move { pool.close().await }
    });
    tokio::task::yield_now().await;
    drop(first);
    release.add_permits(1);
    stuck.await.unwrap().unwrap();
    let report = within(Duration::from_secs(1), "the second close", second)
        .await
        .unwrap();
    assert!(report.is_clean());
    server.until(|server| server.open() == 0).await;
}

/// Credentials that come once; who asks again waits.
#[cfg(feature = "aws")]
#[derive(Clone, Debug, Default)]
struct Once {
    asked: Arc<std::sync::atomic::AtomicUsize>,
    again: Arc<tokio::sync::Notify>,
}

#[cfg(feature = "aws")]
impl aws_credential_types::provider::ProvideCredentials for Once {
    fn provide_credentials<'a>(&'a self) -> aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let first = self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        let end = ddbx::clock::Clock::wall(&ddbx::middleware::TokioClock) + Duration::from_secs(60 * 60);
        let keys = aws_credential_types::Credentials::new("KEY", "secret", None, first.then_some(end), "test");
        aws_credential_types::provider::future::ProvideCredentials::new(async move {
            if !first {
                self.again.notified().await;
            }
            Ok(keys)
        })
    }
}

/// They have no connection, and none may be made for them after the end.
#[cfg(feature = "aws")]
#[tokio::test]
async fn whoever_waits_for_credentials_is_told_that_the_pool_is_closed() {
    let server = Server::answering("{}").await;
    let (once, clock) = (Once::default(), crate::clock::Shifted::default());
    let config = aws_config::SdkConfig::builder()
        .region(aws_config::Region::new("eu-west-1"))
        .endpoint_url(format!("http://127.0.0.1:{}", server.port()))
        .credentials_provider(aws_credential_types::provider::SharedCredentialsProvider::new(
            once.clone(),
        ))
        .build();
    let pool = patient()
        .clock(clock.clone())
        .connect_from_sdk_config(&config)
        .await
        .unwrap();
    clock.suspend(Duration::from_secs(2 * 60 * 60));
    // The first one's future is dropped, and the second one is told.
    assert!(polled(send(&pool, write()), 1).await.is_none());
    let call = spawned(&pool);
    until(
        Duration::from_secs(1),
        || "a second look-up".into(),
        || once.asked.load(std::sync::atomic::Ordering::SeqCst) == 2 && pool.in_flight() == 1,
    )
    .await;
    let report = pool.close_within(Duration::ZERO).await;
    assert_eq!((report.ended.len(), report.unended), (1, 0));
    assert_eq!(report.ended[0].outcome, Outcome::NotApplied);
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::Closed, Some(FailureClass::NotSent))
    );
    once.again.notify_one();
    server.until(|server| server.open() == 0).await;
    assert_eq!((server.requests(), server.accepted()), (0, 1));
}
