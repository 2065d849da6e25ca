mod judging;
mod serving;
mod tokens;

use ddbx_core::{Error, Item, Value};

use super::LedgerServer;
use crate::ops::{CreateTable, GetItem, KeyType, UpdateItem};
use crate::pool::Pool;

/// The server's tables: `counters`, whose key is `id`.
async fn create_table(server: &LedgerServer) {
    let table = CreateTable::new("counters").partition_key("id", KeyType::S);
    table.send(&server.pool()).await.unwrap();
}

/// Adds one to a counter that a repeat would add to again.
async fn add(pool: &Pool, id: &str) -> Result<(), Error> {
    let update = adding(id).send(pool).await;
    update.map(drop)
}

fn adding(id: &str) -> UpdateItem {
    UpdateItem::new("counters")
        .key("id", "c")
        .update("ADD n :one SET latest = :op_id")
        .value(":one", 1)
        .value(":op_id", id)
}

/// What the counter has come to.
async fn sum(server: &LedgerServer) -> usize {
    let get = GetItem::new("counters").key("id", "c").consistent();
    let item = get.send::<Item>(&server.pool()).await.unwrap().item;
    match item.as_ref().and_then(|item| item.get("n")) {
        Some(Value::N(sum)) => sum.to_string().parse().unwrap(),
        _ => 0,
    }
}
