//! The engine a test runs on: `#[path = "../engines/engine.rs"] mod engine;` in a test binary.
//!
//! The embedded one, or, with `DDBX_TEST_URL`, a server that `scripts/engines` has started.

use ddbx::Pool;
use ddbx::ops::{CreateTable, DescribeTable, IndexStatus, TableDescription, TableStatus};

/// A pool on an engine with no tables.
pub(crate) async fn connect() -> Pool {
    Pool::connect(&url()).await.unwrap()
}

/// Where an engine with no tables is.
///
/// The servers keep the tables of each access key apart: a new key is a new engine. Account numbers are such keys for
/// all of them.
pub(crate) fn url() -> String {
    let Ok(server) = std::env::var("DDBX_TEST_URL") else {
        return "dynamodb::memory:".into();
    };
    let key = uuid::Uuid::new_v4().as_u128() % 1_000_000_000_000;
    format!("{server}?access_key={key:012}&secret_key=unused")
}

/// Creates a table and waits until it is ready: a server may need a moment.
#[allow(dead_code, reason = "not every test binary needs it")]
pub(crate) async fn create(pool: &Pool, table: CreateTable) -> TableDescription {
    let name = table.send(pool).await.unwrap().table.name;
    // The servers are quick, and each question takes its time; a clock would only add to it.
    for _ in 0..10_000 {
        let described = DescribeTable::new(name.clone()).send(pool).await.unwrap().table;
        let indexes = described
            .global_indexes
            .iter()
            .filter_map(|index| index.status.as_ref());
        if described.status == TableStatus::Active && indexes.into_iter().all(|status| *status == IndexStatus::Active) {
            return described;
        }
    }
    panic!("the table `{name}` does not become ready");
}
