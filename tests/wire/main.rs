//! The wire: connections and what becomes of requests on them, against servers that misbehave.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod abrupt;
mod age;
mod api;
mod base;
mod chance;
mod clock;
mod close;
mod dial;
mod drain;
mod drops;
mod every_poll;
mod handshake;
mod hostile;
mod idle;
mod ledger;
mod mended;
mod message;
mod names;
mod pool;
mod race;
mod runtimes;
mod server;
mod tls;
mod trap;
mod undecided;
mod wait;
mod waiting;

use ddbx::executor::Executor as _;
use ddbx::middleware::retry::RetryOptions;
use ddbx::{Error, Operation, Pool, PoolOptions, Request, Response, Safety};

/// Options of a pool that makes one attempt at each request: what the wire itself does is looked at here.
fn single() -> PoolOptions {
    PoolOptions::new().retry(RetryOptions::never())
}

/// A read of one item.
fn read() -> Request {
    Request::new(Operation::GetItem, r#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#).on("users")
}

/// A write that nobody may repeat.
fn write() -> Request {
    let body = r#"{"TableName":"users","Key":{"id":{"S":"u1"}},"UpdateExpression":"ADD n :one","ExpressionAttributeValues":{":one":{"N":"1"}}}"#;
    Request::new(Operation::UpdateItem, body)
        .on("users")
        .with_safety(Safety::Unsafe)
}

async fn send(pool: &Pool, request: Request) -> Result<Response, Error> {
    pool.execute(request).await
}

/// Lets the runtime look at its sockets: what the kernel has of them by now is known afterwards.
async fn look_at_sockets() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (client, server) = tokio::join!(tokio::net::TcpStream::connect(address), listener.accept());
    drop((client.unwrap(), server.unwrap()));
}

/// The whole chain of causes, as a person reads it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
