//! A server on loopback that does what a test tells it, connection by connection.

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// Runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    census: Arc<Census>,
    task: JoinHandle<()>,
}

/// Who came, and who is there.
#[derive(Debug, Default)]
pub(crate) struct Census {
    accepted: AtomicUsize,
    open: AtomicUsize,
    requests: AtomicUsize,
    changed: Notify,
}

impl Server {
    /// Serves each connection with `serve`, in a task of its own.
    pub(crate) async fn start<F>(serve: impl Fn(Peer) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let census = Arc::<Census>::default();
        let counts = Arc::clone(&census);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                socket.set_nodelay(true).unwrap();
                let number = counts.accepted.fetch_add(1, Ordering::SeqCst);
                counts.count(&counts.open, 1);
                let peer = Peer {
                    socket: Some(socket),
                    buffer: Vec::new(),
                    number,
                    census: Arc::clone(&counts),
                };
                connections.spawn(serve(peer));
            }
        });
        Self { address, census, task }
    }

    /// Answers every request with this body and status 200.
    pub(crate) async fn answering(body: &'static str) -> Self {
        Self::start(move |mut peer| async move { while peer.answer(200, body).await {} }).await
    }

    pub(crate) fn url(&self) -> String {
        format!("dynamodb+http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Connections that were ever accepted.
    pub(crate) fn accepted(&self) -> usize {
        self.census.accepted.load(Ordering::SeqCst)
    }

    /// Connections that are open as the server sees it.
    pub(crate) fn open(&self) -> usize {
        self.census.open.load(Ordering::SeqCst)
    }

    /// Requests that were read to their end.
    pub(crate) fn requests(&self) -> usize {
        self.census.requests.load(Ordering::SeqCst)
    }

    /// Waits until the numbers are as wanted.
    pub(crate) async fn until(&self, wanted: impl Fn(&Self) -> bool) {
        loop {
            let changed = self.census.changed.notified();
            if wanted(self) {
                return;
            }
            changed.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Census {
    fn count(&self, counter: &AtomicUsize, change: isize) {
        counter.fetch_add(change.cast_unsigned(), Ordering::SeqCst);
        self.changed.notify_waiters();
    }
}

/// The server's end of one connection.
#[derive(Debug)]
pub(crate) struct Peer {
    socket: Option<TcpStream>,
    buffer: Vec<u8>,
    /// Counted from 0.
    pub(crate) number: usize,
    census: Arc<Census>,
}

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    /// The first line.
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Peer {
    fn socket(&mut self) -> &mut TcpStream {
        self.socket.as_mut().unwrap()
    }

    /// The next request; `None` when the client closes.
    pub(crate) async fn request(&mut self) -> Option<Received> {
        loop {
            if let Some((received, length)) = parse(&self.buffer) {
                self.buffer.drain(..length);
                self.census.count(&self.census.requests, 1);
                return Some(received);
            }
            self.buffer.reserve(16 * 1024);
            match self.socket.as_mut().unwrap().read_buf(&mut self.buffer).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Waits until something of a request is there, without taking it.
    pub(crate) async fn first_byte(&mut self) {
        let _ = self.socket().peek(&mut [0]).await;
    }

    /// Bytes as they are.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.socket().write_all(bytes.as_ref()).await.is_ok()
    }

    /// Reads a request and answers it; `false` when the client has gone.
    pub(crate) async fn answer(&mut self, status: u16, body: &str) -> bool {
        self.request().await.is_some() && self.send(answer(status, body)).await
    }

    /// Closes it with a reset instead of an end.
    pub(crate) fn reset(mut self) {
        if let Some(socket) = self.socket.take() {
            socket.set_zero_linger().unwrap();
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.socket.take());
        self.census.count(&self.census.open, -1);
    }
}

/// An answer of DynamoDB's form.
pub(crate) fn answer(status: u16, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\nx-amzn-requestid: R{status}\r\n\r\n{body}",
        body.len()
    )
}

fn parse(buffer: &[u8]) -> Option<(Received, usize)> {
    let end = buffer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let body = buffer.get(end + 4..end + 4 + length)?.to_vec();
    Some((Received { line, headers, body }, end + 4 + length))
}
