//! How things are when nothing goes on, and that they are so again after whatever went on.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ddbx::Pool;
use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use futures_util::future::{Either, select};

use crate::server::{Server, answer};
use crate::{read, send};

/// Whether the long form of each test runs: thousands of rounds instead of hundreds.
pub(crate) fn is_full() -> bool {
    std::env::var_os("DDBX_CHECKS").is_some_and(|checks| checks == "full")
}

/// Ends a test that hangs. What is waited for is a condition, never the time.
pub(crate) async fn within<T>(limit: Duration, what: &str, wait: impl Future<Output = T>) -> T {
    let clock = TokioClock;
    match select(pin!(wait), clock.sleep_until(clock.now() + limit)).await {
        Either::Left((output, _)) => output,
        Either::Right(_) => panic!("not within {limit:?}: {what}"),
    }
}

/// Waits for a condition that nobody announces.
pub(crate) async fn until(limit: Duration, what: impl Fn() -> String, condition: impl Fn() -> bool) {
    let clock = TokioClock;
    let end = clock.now() + limit;
    while !condition() {
        assert!(clock.now() < end, "not within {limit:?}: {}", what());
        tokio::task::yield_now().await;
    }
}

/// Tasks of this runtime, those that serve the connections of `local` servers left out.
fn tasks(local: Option<&Server>) -> usize {
    let all = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    all.saturating_sub(local.map_or(0, Server::open))
}

/// The tasks that there are while nothing goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Base {
    tasks: usize,
}

impl Base {
    /// `local`: the server runs in this runtime, too.
    pub(crate) fn now(local: Option<&Server>) -> Self {
        Self { tasks: tasks(local) }
    }

    /// The same, and the upkeep, which the first request starts.
    pub(crate) fn and_one(self) -> Self {
        Self { tasks: self.tasks + 1 }
    }

    /// No request, no connection, no task is left of what was: within 3 s, since an answer that nobody waits for may
    /// take 2.
    pub(crate) async fn is_restored(self, pool: &Pool, server: &Server, local: bool) {
        let local = local.then_some(server);
        assert_eq!(pool.in_flight(), 0, "a request is still counted");
        let state = || {
            format!(
                "{} connections at the server, {} in the pool, {} of them idle, {} tasks instead of {}",
                server.open(),
                pool.size(),
                pool.num_idle(),
                tasks(local),
                self.tasks
            )
        };
        until(Duration::from_secs(3), state, || {
            server.open() == pool.size() && pool.num_idle() == pool.size() && tasks(local) <= self.tasks
        })
        .await;
    }
}

/// Every place can be taken: `places` reads are in flight at once, which the server's barrier sees to.
pub(crate) async fn all_places_are_free(pool: &Pool, places: usize) {
    let reads = (0..places).map(|_| send(pool, read()));
    let answers = within(
        Duration::from_secs(5),
        "as many reads at once as there are places",
        futures_util::future::join_all(reads),
    )
    .await;
    for answer in answers {
        answer.unwrap();
    }
}

/// A server in a thread and a runtime of its own: it goes on whatever the test's runtime does.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    server: Arc<Server>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Elsewhere {
    pub(crate) fn start<F>(serve: impl Fn(crate::server::Peer) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (started, start) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let server = Arc::new(Server::start(serve).await);
                started.send(server).unwrap();
                let _ = stopped.await;
            });
        });
        Self {
            server: start.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Answers every request with this body and status 200.
    pub(crate) fn answering(body: &'static str) -> Self {
        Self::start(move |mut peer| async move {
            while peer.request().await.is_some() && peer.send(answer(200, body)).await {}
        })
    }
}

impl std::ops::Deref for Elsewhere {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
