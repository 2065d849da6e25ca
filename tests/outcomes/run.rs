//! How long a run is, what chance goes by, and what a server can do to an answer.

use std::future::Future;
use std::time::Duration;

use ddbx::middleware::chaos::When;
use ddbx::middleware::retry::{Delay, RetryOptions};
use ddbx::middleware::timeout::Limits;
use ddbx::ops::{CreateTable, KeyType};
use ddbx::testing::ledger::{Fate, LedgerOptions, LedgerServer};
use ddbx::{Pool, PoolOptions};
use futures_util::StreamExt as _;

/// The number for a quick run, or for the whole (`DDBX_CHECKS=full`).
pub(crate) fn count(quick: usize, full: usize) -> usize {
    let is_full = std::env::var_os("DDBX_CHECKS").is_some_and(|checks| checks == "full");
    if is_full { full } else { quick }
}

/// From `DDBX_SEED`, or another one each time.
pub(crate) fn seed() -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    let given = std::env::var("DDBX_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| RandomState::new().hash_one(0))
}

/// The seven ways to lose an answer.
pub(crate) const WAYS: [fn(When) -> Fate; 7] = [
    Fate::closed,
    Fate::reset,
    Fate::internal_error,
    Fate::unavailable,
    Fate::truncated,
    Fate::garbled,
    Fate::stalled,
];

/// How long an attempt may take where answers are lost in this way.
pub(crate) fn limit(way: fn(When) -> Fate) -> Duration {
    let stalls = way(When::AfterCommit) == Fate::stalled(When::AfterCommit);
    if stalls {
        Duration::from_millis(150)
    } else {
        Duration::from_secs(10)
    }
}

/// A server that loses the answers to one write in five, half of them before they are carried out, with the table
/// `items`, whose key is `id`.
pub(crate) async fn losing(way: fn(When) -> Fate, seed: u64) -> LedgerServer {
    losing_of(LedgerServer::builder(), way, seed).await
}

/// The same, with other options besides.
pub(crate) async fn losing_of(options: LedgerOptions, way: fn(When) -> Fate, seed: u64) -> LedgerServer {
    let server = options
        .seed(seed)
        .sometimes(0.1, way(When::BeforeCommit))
        .sometimes(0.1, way(When::AfterCommit))
        .start()
        .unwrap();
    with_items(server).await
}

/// The server with the table `items`, whose key is `id`.
pub(crate) async fn with_items(server: LedgerServer) -> LedgerServer {
    let items = CreateTable::new("items").partition_key("id", KeyType::S);
    items.send(&server.pool()).await.unwrap();
    server
}

/// How many calls are made at once.
pub(crate) const AT_ONCE: usize = 16;

/// A pool with time and repeats enough for a server that loses many answers: what is tested is what it says, not how
/// long it tries. Where nothing stalls, nothing ends by a time limit, however slow the machine is.
pub(crate) async fn patient(server: &LedgerServer) -> Pool {
    patient_for(server, Duration::from_secs(10)).await
}

/// The same, with a limit on an attempt.
pub(crate) async fn patient_for(server: &LedgerServer, attempt: Duration) -> Pool {
    let delay = Delay::growing(Duration::from_millis(1)).up_to(Duration::from_millis(20));
    PoolOptions::new()
        .attempt_timeout(Limits::all(attempt))
        .request_timeout(Limits::all(Duration::from_secs(30)))
        .retry(RetryOptions::new().attempts(20).delay(delay).budget(1_000, 1_000))
        .connect(server.url())
        .await
        .unwrap()
}

/// The results of these calls, [`AT_ONCE`] at a time.
pub(crate) async fn all<T>(calls: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    futures_util::stream::iter(calls).buffered(AT_ONCE).collect().await
}
