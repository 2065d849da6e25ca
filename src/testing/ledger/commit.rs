//! A request carried out by the engine, and entered in the ledger before anybody learns of it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use ddbx_core::operation::Access;
use ddbx_core::{Operation, Request, Response};
use serde_json::{Value, json};

use super::commits::Ledger;
use super::ids::token;
use crate::embedded::{Answer, CallError, Engine};

/// The engine behind a server, and what it has done.
#[derive(Clone, Debug)]
pub(super) struct Committer {
    engine: Engine,
    ledger: Ledger,
    tokens: Tokens,
}

/// Those of transactions that have succeeded: each operation has its own.
type Tokens = Arc<Mutex<HashSet<(Operation, String)>>>;

/// What answers a request, with nothing in between two of them.
type Call<'a> = &'a mut dyn FnMut(&'static str, &[u8]) -> Answer;

impl Committer {
    pub(super) fn new(engine: Engine, ledger: Ledger) -> Self {
        Self {
            engine,
            ledger,
            tokens: Tokens::default(),
        }
    }

    /// The same, with what it remembers, over another engine.
    #[cfg(test)]
    pub(super) fn with_engine(self, engine: Engine) -> Self {
        Self { engine, ..self }
    }

    /// Carries out a request, and enters it if it was a write and succeeded.
    ///
    /// It is entered on the engine's thread, so that the ledger has the order of the engine.
    pub(super) async fn carry_out(&self, request: &Request, ids: Vec<String>) -> Result<Response, CallError> {
        let (ledger, tokens) = (self.ledger.clone(), Arc::clone(&self.tokens));
        let (operation, body) = (request.operation, request.body.clone());
        let answer = self.engine.together(move |call| {
            let token = token_of(operation, &body);
            let is_known = |token| tokens.lock().unwrap_or_else(PoisonError::into_inner).contains(token);
            // The engine may say "done" to a token without doing it again. Whether it has, the items say.
            let before = token
                .as_ref()
                .filter(|token| is_known(token))
                .map(|_| items(&body, call));
            let answer = call(operation.name(), &body);
            if answer.status == 200 && operation.access() == Access::Write {
                if before.is_none_or(|before| before != items(&body, call)) {
                    ledger.commit(operation, ids);
                }
                tokens.lock().unwrap_or_else(PoisonError::into_inner).extend(token);
            }
            answer
        });
        let answer = answer.await?;
        Ok(Response::new(answer.status, answer.body)
            .with_request_id(answer.request_id)
            .with_checksum(answer.crc32))
    }
}

/// The token of a transaction that writes.
fn token_of(operation: Operation, body: &[u8]) -> Option<(Operation, String)> {
    if !matches!(operation, Operation::ExecuteTransaction | Operation::TransactWriteItems) {
        return None;
    }
    let body = serde_json::from_slice(body).ok()?;
    Some((operation, token(&body)?.to_owned()))
}

/// The items that a transaction is about, as they are now. Statements do not say which they are: then there are none.
fn items(body: &[u8], call: Call<'_>) -> Vec<Option<Value>> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let actions = body.get("TransactItems").and_then(Value::as_array);
    let actions = actions.into_iter().flatten().filter_map(Value::as_object);
    actions
        .flat_map(|action| action.values())
        .map(|action| item(action, call))
        .collect()
}

fn item(action: &Value, call: Call<'_>) -> Option<Value> {
    let table = action.get("TableName")?;
    let key = match action.get("Key") {
        Some(key) => key.clone(),
        None => key_of(table, action.get("Item")?, call)?,
    };
    let get = json!({ "TableName": table, "Key": key, "ConsistentRead": true });
    let answer = call(Operation::GetItem.name(), get.to_string().as_bytes());
    serde_json::from_slice(&answer.body).ok()
}

/// The key of an item that is put.
fn key_of(table: &Value, item: &Value, call: Call<'_>) -> Option<Value> {
    let describe = json!({ "TableName": table }).to_string();
    let answer = call(Operation::DescribeTable.name(), describe.as_bytes());
    let described: Value = serde_json::from_slice(&answer.body).ok()?;
    let schema = described.get("Table")?.get("KeySchema")?.as_array()?;
    let names = schema
        .iter()
        .filter_map(|element| element.get("AttributeName")?.as_str());
    names
        .map(|name| Some((name.to_owned(), item.get(name)?.clone())))
        .collect()
}
