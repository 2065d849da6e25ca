//! dynoxide over HTTP, by its own server: one of the engines that `scripts/engines` starts.
//!
//! Each access key has an engine of its own, as with ministack and DynamoDB Local, so that tests with the same table
//! names run side by side. Which engine a connection is for is read from its first request; all that follows is passed
//! on as it is. Prints where it listens, and runs until it is stopped.

#![allow(clippy::unwrap_used, reason = "a server for tests: its caller sees that it ends")]
#![expect(clippy::print_stdout, reason = "the caller reads the port")]

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use dynoxide::Database;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// Longer than any head of a request for DynamoDB.
const HEAD: usize = 64 * 1024;
/// Long expressions need it in a debug build.
const STACK: usize = 16 * 1024 * 1024;

/// Where the engine of an access key listens.
type Engines = Arc<Mutex<HashMap<String, SocketAddr>>>;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .thread_stack_size(STACK)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        println!("listening on http://{}", listener.local_addr().unwrap());
        let engines = Engines::default();
        loop {
            // A connection that is gone before it is accepted is its client's business.
            if let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(pass_on(connection, Arc::clone(&engines)));
            }
        }
    });
}

/// Joins a connection to the engine of its access key.
async fn pass_on(mut client: TcpStream, engines: Engines) -> std::io::Result<()> {
    let mut begun = Vec::new();
    while !begun.windows(4).any(|end| end == b"\r\n\r\n") {
        if begun.len() > HEAD || client.read_buf(&mut begun).await? == 0 {
            return Ok(());
        }
    }
    let address = engine(access_key(&begun), &engines).await?;
    let mut server = TcpStream::connect(address).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    server.write_all(&begun).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

/// The access key in `authorization: AWS4-HMAC-SHA256 Credential=KEY/DATE/…`; nothing where nobody signed.
fn access_key(head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head);
    let key = head
        .split_once("Credential=")
        .and_then(|(_, rest)| rest.split_once('/'));
    key.map(|(key, _)| key.to_owned()).unwrap_or_default()
}

/// Where the engine of this key listens; started, if it is new.
async fn engine(key: String, engines: &Engines) -> std::io::Result<SocketAddr> {
    let mut engines = engines.lock().await;
    if let Some(address) = engines.get(&key) {
        return Ok(*address);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(dynoxide::server::serve_on(listener, Database::memory().unwrap()));
    engines.insert(key, address);
    Ok(address)
}
