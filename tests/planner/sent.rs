//! The requests that a query sends.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use ddbx::executor::{Execution, Executor};
use ddbx::{Entity, Request, Response};
use serde_json::Value;

use crate::case::Case;
use crate::given;
use crate::readable::{members, readable};

/// Answers that there is nothing, and keeps what it was asked.
#[derive(Default)]
pub(crate) struct Recorder {
    requests: Mutex<Vec<Request>>,
}

impl Executor for Recorder {
    fn execute(&self, request: Request) -> Execution {
        let answer = match request.operation {
            ddbx::Operation::GetItem => "{}",
            _ => r#"{"Count":0,"ScannedCount":0,"Items":[]}"#,
        };
        self.requests.lock().unwrap().push(request);
        Box::pin(std::future::ready(Ok(Response::new(200, answer))))
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000)
    }
}

/// What is sent, as the file says it.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) operation: String,
    pub(crate) index: String,
    pub(crate) keys: Vec<String>,
    pub(crate) filter: String,
    pub(crate) reads: String,
    pub(crate) is_consistent: bool,
}

/// What a query sends, nothing, or its error.
pub(crate) type Found = Result<Option<Sent>, String>;

/// A case by the builder.
pub(crate) fn by_builder<E: Entity>(case: &Case) -> Found {
    let mut query = given::query::<E>(&case.expr());
    if let Some(index) = &case.index {
        query = query.index(index.clone().leak());
    }
    if case.consistent {
        query = query.consistent();
    }
    if case.hydrate {
        query = query.hydrate();
    }
    requests(|recorder| Box::pin(async { query.fetch_all(recorder).await.map(drop) }))
}

/// A query that runs.
pub(crate) type Reading<'a> = Pin<Box<dyn Future<Output = Result<(), ddbx::Error>> + 'a>>;

/// What is sent when `read` reads.
pub(crate) fn requests(read: impl FnOnce(&Recorder) -> Reading<'_>) -> Found {
    let recorder = Recorder::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let found = runtime.block_on(read(&recorder));
    let requests = recorder.requests.into_inner().unwrap();
    if let Err(error) = found {
        assert!(requests.is_empty(), "nothing is sent of a query that is refused");
        return Err(chain(&error));
    }
    let mut all: Option<Sent> = None;
    for request in requests {
        let one = sent(&request);
        match &mut all {
            None => all = Some(one),
            Some(all) => {
                assert_eq!((&all.filter, &all.reads), (&one.filter, &one.reads));
                all.keys.extend(one.keys);
            }
        }
    }
    Ok(all)
}

fn sent(request: &Request) -> Sent {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let name = |placeholder: &str| {
        body["ExpressionAttributeNames"][placeholder]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let text = |member: &str| body[member].as_str().unwrap_or_default();
    let expression = |member: &str| readable(text(member), name, &body["ExpressionAttributeValues"]);
    let key = match body.get("Key") {
        Some(key) => members(key),
        None => expression("KeyConditionExpression"),
    };
    assert_used(&body);
    Sent {
        operation: request.operation.to_string(),
        index: body
            .get("IndexName")
            .map_or("primary", |name| name.as_str().unwrap())
            .to_owned(),
        keys: vec![key],
        filter: expression("FilterExpression"),
        reads: match body.get("Select") {
            Some(select) => select.as_str().unwrap().to_owned(),
            None => expression("ProjectionExpression"),
        },
        is_consistent: body["ConsistentRead"] == Value::Bool(true),
    }
}

/// DynamoDB refuses names and values that no expression has.
fn assert_used(body: &Value) {
    let texts = ["KeyConditionExpression", "FilterExpression", "ProjectionExpression"];
    let texts: String = texts
        .iter()
        .map(|member| format!("{} ", body[*member].as_str().unwrap_or_default()))
        .collect();
    let texts = texts.replace(['(', ')', ','], " ").replace(['.', '['], " ");
    for of in ["ExpressionAttributeNames", "ExpressionAttributeValues"] {
        for placeholder in body[of].as_object().into_iter().flat_map(serde_json::Map::keys) {
            let is_used = texts.split(' ').any(|word| word == placeholder);
            assert!(is_used, "`{placeholder}` is in none of {texts}");
        }
    }
}

/// The error, without its operation and table, and its causes.
fn chain(error: &ddbx::Error) -> String {
    let text = error.to_string();
    let mut text = match text.split_once("`: ") {
        Some((before, after)) if before.contains(" on table `") => after.to_owned(),
        _ => text,
    };
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
