//! What answers without measure take from the heap. A program of its own: the allocator that counts is there for all of
//! it. The server is on another thread, and what it takes is not counted.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener};

use allocation_counter::measure;
use ddbx::executor::Executor as _;
use ddbx::middleware::retry::RetryOptions;
use ddbx::{Error, Item, Operation, Pool, PoolOptions, Request, ops};

const MIB: u64 = 1 << 20;

/// The most heap that a call takes at one time, and what becomes of it, when its answer is `head` and then `piece`
/// again and again.
fn peak<T>(
    head: &str,
    piece: &str,
    times: usize,
    call: impl AsyncFnOnce(&Pool) -> Result<T, Error>,
) -> (u64, Option<Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("dynamodb+http://{}", listener.local_addr().unwrap());
    let (head, piece) = (head.to_owned(), piece.to_owned());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut request = [0; 16 << 10];
        assert!(socket.read(&mut request).unwrap() > 0);
        let mut sent = socket.write_all(head.as_bytes()).is_ok();
        for _ in 0..times {
            sent = sent && socket.write_all(piece.as_bytes()).is_ok();
        }
        let _ = socket.shutdown(Shutdown::Write);
        // The client closes when it has had enough.
        let _ = socket.read(&mut request);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // One answer: what is repeated would be answered again.
    let options = PoolOptions::new().retry(RetryOptions::never());
    let (pool, mut result) = (runtime.block_on(options.connect(&url)).unwrap(), None);
    let info = measure(|| result = Some(runtime.block_on(call(&pool)).err()));
    drop((pool, runtime));
    server.join().unwrap();
    (info.bytes_max, result.unwrap())
}

async fn get(pool: &Pool) -> Result<(), Error> {
    ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(pool)
        .await
        .map(drop)
}

async fn scan(pool: &Pool) -> Result<(), Error> {
    ops::Scan::new("users").send::<Item>(pool).await.map(drop)
}

async fn raw(pool: &Pool) -> Result<(), Error> {
    pool.execute(Request::new(Operation::GetItem, "{}")).await.map(drop)
}

const CLOSED: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn a_head_takes_less_than_a_mebibyte() {
    let line = format!("x: {}\r\n", "y".repeat(40));
    for (head, piece, times) in [
        ("HTTP/1.1 200 OK\r\ncontent-length: 16777217\r\n\r\n", "x", 1),
        ("HTTP/1.1 200 OK\r\n", &*line, 100_000),
        (
            "HTTP/1.1 200 OK\r\nx: ",
            "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            100_000,
        ),
        ("", "HTTP/1.1 100 Continue\r\n\r\n", 100_000),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n",
            &line,
            100_000,
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;",
            "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            100_000,
        ),
    ] {
        let (bytes, error) = peak(head, piece, times, raw);
        assert!(error.is_some() && bytes < MIB, "{head:?}: {bytes} bytes");
    }
}

#[test]
fn a_body_takes_what_is_read_of_it() {
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(1 << 16));
    let (bytes, error) = peak(CHUNKED, &chunk, 4_096, raw);
    assert!(error.unwrap().to_string().contains("larger than 16777216 bytes"));
    // The old buffer and the new one, while a body whose length nobody knows grows.
    assert!(bytes < 3 * 16 * MIB, "{bytes} bytes");
}

/// What a body becomes, in multiples of its length: it, and what is read from it.
#[test]
fn values_take_a_multiple_of_their_text() {
    for (start, piece, times, end, multiple) in [
        (r#"{"Item":{"a":"#, r#"{"L":["#, 1_000_000, "}", 3),
        (r#"{"Item":{"a":{"M":{"#, r#""m":{"M":{"#, 1_000_000, "}", 3),
        (r#"{"More":"#, "[", 8_000_000, "}", 3),
        (r#"{"Item":{"#, r#""a":{"N":"1"},"#, 500_000, r#""a":{"N":"1"}}}"#, 3),
        (r#"{"Item":{"a":{"NS":["#, r#""1","#, 2_000_000, r#""2"]}}}"#, 3),
        // The shortest text of a value.
        (r#"{"Item":{"a":{"L":["#, r#"{"S":""},"#, 400_000, r#"{"S":""}]}}}"#, 12),
    ] {
        let body = format!("{start}{}{end}", piece.repeat(times));
        let (bytes, error) = peak(&format!("{CLOSED}{body}"), "", 0, get);
        assert!(
            bytes < multiple * body.len() as u64,
            "{start}: {bytes} bytes for {}, {error:?}",
            body.len()
        );
    }
}

/// Two bytes each in an answer, and a struct each in memory.
#[test]
fn no_more_items_are_read_than_a_page_can_have() {
    let page = |items: usize| format!("{CLOSED}{{\"Items\":[{}{{}}]}}", "{},".repeat(items - 1));
    let (bytes, error) = peak(&page(5_000_000), "", 0, scan);
    let error = error.unwrap();
    assert_eq!(error.kind(), ddbx::ErrorKind::Decode);
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.contains("more elements than any answer of DynamoDB's has"),
        "{cause}"
    );
    assert!(bytes < 64 * MIB, "{bytes} bytes");
    let (_, error) = peak(&page(1 << 19), "", 0, scan);
    assert!(error.is_none(), "{error:?}");
}

#[test]
fn no_more_reasons_are_read_than_a_transaction_can_have() {
    let head = CLOSED.replace("200 OK", "400 Bad Request");
    let body = format!(
        r#"{{"__type":"TransactionCanceledException","CancellationReasons":[{}{{}}]}}"#,
        "{},".repeat(1_000_000)
    );
    let (bytes, error) = peak(&format!("{head}{body}"), "", 0, raw);
    let error = error.unwrap();
    assert_eq!(
        (error.kind(), error.cancellations().len()),
        (ddbx::ErrorKind::TransactionCancelled, 1_000)
    );
    assert!(bytes < 3 * body.len() as u64, "{bytes} bytes for {}", body.len());
}
