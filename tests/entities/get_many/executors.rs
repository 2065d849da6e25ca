//! What stands in front of an engine, or in its place.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Error, Pool, Request, Response};
use serde_json::{Value, json};

/// A pool that keeps what goes through it, and how many requests were in flight at once.
pub(super) struct Watched {
    pool: Pool,
    requests: Mutex<Vec<Request>>,
    in_flight: Arc<(AtomicUsize, AtomicUsize)>,
}

impl Watched {
    pub(super) fn new(pool: &Pool) -> Self {
        Self {
            pool: pool.clone(),
            requests: Mutex::default(),
            in_flight: Arc::default(),
        }
    }

    pub(super) fn bodies(&self) -> Vec<Value> {
        self.requests.lock().unwrap().iter().map(body).collect()
    }

    /// How many keys each request has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.bodies().iter().map(|body| keys(body).len()).collect()
    }

    /// The most requests that were in flight together.
    pub(super) fn most_in_flight(&self) -> usize {
        self.in_flight.1.load(SeqCst)
    }
}

impl Executor for Watched {
    fn execute(&self, request: Request) -> Execution {
        self.requests.lock().unwrap().push(request.clone());
        let (pool, in_flight) = (self.pool.clone(), Arc::clone(&self.in_flight));
        Box::pin(async move {
            let now = in_flight.0.fetch_add(1, SeqCst) + 1;
            in_flight.1.fetch_max(now, SeqCst);
            let answer = pool.execute(request).await;
            in_flight.0.fetch_sub(1, SeqCst);
            answer
        })
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        self.pool.table(schema)
    }
}

/// In the place of an engine: answers the keys of each request, which have a number.
pub(super) struct Played<F> {
    play: F,
    requests: Mutex<Vec<Request>>,
}

impl<F: Fn(usize, &[Value]) -> Result<Value, Error> + Send + Sync> Played<F> {
    pub(super) fn new(play: F) -> Self {
        let requests = Mutex::default();
        Self { play, requests }
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl<F: Fn(usize, &[Value]) -> Result<Value, Error> + Send + Sync> Executor for Played<F> {
    fn execute(&self, request: Request) -> Execution {
        let mut requests = self.requests.lock().unwrap();
        let answer = (self.play)(requests.len(), &keys(&body(&request)));
        requests.push(request);
        Box::pin(std::future::ready(
            answer.map(|answer| Response::new(200, answer.to_string())),
        ))
    }
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// The keys of the one table that a request is about.
fn keys(body: &Value) -> Vec<Value> {
    let tables = body["RequestItems"].as_object().unwrap();
    let (_, table) = tables.iter().next().unwrap();
    table["Keys"].as_array().unwrap().clone()
}

/// An answer that found items with these keys alone, and has these unprocessed.
pub(super) fn answer(items: &[Value], unprocessed: &[Value]) -> Value {
    let unprocessed = match unprocessed {
        [] => json!({}),
        keys => json!({"users": {"Keys": keys}}),
    };
    json!({"Responses": {"users": items}, "UnprocessedKeys": unprocessed})
}
