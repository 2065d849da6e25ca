//! What reads have found before: the past that a stale one is answered from.

use std::collections::{HashMap, HashSet};

use ddbx_core::operation::Access;
use ddbx_core::request::TableName;
use ddbx_core::{Operation, Request, Response};

use super::body;

/// Reads that are kept in mind. More are not met in a test.
const MOST: usize = 4096;

/// The answers to eventually consistent reads, and the tables that were written to.
#[derive(Default)]
pub(super) struct Reads {
    answers: HashMap<(Operation, Box<[u8]>), Response>,
    written: HashSet<TableName>,
}

/// Whether DynamoDB may answer this request from a replica that lags behind.
pub(super) fn is_eventual(request: &Request) -> bool {
    matches!(
        request.operation,
        Operation::GetItem | Operation::Query | Operation::Scan
    ) && !body::is_true(&request.body, "ConsistentRead")
}

impl Reads {
    /// Remembers the answer to a request.
    pub(super) fn remember(&mut self, request: &Request, response: &Response) {
        if request.operation.access() == Access::Write {
            self.written.extend(request.tables.iter().cloned());
        } else if is_eventual(request) {
            if self.answers.len() >= MOST {
                self.answers.clear();
            }
            self.answers.insert(Self::key(request), response.clone());
        }
    }

    /// The answer from before the last writes; `None` where there were none.
    pub(super) fn stale(&self, request: &Request) -> Option<Response> {
        if let Some(answer) = self.answers.get(&Self::key(request)) {
            return Some(answer.clone());
        }
        if !request.tables.iter().any(|table| self.written.contains(table)) {
            return None;
        }
        Some(Response::new(
            200,
            match request.operation {
                Operation::GetItem => "{}",
                _ => r#"{"Items":[],"Count":0,"ScannedCount":0}"#,
            },
        ))
    }

    fn key(request: &Request) -> (Operation, Box<[u8]>) {
        (request.operation, (*request.body).into())
    }
}
