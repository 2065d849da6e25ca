//! Tables with a capacity, behind HTTP. One thread serves all of them.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use ddbx_benches::Result;
use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle};

use super::bucket::{Bucket, Capacity};

/// How long a request takes that is not throttled, or is.
const SERVICE_TIME: Duration = Duration::from_millis(5);

/// A server and its tables. It lives as long as the program.
#[derive(Clone)]
pub(super) struct Server(Arc<Shared>);

struct Shared {
    port: u16,
    start: Instant,
    tables: Mutex<HashMap<&'static str, Table>>,
}

struct Table {
    bucket: Bucket,
    seen: Seen,
}

/// What a table was asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// When requests came that were accepted, since the start.
    pub(super) accepted: Vec<Duration>,
    /// And those that were throttled.
    pub(super) throttled: Vec<Duration>,
}

impl Seen {
    pub(super) fn requests(&self) -> usize {
        self.accepted.len() + self.throttled.len()
    }
}

/// A thread that servers run on: they should wait for nobody's callers.
pub(super) fn thread() -> Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    Ok(handle)
}

impl Server {
    /// Starts a server, whose time begins now. A table without capacity is never throttled.
    pub(super) async fn start(thread: &Handle, capacities: &[(&'static str, Capacity)]) -> Result<Self> {
        let tables = capacities.iter().map(|(name, capacity)| {
            let table = Table {
                bucket: Bucket::new(capacity),
                seen: Seen::default(),
            };
            (*name, table)
        });
        let tables = Mutex::new(tables.collect());
        let server = thread.spawn(async move {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let server = Self(Arc::new(Shared {
                port: listener.local_addr()?.port(),
                start: TokioClock.now(),
                tables,
            }));
            tokio::spawn(server.clone().accept(listener));
            io::Result::Ok(server)
        });
        Ok(server.await??)
    }

    pub(super) fn port(&self) -> u16 {
        self.0.port
    }

    pub(super) fn start_time(&self) -> Instant {
        self.0.start
    }

    pub(super) fn seen(&self, table: &str) -> Seen {
        let tables = self.0.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.get(table).map(|table| table.seen.clone()).unwrap_or_default()
    }

    async fn accept(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            // An error ends the connection, and nothing else: the client will notice.
            tokio::spawn(self.clone().connection(stream));
        }
    }

    async fn connection(self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut received = Vec::with_capacity(4096);
        while stream.read_buf(&mut received).await? > 0 {
            while let Some(length) = length(&received) {
                let answer = self.answer(&received[..length]);
                received.drain(..length);
                TokioClock.sleep_until(TokioClock.now() + SERVICE_TIME).await;
                stream.write_all(answer.as_bytes()).await?;
            }
        }
        Ok(())
    }

    fn answer(&self, request: &[u8]) -> String {
        let at = TokioClock.now() - self.0.start;
        let mut tables = self.0.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let found = tables
            .iter_mut()
            .find(|(name, _)| memmem::find(request, format!(r#""TableName":"{name}""#).as_bytes()).is_some());
        if let Some((name, table)) = found {
            if !table.bucket.take(at) {
                table.seen.throttled.push(at);
                return http("400 Bad Request", &throttled(name));
            }
            table.seen.accepted.push(at);
        }
        http("200 OK", "{}")
    }
}

/// The length of the request at the start of these bytes, once all of it is there.
fn length(received: &[u8]) -> Option<usize> {
    let head = memmem::find(received, b"\r\n\r\n")? + 4;
    let lines = received[..head].split(|byte| *byte == b'\n');
    let mut sizes = lines.filter_map(|line| {
        let (name, value) = line.split_at_checked(15)?;
        name.eq_ignore_ascii_case(b"content-length:")
            .then_some(value.trim_ascii())
    });
    let body = sizes
        .next()
        .and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
    let length = head + body.unwrap_or(0);
    (received.len() >= length).then_some(length)
}

fn throttled(table: &str) -> String {
    format!(
        r#"{{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured provisioned throughput for the table was exceeded.","ThrottlingReasons":[{{"reason":"TableReadProvisionedThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:123456789012:table/{table}"}}]}}"#
    )
}

fn http(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\
         x-amzn-RequestId: 0000\r\nx-amz-crc32: {}\r\n\r\n{body}",
        body.len(),
        crc32fast::hash(body.as_bytes())
    )
}
