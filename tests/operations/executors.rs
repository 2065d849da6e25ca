//! What stands in front of an engine, or in its place.

use std::collections::VecDeque;
use std::sync::Mutex;

use ddbx::executor::{Execution, Executor};
use ddbx::{Error, Pool, Request, Response};
use serde_json::Value;

/// A pool that keeps what goes through it.
pub(crate) struct Recorded {
    pool: Pool,
    requests: Mutex<Vec<Request>>,
}

impl Recorded {
    pub(crate) fn new(pool: Pool) -> Self {
        Self {
            pool,
            requests: Mutex::default(),
        }
    }

    /// The bodies of all requests.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        self.requests.lock().unwrap().iter().map(body).collect()
    }

    /// A member of all bodies, `null` where it is not there.
    pub(crate) fn members(&self, name: &str) -> Vec<Value> {
        self.bodies().iter().map(|body| body[name].clone()).collect()
    }
}

impl Executor for Recorded {
    fn execute(&self, request: Request) -> Execution {
        self.requests.lock().unwrap().push(request.clone());
        self.pool.execute(request)
    }
}

/// Answers what it was given, one after the other: what no engine produces.
pub(crate) struct Canned {
    answers: Mutex<VecDeque<Response>>,
    requests: Mutex<Vec<Request>>,
}

impl Canned {
    /// Successes with these bodies.
    pub(crate) fn bodies<'a>(bodies: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(bodies.into_iter().map(|body| Response::new(200, body.to_owned())))
    }

    pub(crate) fn new(answers: impl IntoIterator<Item = Response>) -> Self {
        Self {
            answers: Mutex::new(answers.into_iter().collect()),
            requests: Mutex::default(),
        }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Executor for Canned {
    fn execute(&self, request: Request) -> Execution {
        self.requests.lock().unwrap().push(request.clone());
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop_front()
            .expect("an answer for every request");
        let result = if answer.is_success() {
            Ok(answer)
        } else {
            Err(Error::from_response(&request, &answer))
        };
        Box::pin(std::future::ready(result))
    }
}

/// The body of a request.
pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// The tables a request names.
pub(crate) fn tables(request: &Request) -> Vec<&str> {
    request.tables.iter().map(|table| &**table).collect()
}

/// DynamoDB's code for an error.
pub(crate) fn code(error: &Error) -> &str {
    error.code().map_or("", |code| code.name())
}
