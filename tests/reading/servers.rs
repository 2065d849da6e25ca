//! What a server may do to a read, and what it must not.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Error, ErrorKind, Operation, Pool, Request, Response, ScanPolicy};
use serde_json::{Value as Json, json};

use crate::random::Random;

macro_rules! like_its_pool {
    () => {
        fn table(&self, schema: &'static Schema) -> TableName {
            self.pool.table(schema)
        }

        fn now(&self) -> SystemTime {
            self.pool.now()
        }

        fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
            self.pool.scan_policy(schema)
        }
    };
}

/// Ends a page wherever it likes, as DynamoDB does after 1 MB: with a filter, often before anything was found.
pub(crate) struct Short {
    pool: Pool,
    random: Mutex<Random>,
}

impl Short {
    pub(crate) fn new(pool: &Pool, random: &Random) -> Self {
        Self {
            pool: pool.clone(),
            random: Mutex::new(random.clone()),
        }
    }
}

impl Executor for Short {
    fn execute(&self, mut request: Request) -> Execution {
        if matches!(request.operation, Operation::Query | Operation::Scan) {
            let mut body: Json = serde_json::from_slice(&request.body).unwrap();
            let limit = body["Limit"].as_u64().unwrap_or(u64::MAX);
            let most = 1 + self.random.lock().unwrap().below(6) as u64;
            body["Limit"] = json!(limit.min(most));
            request.body = serde_json::to_vec(&body).unwrap().into();
        }
        self.pool.execute(request)
    }

    like_its_pool!();
}

/// Fails one request.
pub(crate) struct Failing {
    pool: Pool,
    requests: AtomicUsize,
    fails: usize,
}

impl Failing {
    /// The request with this number, from zero.
    pub(crate) fn at(pool: &Pool, fails: usize) -> Self {
        Self {
            pool: pool.clone(),
            requests: AtomicUsize::new(0),
            fails,
        }
    }

    /// Whether it has failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.requests.load(Ordering::Relaxed) > self.fails
    }
}

impl Executor for Failing {
    fn execute(&self, request: Request) -> Execution {
        if self.requests.fetch_add(1, Ordering::Relaxed) == self.fails {
            let error = Error::new(ErrorKind::Timeout, "the answer was lost");
            return Box::pin(std::future::ready(Err(error)));
        }
        self.pool.execute(request)
    }

    like_its_pool!();
}

/// Answers each query with an empty page, and never with the end.
pub(crate) struct Endless {
    pub(crate) requests: AtomicUsize,
    /// How many keys it ends pages with, before it comes back to the first.
    pub(crate) circle: usize,
}

impl Endless {
    pub(crate) fn new(circle: usize) -> Self {
        Self {
            requests: AtomicUsize::new(0),
            circle,
        }
    }
}

impl Executor for Endless {
    fn execute(&self, _: Request) -> Execution {
        let request = self.requests.fetch_add(1, Ordering::Relaxed);
        let key = json!({"sensor": {"S": "s"}, "at": {"N": (request % self.circle).to_string()}});
        let page = json!({"Items": [], "Count": 0, "ScannedCount": 1, "LastEvaluatedKey": key});
        Box::pin(std::future::ready(Ok(Response::new(200, page.to_string()))))
    }
}

/// Breaks a rule with what it answers.
pub(crate) struct Broken {
    pub(crate) pool: Pool,
    pub(crate) how: fn(&mut Json),
}

impl Executor for Broken {
    fn execute(&self, request: Request) -> Execution {
        let (answer, how) = (self.pool.execute(request), self.how);
        Box::pin(async move {
            let response = answer.await?;
            let mut body = serde_json::from_slice(&response.body).unwrap();
            how(&mut body);
            Ok(Response::new(200, body.to_string()))
        })
    }

    like_its_pool!();
}
