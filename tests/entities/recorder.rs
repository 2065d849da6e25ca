//! An executor that keeps its requests, and may have a time of its own.

use std::sync::Mutex;
use std::time::SystemTime;

use ddbx::cursor::CursorKeys;
use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Pool, Request, ScanPolicy};

pub(crate) struct Recorder<'a> {
    pool: &'a Pool,
    now: Option<SystemTime>,
    sent: Mutex<Vec<Request>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(pool: &'a Pool) -> Self {
        let (now, sent) = (None, Mutex::default());
        Self { pool, now, sent }
    }

    pub(crate) fn at(pool: &'a Pool, now: SystemTime) -> Self {
        Self {
            now: Some(now),
            ..Self::new(pool)
        }
    }

    pub(crate) fn pool(&self) -> &'a Pool {
        self.pool
    }

    pub(crate) fn was_asked(&self) -> bool {
        !self.sent.lock().unwrap().is_empty()
    }

    pub(crate) fn last(&self) -> Request {
        self.sent.lock().unwrap().last().cloned().unwrap()
    }

    /// The requests since this was asked before.
    pub(crate) fn sent(&self) -> Vec<Request> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }
}

impl Executor for Recorder<'_> {
    fn execute(&self, request: Request) -> Execution {
        self.sent.lock().unwrap().push(request.clone());
        self.pool.execute(request)
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        self.pool.table(schema)
    }

    fn now(&self) -> SystemTime {
        self.now.unwrap_or_else(|| self.pool.now())
    }

    fn cursor_keys(&self) -> Option<&CursorKeys> {
        self.pool.cursor_keys()
    }

    fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
        self.pool.scan_policy(schema)
    }
}
