//! What the stack and the wire take from the heap. A program of its own: the allocator that counts is there for all of it.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use allocation_counter::{measure, opt_out};
use bytes::BytesMut;
use ddbx::codec::Bind;
use ddbx::executor::Execution;
use ddbx::transport::sign::{Credentials, Signable, Signer};
use ddbx::transport::{Attempt, Backend};
use ddbx::{Entity, Executor, Operation, Request, Response};

/// How often this signature asks the heap for memory, made into a buffer with room.
fn allocations(signer: &Signer, credentials: &Credentials, at: SystemTime) -> u64 {
    let mut buffer = BytesMut::with_capacity(512);
    let signable = Signable {
        host: "dynamodb.us-east-1.amazonaws.com",
        target: "DynamoDB_20120810.GetItem",
        body: br#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#,
        at,
    };
    let info = measure(|| {
        signer.sign(credentials, signable, &mut buffer);
    });
    info.count_total
}

#[test]
fn a_signature_takes_nothing_once_the_key_of_the_day_is_there() {
    let signer = Signer::new("us-east-1");
    let morning = UNIX_EPOCH + Duration::from_secs(1_440_892_800);
    let evening = morning + Duration::from_secs(86_399);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    assert!(
        allocations(&signer, &credentials, morning) > 0,
        "the key is derived and kept"
    );
    assert_eq!(allocations(&signer, &credentials, evening), 0);
    assert_eq!(allocations(&signer, &credentials.clone(), evening), 0);

    // Another token or access key is no other secret.
    let refreshed = Credentials::new("AKIDEXAMPLE2", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let refreshed = refreshed.with_session_token("a session's token");
    assert_eq!(allocations(&signer, &refreshed, evening), 0);

    let rotated = Credentials::new("AKIDEXAMPLE", "another secret");
    assert!(allocations(&signer, &rotated, evening) > 0);
    assert_eq!(allocations(&signer, &rotated, evening), 0);
    assert!(
        allocations(&signer, &rotated, evening + Duration::from_secs(1)) > 0,
        "the next day"
    );
}

/// Always the same answer.
#[derive(Debug)]
struct Canned(Response);

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = self.0.clone();
        Box::pin(async move { Ok(response) })
    }
}

#[test]
fn the_default_stack_takes_four_times_from_the_heap_while_nothing_fails() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let backend = Canned(Response::new(200, r#"{"Item":{"id":{"S":"u1"}}}"#));
    let request = || Request::new(Operation::GetItem, r#"{"TableName":"users"}"#).on("users");
    let count = |future: &dyn Fn(Request) -> Attempt| {
        let request = request();
        measure(|| {
            runtime.block_on(future(request)).unwrap();
        })
        .count_total
    };
    let bare = count(&|request| backend.send(request));
    let pool = ddbx::PoolOptions::new().connect_with(Canned(backend.0.clone()));
    let _ = count(&|request| pool.execute(request));
    let whole = count(&|request| pool.execute(request));
    assert!(whole - bare <= 4, "{whole} with the stack, {bare} without");
}

#[derive(Debug, Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[allow(dead_code, reason = "no order is read")]
struct Order {
    customer: String,
    number: u32,
    status: String,
    total: i64,
    paid: bool,
}

/// Answers nothing, and takes nothing from the heap that is counted.
#[derive(Debug, Default)]
struct Silent;

impl Executor for Silent {
    fn execute(&self, request: Request) -> Execution {
        let mut execution: Option<Execution> = None;
        opt_out(|| {
            drop(black_box(request));
            execution = Some(Box::pin(std::future::pending()));
        });
        execution.unwrap()
    }
}

/// Polls a statement once: until its request is handed to [`Silent`].
fn until_handed_over(statement: impl Future) {
    let polled = pin!(statement).poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

#[test]
fn a_planned_query_takes_two_pieces_of_memory_besides_its_values() {
    let values = measure(|| {
        let _ = black_box(["ann", "open"].map(Bind::<String>::bind));
    });
    let executor = Silent;
    // One call site: what it prepares is there from the second call on.
    let counts: Vec<u64> = [(3, 100), (4, 200), (5, 300)]
        .into_iter()
        .map(|(number, total)| {
            let whole = measure(|| {
                let query = ddbx::query!(
                    Order,
                    customer == "ann" && number >= number && status == "open" && total > total && paid == true
                );
                until_handed_over(query.fetch_page(&executor));
            });
            whole.count_total - values.count_total
        })
        .collect();
    // The body, and what counts its owners.
    assert_eq!(counts[1..], [2, 2], "the first took {}", counts[0]);
}
