//! Making connections: names that fail, addresses that are dead, handshakes that hang, and storms.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ddbx::ErrorKind;
use ddbx::error::FailureClass;
use ddbx::transport::{Resolve, Resolving};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;

use crate::clock::Shifted;
use crate::server::Server;
use crate::{read, send, write};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const DEAD: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// The addresses of every name, as a test sets them. None: there is no such name.
#[derive(Clone, Debug, Default)]
struct Names {
    addresses: Arc<Mutex<Vec<IpAddr>>>,
    asked: Arc<AtomicUsize>,
}

impl Names {
    fn of(addresses: impl Into<Vec<IpAddr>>) -> Self {
        let names = Self::default();
        names.set(addresses);
        names
    }

    fn set(&self, addresses: impl Into<Vec<IpAddr>>) {
        *self.addresses.lock().unwrap() = addresses.into();
    }
}

impl Resolve for Names {
    fn resolve(&self, host: &str) -> Resolving {
        assert_eq!(host, "localhost");
        self.asked.fetch_add(1, Ordering::SeqCst);
        let addresses = self.addresses.lock().unwrap().clone();
        Box::pin(async move {
            match addresses.is_empty() {
                true => Err(io::Error::new(io::ErrorKind::NotFound, "no such name")),
                false => Ok(addresses),
            }
        })
    }
}

fn named(server: &Server) -> String {
    format!("dynamodb+http://localhost:{}", server.port())
}

#[tokio::test]
async fn names_that_fail_hurt_only_who_needs_a_new_connection() {
    let (server, names) = (Server::answering("{}").await, Names::of([HERE]));
    let pool = crate::single()
        .resolver(names.clone())
        .connect(&named(&server))
        .await
        .unwrap();
    names.set([]);
    for _ in 0..100 {
        send(&pool, write()).await.unwrap();
    }
    // Two at once: one of them has the connection, the other needs a new one.
    let (one, other) = tokio::join!(send(&pool, write()), send(&pool, write()));
    let error = one.and(other).unwrap_err();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::Connection, Some(FailureClass::NotSent))
    );
    assert!(
        crate::chain(&error).contains("no such name"),
        "{}",
        crate::chain(&error)
    );
    // The name is back, and so are the connections.
    names.set([HERE]);
    let (one, other) = tokio::join!(send(&pool, write()), send(&pool, write()));
    one.and(other).unwrap();
    assert_eq!(server.accepted(), 2);
}

#[tokio::test]
async fn a_name_without_an_address_is_an_error() {
    #[derive(Debug)]
    struct Empty;
    impl Resolve for Empty {
        fn resolve(&self, _: &str) -> Resolving {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }
    }
    let error = crate::single()
        .resolver(Empty)
        .connect("dynamodb+http://localhost:1")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(crate::chain(&error).contains("the name has no address"));
}

#[tokio::test]
async fn a_new_address_is_used_within_the_maximum_age() {
    let names = Names::of([HERE]);
    let old = Server::answering("{}").await;
    // The same port on another address of this machine.
    let new = TcpListener::bind((DEAD, old.port())).await.unwrap();
    let clock = Shifted::default();
    let pool = crate::single()
        .resolver(names.clone())
        .clock(clock.clone())
        .connect(&named(&old))
        .await
        .unwrap();
    names.set([DEAD]);
    send(&pool, read()).await.unwrap();
    assert_eq!(old.requests(), 1, "the old connection lives on");
    clock.pass(Duration::from_secs(5 * 60));
    let call = tokio::spawn(async move { send(&pool, read()).await });
    new.accept().await.unwrap();
    call.abort();
    assert_eq!((old.requests(), old.accepted()), (1, 1));
}

