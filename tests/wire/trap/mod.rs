//! A trap: what stands where a signed request must not go. It keeps all that reaches it.
//!
//! Each test has a control in which the same trap is somewhere it may be, and is reached.

mod answer;
mod environment;
mod literal;
mod name;
mod tls;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use ddbx::transport::{Resolve, Resolving};
use ddbx::{Error, ErrorKind, Pool};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::server::answer;
use crate::{read, send};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Listens, answers as DynamoDB does, and remembers.
struct Trap {
    address: SocketAddr,
    caught: Arc<Mutex<Caught>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Caught {
    connections: usize,
    bytes: Vec<u8>,
}

impl Trap {
    async fn on(address: IpAddr) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let caught = Arc::<Mutex<Caught>>::default();
        let log = Arc::clone(&caught);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                log.lock().unwrap().connections += 1;
                tokio::spawn(keep(socket, Arc::clone(&log)));
            }
        });
        Self { address, caught, task }
    }

    fn port(&self) -> u16 {
        self.address.port()
    }

    fn connections(&self) -> usize {
        self.caught.lock().unwrap().connections
    }

    /// Whether anything signed came.
    fn has_a_signature(&self) -> bool {
        let text = String::from_utf8_lossy(&self.caught.lock().unwrap().bytes).to_ascii_lowercase();
        // The name of the header, and of the algorithm in it.
        text.contains("authorization") || text.contains("aws4-hmac") || text.contains("x-amz-security-token")
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(mut socket: TcpStream, log: Arc<Mutex<Caught>>) {
    let mut chunk = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = socket.read(&mut chunk).await {
        log.lock().unwrap().bytes.extend_from_slice(&chunk[..length]);
        // Once the end of a head, or what is no HTTP, is there.
        if socket.write_all(answer(200, "{}").as_bytes()).await.is_err() {
            return;
        }
    }
}

/// An address of this machine that is not loopback; `None` on a machine without a network.
fn own_address() -> Option<IpAddr> {
    // Nothing is sent: a datagram socket only looks for the way there.
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("198.51.100.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

/// Leads every name to these addresses.
#[derive(Clone, Debug)]
struct To(Vec<IpAddr>);

impl To {
    fn all(addresses: &[&str]) -> Self {
        Self(addresses.iter().map(|address| address.parse().unwrap()).collect())
    }
}

impl Resolve for To {
    fn resolve(&self, _: &str) -> Resolving {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A pool that cannot be made, with or without connecting at once: the error says why, and is no wait.
async fn is_refused(options: impl Fn() -> ddbx::PoolOptions, url: &str, kind: ErrorKind, why: &str) {
    let error = options().connect(url).await.unwrap_err();
    says(&error, url, kind, why);
    match options().connect_lazy(url) {
        Err(error) => says(&error, url, kind, why),
        Ok(pool) => says(&send(&pool, read()).await.unwrap_err(), url, kind, why),
    }
}

fn says(error: &Error, url: &str, kind: ErrorKind, why: &str) {
    let chain = crate::chain(error);
    assert_eq!(error.kind(), kind, "{url}: {chain}");
    assert!(chain.contains(why), "{url}: {chain}");
    assert!(!chain.contains("hunter2"), "{url}: {chain}");
}

/// The control: the pool reaches the trap, and signs.
async fn is_caught(pool: Result<Pool, Error>, trap: &Trap) {
    send(&pool.unwrap(), read()).await.unwrap();
    assert!(trap.has_a_signature());
}
