//! Thousands of futures dropped at random moments.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ddbx::executor::{Execution, Executor};
use ddbx::{Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::base::{Base, all_places_are_free, is_full, within};
use crate::chance::{Random, seed, turns};
use crate::ledger::{Ledger, Told, entry};
use crate::server::{Server, answer};

/// How long the server takes, in turns of the runtime.
pub(crate) const LATENCY: u64 = 12;

/// Turns that it takes to get there and back.
const WAY: u64 = 3;

fn drops() -> usize {
    if is_full() { 10_000 } else { 1_000 }
}

/// Commits writes, takes its time, and answers; reads it answers when all places have one.
pub(crate) async fn slow(ledger: &Ledger, places: usize) -> Server {
    let (ledger, arrived) = (ledger.clone(), Arc::new(Barrier::new(places)));
    Server::start(move |mut peer| {
        let (ledger, arrived) = (ledger.clone(), Arc::clone(&arrived));
        async move {
            while let Some(request) = peer.request().await {
                ledger.commit(&request);
                if request.headers["x-amz-target"].ends_with("GetItem") {
                    arrived.wait().await;
                } else {
                    turns(LATENCY).await;
                }
                if !peer.send(answer(200, "{}")).await {
                    return;
                }
            }
        }
    })
    .await
}

/// Calls, each of which is dropped after 0 to 2 times what an answer takes, until `wanted` were dropped.
async fn drop_many<E>(client: E, callers: usize, seed: u64, wanted: usize) -> Vec<(u64, Told)>
where
    E: Executor + Clone + 'static,
{
    let (dropped, ids) = (Arc::<AtomicUsize>::default(), Arc::<AtomicU64>::default());
    let callers: Vec<_> = (1..=callers as u64)
        .map(|caller| {
            let (client, dropped, ids) = (client.clone(), Arc::clone(&dropped), Arc::clone(&ids));
            let mut random = Random(seed.wrapping_mul(caller) | 1);
            tokio::spawn(async move {
                let mut told = Vec::new();
                while dropped.load(Ordering::SeqCst) < wanted {
                    let id = ids.fetch_add(1, Ordering::SeqCst);
                    let call = client.execute(entry(id));
                    let patience = turns(random.below(2 * (LATENCY + WAY)));
                    told.push(tokio::select! {
                        biased;
                        answer = call => (id, Told::by(&answer)),
                        () = patience => {
                            dropped.fetch_add(1, Ordering::SeqCst);
                            (id, Told::Nothing)
                        }
                    });
                }
                told
            })
        })
        .collect();
    let mut told = Vec::new();
    for caller in callers {
        told.extend(caller.await.unwrap());
    }
    told
}

#[expect(clippy::print_stdout, reason = "the figures of a run, with its seed")]
async fn drops_leave_nothing_behind(callers: usize) {
    let (seed, wanted) = (seed(), drops());
    let ledger = Ledger::default();
    let server = slow(&ledger, callers).await;
    let pool = crate::single()
        .max_connections(callers)
        .min_connections(callers)
        .connect(&server.url())
        .await
        .unwrap();
    all_places_are_free(&pool, callers).await;
    let base = Base::now(Some(&server));
    let before = server.accepted();

    let told = within(
        Duration::from_secs(600),
        &format!("seed {seed}"),
        drop_many(pool.clone(), callers, seed, wanted),
    )
    .await;
    base.is_restored(&pool, &server, true).await;
    all_places_are_free(&pool, callers).await;
    let done = told.iter().filter(|(_, told)| *told == Told::Done).count();
    let new = server.accepted() - before;
    println!(
        "seed {seed}: {wanted} drops, {done} answers, {} commits, {new} new connections, {} in the pool",
        ledger.len(),
        pool.size()
    );
    assert!(done > wanted / 4, "seed {seed}: {done} answers");
    ledger
        .judge(&told)
        .unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
    // Those that are being drained are missing, and some are made by callers that have left, more of them on a machine
    // that is busy: no more than that, whatever the number of drops.
    let missing = 2 * callers.max(32) + 8;
    assert!(
        new <= (wanted / 100).max(missing),
        "seed {seed}: {new} new connections for {wanted} drops"
    );
}

#[tokio::test]
async fn drops_on_one_thread() {
    drops_leave_nothing_behind(24).await;
}

/// As many places as a pool has where nothing else is said.
#[tokio::test]
async fn drops_of_many_at_once() {
    drops_leave_nothing_behind(128).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drops_on_two_threads() {
    drops_leave_nothing_behind(24).await;
}

/// A client that does the obvious: a call that is dropped takes its connection with it.
#[derive(Clone, Debug)]
struct Naive {
    server: SocketAddr,
    idle: Arc<Mutex<Vec<TcpStream>>>,
}

impl Executor for Naive {
    fn execute(&self, request: Request) -> Execution {
        let Self { server, idle } = self.clone();
        Box::pin(async move {
            let resting = idle.lock().unwrap().pop();
            let mut socket = match resting {
                Some(socket) => socket,
                None => TcpStream::connect(server).await.unwrap(),
            };
            let head = format!(
                "POST / HTTP/1.1\r\nx-amz-target: {}\r\ncontent-length: {}\r\n\r\n",
                request.operation.target(),
                request.body.len()
            );
            socket
                .write_all(&[head.as_bytes(), &request.body].concat())
                .await
                .unwrap();
            let mut answer = Vec::new();
            while !answer.ends_with(b"{}") {
                socket.read_buf(&mut answer).await.unwrap();
            }
            idle.lock().unwrap().push(socket);
            Ok(Response::new(200, "{}"))
        })
    }
}

/// The control: the same run, judged alike.
#[tokio::test]
async fn drops_cost_a_naive_client_a_connection_each() {
    let (seed, wanted) = (seed(), drops() / 5);
    let ledger = Ledger::default();
    let server = slow(&ledger, 1).await;
    let naive = Naive {
        server: SocketAddr::from(([127, 0, 0, 1], server.port())),
        idle: Arc::default(),
    };
    let told = drop_many(naive, 24, seed, wanted).await;
    ledger
        .judge(&told)
        .unwrap_or_else(|violations| panic!("seed {seed}: {violations}"));
    let new = server.accepted();
    println!("seed {seed}: {wanted} drops, {new} connections");
    assert!(
        new > wanted / 2,
        "seed {seed}: {new} connections for {wanted} drops: then the limit above is none"
    );
}
