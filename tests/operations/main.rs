//! Every raw operation: its options on the wire, its errors, its paging and its leftovers.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "../engines/engine.rs"]
mod engine;

mod accounting;
mod batch_get;
mod batch_write;
mod cancellations;
mod checkpoints;
mod create_table;
mod errors;
mod executors;
mod expressions;
mod items;
mod limits;
mod list_tables;
mod paging;
mod parallel_scan;
mod scan;
mod send;
mod statements;
mod table_descriptions;
mod tables;
mod time_to_live;
mod transact_get;
mod transact_write;
mod update_table;
mod updates;
mod vectors;

use ddbx::{Item, Pool, ops};

/// An engine with a table `users`, whose key is `id`.
async fn users() -> Pool {
    let pool = engine::connect().await;
    engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::S),
    )
    .await;
    pool
}

/// An engine with a table `orders`, whose key is `customer` and `n`, and these many orders of customer `c`.
async fn orders(count: u32) -> Pool {
    let pool = engine::connect().await;
    let create = ops::CreateTable::new("orders");
    engine::create(
        &pool,
        create
            .partition_key("customer", ops::KeyType::S)
            .sort_key("n", ops::KeyType::N),
    )
    .await;
    for n in 0..count {
        ops::PutItem::new("orders").item(order(n)).send(&pool).await.unwrap();
    }
    pool
}

fn order(n: u32) -> Item {
    Item::new()
        .with("customer", "c")
        .with("n", n)
        .with("nr", n)
        .with("even", n.is_multiple_of(2))
}

fn user(id: &str) -> Item {
    Item::new().with("id", id)
}

/// The numbers of orders.
fn numbers(orders: &[Item]) -> Vec<u32> {
    orders
        .iter()
        .map(|order| order["n"].as_n().unwrap().to_string().parse().unwrap())
        .collect()
}

/// What is beneath an error, one line for each level.
fn causes(error: &ddbx::Error) -> Vec<String> {
    let mut lines = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        lines.push(error.to_string());
        cause = error.source();
    }
    lines
}
