//! A provider that does as it is told, and a clock that stands still until it is moved.

mod failing;
mod fresh;
mod lost;
mod refused;

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use ddbx_core::clock::Sleep;
use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind};
use tokio::sync::{Semaphore, watch};

use super::*;

const HOUR: u64 = 60 * 60;

/// A clock whose two times move together, when they are told to.
#[derive(Debug)]
struct Hand {
    start: (Instant, SystemTime),
    passed: watch::Sender<Duration>,
}

impl Hand {
    #[expect(clippy::disallowed_methods, reason = "an instant can be had from nowhere else")]
    fn new() -> Arc<Self> {
        let wall = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        Arc::new(Self {
            start: (Instant::now(), wall),
            passed: watch::Sender::new(Duration::ZERO),
        })
    }

    /// Moves on, and lets everything happen that waited for it.
    async fn advance(&self, seconds: f64) {
        self.passed
            .send_modify(|passed| *passed += Duration::from_secs_f64(seconds));
        settle().await;
    }
}

impl Clock for Hand {
    fn now(&self) -> Instant {
        self.start.0 + *self.passed.borrow()
    }

    fn wall(&self) -> SystemTime {
        self.start.1 + *self.passed.borrow()
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        let (start, mut passed) = (self.start.0, self.passed.subscribe());
        Box::pin(async move {
            let _ = passed.wait_for(|passed| start + *passed >= deadline).await;
        })
    }
}

/// Lets every other task run until it waits for something.
async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

enum Answer {
    /// Credentials of this name that end after so many seconds.
    Give(&'static str, Option<u64>),
    /// Some that ended a minute ago.
    Expired,
    Fail,
    /// Never answers.
    Hang,
    Panic,
    /// As `Give`, once the gate is opened.
    Slow(&'static str, Option<u64>),
}

/// A provider that does as it is told.
#[derive(Debug)]
struct Script {
    clock: Arc<Hand>,
    answers: Mutex<VecDeque<Answer>>,
    calls: AtomicUsize,
    gate: Semaphore,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Answer")
    }
}

impl Script {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn open(&self) {
        self.gate.add_permits(1);
    }
}

impl Provide for Script {
    fn provide(&self) -> Providing<'_> {
        Box::pin(async {
            self.calls.fetch_add(1, Ordering::Relaxed);
            let answer = self
                .answers
                .lock()
                .unwrap()
                .pop_front()
                .expect("the provider was asked too often");
            let credentials = |name: &str, life: Option<u64>| {
                let credentials = Credentials::new(name, format!("secret of {name}"));
                match life {
                    Some(seconds) => credentials.with_expiry(self.clock.wall() + Duration::from_secs(seconds)),
                    None => credentials,
                }
            };
            match answer {
                Answer::Give(name, life) => Ok(credentials(name, life)),
                Answer::Slow(name, life) => {
                    self.gate.acquire().await.unwrap().forget();
                    Ok(credentials(name, life))
                }
                Answer::Expired => {
                    Ok(Credentials::new("old", "secret").with_expiry(self.clock.wall() - Duration::from_secs(60)))
                }
                Answer::Fail => Err(ProvideError {
                    message: "no credentials today".into(),
                    source: Some("the service is down".into()),
                }),
                Answer::Hang => std::future::pending().await,
                Answer::Panic => panic!("a provider with a mistake in it"),
            }
        })
    }
}

struct Scene {
    cache: Arc<CredentialsCache>,
    script: Arc<Script>,
    clock: Arc<Hand>,
}

fn scene(answers: impl IntoIterator<Item = Answer>) -> Scene {
    let clock = Hand::new();
    let script = Arc::new(Script {
        clock: Arc::clone(&clock),
        answers: Mutex::new(answers.into_iter().collect()),
        calls: AtomicUsize::new(0),
        gate: Semaphore::new(0),
    });
    let cache = CredentialsCache::provided(
        Arc::clone(&script) as Arc<dyn Provide>,
        Arc::clone(&clock) as Arc<dyn Clock>,
    );
    Scene {
        cache: Arc::new(cache),
        script,
        clock,
    }
}

impl Scene {
    /// The name of the credentials that are there without waiting; `None` if they have to be waited for.
    fn at_once(&self) -> Option<Result<String, Error>> {
        let mut get = std::pin::pin!(self.cache.get());
        match get.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Some(result.map(|credentials| credentials.access_key().to_owned())),
            Poll::Pending => None,
        }
    }

    fn name_at_once(&self) -> String {
        match self.at_once() {
            Some(result) => result.unwrap(),
            None => panic!("somebody has to wait"),
        }
    }

    async fn name(&self) -> String {
        self.cache.get().await.unwrap().access_key().to_owned()
    }

    /// This many tasks that want credentials.
    fn crowd(&self, size: usize) -> Vec<tokio::task::JoinHandle<Result<Arc<Credentials>, Error>>> {
        let one = || {
            let cache = Arc::clone(&self.cache);
            tokio::spawn(async move { cache.get().await })
        };
        std::iter::repeat_with(one).take(size).collect()
    }
}

fn assert_not_sent(error: &Error, message: &str) {
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.class(), Some(FailureClass::NotSent));
    assert!(error.is_retryable());
}
