//! An executor that keeps the last request, and may have a time of its own.

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
    last: Mutex<Option<Request>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(pool: &'a Pool) -> Self {
        let (now, last) = (None, Mutex::default());
        Self { pool, now, last }
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
        self.last.lock().unwrap().is_some()
    }

    pub(crate) fn last(&self) -> Request {
        self.last.lock().unwrap().clone().unwrap()
    }
}

impl Executor for Recorder<'_> {
    fn execute(&self, request: Request) -> Execution {
        *self.last.lock().unwrap() = Some(request.clone());
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
