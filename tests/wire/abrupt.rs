//! Ends that come from outside: of a `select!`, a limit around a limit, an aborted task, a panic.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use ddbx::middleware::timeout::Limits;
use ddbx::{Error, Pool, PoolOptions, Request, Response, Stack};
use futures_util::future::{Either, select};
use tower::{Layer, Service};

use crate::base::{Base, all_places_are_free, is_full};
use crate::chance::{Random, seed, turns};
use crate::drops::{LATENCY, slow};
use crate::ledger::{Ledger, Told, entry};
use crate::send;
use crate::server::Server;

const PLACES: usize = 8;

fn rounds() -> u64 {
    if is_full() { 1_000 } else { 150 }
}

/// A pool, and what it has to be like afterwards.
struct Place {
    pool: Pool,
    server: Server,
    ledger: Ledger,
    base: Base,
    random: Random,
    seed: u64,
}

impl Place {
    async fn new(options: PoolOptions) -> Self {
        let (seed, ledger) = (seed(), Ledger::default());
        let server = slow(&ledger, PLACES).await;
        let pool = options.max_connections(PLACES).connect(&server.url()).await.unwrap();
        all_places_are_free(&pool, PLACES).await;
        let base = Base::now(Some(&server));
        Self {
            pool,
            server,
            ledger,
            base,
            random: Random(seed),
            seed,
        }
    }

    /// A number of turns, up to twice what an answer takes.
    fn moment(&mut self) -> u64 {
        self.random.below(2 * LATENCY)
    }

    /// Nothing is lost, least of all a place.
    async fn expect_as_before(self, told: &[(u64, Told)]) {
        let Self {
            pool,
            server,
            ledger,
            base,
            seed,
            ..
        } = self;
        base.is_restored(&pool, &server, true).await;
        all_places_are_free(&pool, PLACES).await;
        ledger
            .judge(told)
            .unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
    }
}

#[tokio::test]
async fn of_two_operations_one_is_dropped() {
    let mut place = Place::new(crate::single()).await;
    let mut told = Vec::new();
    for round in 0..rounds() {
        let (one, other) = (2 * round, 2 * round + 1);
        let ahead = place.moment();
        let second = async {
            turns(ahead).await;
            send(&place.pool, entry(other)).await
        };
        tokio::select! {
            answer = send(&place.pool, entry(one)) => told.extend([(one, Told::by(&answer)), (other, Told::Nothing)]),
            answer = second => told.extend([(one, Told::Nothing), (other, Told::by(&answer))]),
        }
    }
    assert!(told.iter().filter(|(_, told)| *told == Told::Done).count() as u64 == rounds());
    place.expect_as_before(&told).await;
}

/// The attempt's limit in the request's, in one of tower's, in one of the caller's.
#[tokio::test]
async fn limits_within_limits() {
    let options = crate::single()
        .attempt_timeout(Limits::all(Duration::from_micros(300)))
        .request_timeout(Limits::all(Duration::from_micros(500)))
        .layer(tower::timeout::TimeoutLayer::new(Duration::from_millis(1)));
    // The first answers take longer than that, since all places have to be filled.
    let mut place = Place::new(crate::single()).await;
    let limited = options
        .max_connections(PLACES)
        .connect_lazy(&place.server.url())
        .unwrap();
    let mut told = Vec::new();
    for round in 0..rounds() / 4 {
        let calls: Vec<_> = (0..PLACES as u64).map(|call| round * PLACES as u64 + call).collect();
        let answers = calls.iter().map(|id| {
            let patience = Duration::from_micros(100 + place.random.below(1_000));
            let call = send(&limited, entry(*id));
            async move {
                let end = TokioClock.sleep_until(TokioClock.now() + patience);
                match select(pin!(call), end).await {
                    Either::Left((answer, _)) => Told::by(&answer),
                    Either::Right(_) => Told::Nothing,
                }
            }
        });
        let answers = futures_util::future::join_all(answers.collect::<Vec<_>>()).await;
        told.extend(calls.into_iter().zip(answers));
    }
    assert_eq!(limited.in_flight(), 0);
    limited.close().await;
    place.expect_as_before(&told).await;
}

async fn aborted() {
    let mut place = Place::new(crate::single()).await;
    let ids = Arc::<AtomicU64>::default();
    let mut told = Vec::new();
    for _ in 0..rounds() {
        let calls: Vec<_> = (0..PLACES)
            .map(|_| {
                let (pool, id) = (place.pool.clone(), ids.fetch_add(1, Ordering::SeqCst));
                (id, tokio::spawn(async move { send(&pool, entry(id)).await }))
            })
            .collect();
        for (id, call) in calls {
            turns(place.moment() / 4).await;
            call.abort();
            told.push((id, call.await.map_or(Told::Nothing, |answer| Told::by(&answer))));
        }
    }
    assert!(told.iter().any(|(_, told)| *told == Told::Done));
    assert!(told.iter().any(|(_, told)| *told == Told::Nothing));
    place.expect_as_before(&told).await;
}

#[tokio::test]
async fn tasks_that_are_aborted() {
    aborted().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_that_are_aborted_from_another_thread() {
    aborted().await;
}

/// Panics when it is told to.
#[derive(Clone)]
struct Panicking(Stack);

/// Where a layer panics, by the number of the request.
fn panics_at(id: u64) -> u64 {
    id % 5
}

impl Service<Request> for Panicking {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let id: u64 = match std::str::from_utf8(&request.body)
            .unwrap()
            .split(r#""S":""#)
            .nth(1)
            .unwrap()
            .split('"')
            .next()
        {
            Some(id) if request.operation == ddbx::Operation::UpdateItem => id.parse().unwrap(),
            _ => u64::MAX - 1,
        };
        let at = if id == u64::MAX - 1 { 4 } else { panics_at(id) };
        assert!(at != 0, "before the call");
        let mut answer = self.0.call(request);
        Box::pin(async move {
            assert!(at != 1, "before the first poll");
            let mut polls = 0;
            let answer = std::future::poll_fn(|context| {
                let poll = answer.as_mut().poll(context);
                polls += 1;
                assert!(!(at == 2 && polls == 1), "after the first poll");
                poll
            })
            .await;
            assert!(at != 3, "after the answer");
            answer
        })
    }
}

#[derive(Clone)]
struct PanicLayer;

impl Layer<Stack> for PanicLayer {
    type Service = Panicking;

    fn layer(&self, inner: Stack) -> Panicking {
        Panicking(inner)
    }
}

#[tokio::test]
async fn a_layer_that_panics() {
    let place = Place::new(crate::single().layer(PanicLayer)).await;
    let mut told = Vec::new();
    for id in 0..5 * rounds() {
        let pool = place.pool.clone();
        let call = tokio::spawn(async move { send(&pool, entry(id)).await });
        let known = match call.await {
            Ok(answer) => Told::by(&answer),
            Err(end) => {
                assert!(end.is_panic());
                Told::Nothing
            }
        };
        assert_eq!(known == Told::Done, panics_at(id) == 4, "{id}: {known:?}");
        told.push((id, known));
    }
    assert_eq!(
        place.ledger.len() as u64,
        3 * rounds(),
        "those that got as far as the wire were carried out, once"
    );
    place.expect_as_before(&told).await;
}
