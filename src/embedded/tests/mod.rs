//! The engine through its one door: names of operations and bodies of JSON.

mod files;
mod refusals;
mod requests;
mod threads;

use bytes::Bytes;
use serde_json::{Value, json};

use super::Engine;
use super::answer::Answer;

/// Sends `body` and gives back the status and the body, read as JSON.
async fn send(engine: &Engine, operation: &'static str, body: Value) -> (u16, Value) {
    read(&answer(engine, operation, body.to_string()).await)
}

/// Sends `body` and expects to be refused with 400: gives back the code, without its namespace, and the message.
async fn refused(engine: &Engine, operation: &'static str, body: impl Into<Bytes>) -> (String, String) {
    let (status, body) = read(&answer(engine, operation, body).await);
    assert_eq!(status, 400, "{operation}: {body}");
    let text = |member: &str| body[member].as_str().map(str::to_owned);
    let code = text("__type").unwrap();
    let message = text("message").or_else(|| text("Message"));
    (code.rsplit_once('#').unwrap().1.to_owned(), message.unwrap_or_default())
}

async fn answer(engine: &Engine, operation: &'static str, body: impl Into<Bytes>) -> Answer {
    engine.call(operation, body.into()).await.unwrap()
}

fn read(answer: &Answer) -> (u16, Value) {
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

/// A table `Towns` with the partition key `name`, a string.
async fn create_towns(engine: &Engine) {
    let (status, body) = send(
        engine,
        "CreateTable",
        json!({
            "TableName": "Towns",
            "AttributeDefinitions": [{ "AttributeName": "name", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "name", "KeyType": "HASH" }],
            "BillingMode": "PAY_PER_REQUEST",
        }),
    )
    .await;
    assert_eq!(status, 200, "{body}");
}

async fn towns() -> Engine {
    let engine = Engine::memory().unwrap();
    create_towns(&engine).await;
    engine
}

fn put(name: &str) -> Value {
    json!({ "TableName": "Towns", "Item": { "name": { "S": name }, "people": { "N": "7" } } })
}

async fn has(engine: &Engine, name: &str) -> bool {
    let key = json!({ "TableName": "Towns", "Key": { "name": { "S": name } } });
    let (status, body) = send(engine, "GetItem", key).await;
    assert_eq!(status, 200, "{body}");
    body.get("Item").is_some()
}