/// A listener whose queue is full: the kernel drops what comes, and connecting hangs.
async fn black_hole(port: u16) -> (TcpListener, Vec<tokio::task::JoinHandle<io::Result<TcpStream>>>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((DEAD, port).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let filling = (0..4).map(|_| tokio::spawn(TcpStream::connect(address))).collect();
    // The queue holds two; until they are in it, it is not full.
    for _ in 0..100 {
        crate::look_at_sockets().await;
    }
    (listener, filling)
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn of_two_addresses_the_dead_one_is_passed_over() {
    let server = Server::answering("{}").await;
    let _hole = black_hole(server.port()).await;
    let names = Names::of([DEAD, HERE]);
    let pool = crate::single()
        .resolver(names)
        .connect_timeout(Duration::from_millis(400))
        .connect(&named(&server))
        .await
        .unwrap();
    send(&pool, write()).await.unwrap();
    assert_eq!(server.accepted(), 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_black_hole_ends_at_the_limit_and_names_it() {
    let server = Server::answering("{}").await;
    let _hole = black_hole(server.port()).await;
    let pool = crate::single()
        .resolver(Names::of([DEAD]))
        .connect_timeout(Duration::from_millis(100))
        .max_connections(2)
        .acquire_timeout(Duration::from_millis(150))
        .connect_lazy(&named(&server))
        .unwrap();
    let calls = (0..3).map(|_| send(&pool, write()));
    let errors: Vec<_> = futures_util::future::join_all(calls)
        .await
        .into_iter()
        .map(Result::unwrap_err)
        .collect();
    for error in errors {
        assert_eq!(
            (error.kind(), error.class()),
            (ErrorKind::Connection, Some(FailureClass::NotSent)),
            "{error:?}"
        );
        let chain = crate::chain(&error);
        assert!(
            chain.contains("connect_timeout") || chain.contains("deadline has elapsed"),
            "{chain}"
        );
    }
    assert_eq!((pool.size(), pool.in_flight()), (0, 0));
}

/// Looks names up when it is let, and says how many look-ups wait.
#[derive(Clone, Debug)]
struct Gate {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
}

impl Gate {
    fn shut() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(0)),
            waiting: Arc::default(),
            most: Arc::default(),
            fails: Arc::default(),
        }
    }

    fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// Lets the runtime run until these many look-ups wait.
    async fn until(&self, waiting: usize) {
        while self.waiting() != waiting {
            tokio::task::yield_now().await;
        }
    }
}

impl Resolve for Gate {
    fn resolve(&self, _: &str) -> Resolving {
        let gate = self.clone();
        Box::pin(async move {
            let waiting = gate.waiting.fetch_add(1, Ordering::SeqCst) + 1;
            gate.most.fetch_max(waiting, Ordering::SeqCst);
            gate.permits.acquire().await.unwrap().forget();
            gate.waiting.fetch_sub(1, Ordering::SeqCst);
            match gate.fails.load(Ordering::SeqCst) {
                true => Err(io::Error::new(io::ErrorKind::NotFound, "no such name")),
                false => Ok(vec![HERE]),
            }
        })
    }
}

#[tokio::test]
async fn a_connection_nobody_waits_for_any_more_joins_the_pool() {
    let (server, gate) = (Server::answering("{}").await, Gate::shut());
    let pool = crate::single()
        .resolver(gate.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    let impatient = tokio::spawn({
        let pool = pool.clone();
        async move { send(&pool, read()).await }
    });
    gate.until(1).await;
    impatient.abort();
    assert!(impatient.await.unwrap_err().is_cancelled());
    assert_eq!(pool.size(), 0);
    gate.permits.add_permits(1);
    server.until(|server| server.open() == 1).await;
    send(&pool, read()).await.unwrap();
    assert_eq!((server.accepted(), pool.size()), (1, 1));
}

#[tokio::test]
async fn a_connection_that_comes_free_serves_whoever_waits_for_a_handshake() {
    let (server, gate) = (Server::answering("{}").await, Gate::shut());
    let pool = crate::single()
        .resolver(gate.clone())
        .max_connections(2)
        .connect_lazy(&named(&server))
        .unwrap();
    gate.permits.add_permits(1);
    send(&pool, read()).await.unwrap();
    // The second of two needs a connection of its own, which never comes; the first one's serves it.
    let (one, other) = tokio::join!(send(&pool, read()), send(&pool, read()));
    one.and(other).unwrap();
    assert_eq!(server.accepted(), 1);
    gate.until(1).await;
}

#[tokio::test]
async fn after_a_failure_four_handshakes_run_at_once() {
    let (server, gate) = (Server::answering("{}").await, Gate::shut());
    let pool = crate::single()
        .resolver(gate.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    gate.fails.store(true, Ordering::SeqCst);
    gate.permits.add_permits(1);
    send(&pool, write()).await.unwrap_err();
    gate.most.store(0, Ordering::SeqCst);
    // An outage with a hundred callers.
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { send(&pool, write()).await })
        })
        .collect();
    gate.until(4).await;
    gate.permits.add_permits(50);
    while calls.iter().filter(|call| call.is_finished()).count() < 50 {
        tokio::task::yield_now().await;
    }
    gate.until(4).await;
    assert_eq!(gate.most.load(Ordering::SeqCst), 4, "at no time more");
    // The name is back: a few connections serve all who wait.
    gate.fails.store(false, Ordering::SeqCst);
    gate.permits.add_permits(1_000);
    let mut served = 0;
    for call in calls {
        served += usize::from(call.await.unwrap().is_ok());
    }
    assert!((46..=50).contains(&served), "{served}");
}

#[tokio::test]
async fn a_pool_timeout_keeps_the_last_connection_error_as_its_source() {
    let (server, gate) = (Server::answering("{}").await, Gate::shut());
    let pool = crate::single()
        .resolver(gate.clone())
        .max_connections(1)
        .acquire_timeout(Duration::from_millis(50))
        .connect_lazy(&named(&server))
        .unwrap();
    gate.fails.store(true, Ordering::SeqCst);
    gate.permits.add_permits(1);
    send(&pool, read()).await.unwrap_err();
    let hanging = tokio::spawn({
        let pool = pool.clone();
        async move { send(&pool, read()).await }
    });
    gate.until(1).await;
    let error = send(&pool, read()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::PoolTimeout, Some(FailureClass::NotSent))
    );
    assert!(
        crate::chain(&error).contains("no such name"),
        "{}",
        crate::chain(&error)
    );
    hanging.abort();
}
