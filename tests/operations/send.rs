//! Every operation runs inside `tokio::spawn`: its future is `Send`, and holds nothing borrowed.

use ddbx::ops::{
    BatchExecuteStatement, BatchGetItem, BatchWriteItem, ConditionCheck, CreateTable, DeleteItem, DeleteTable,
    DescribeTable, DescribeTimeToLive, ExecuteStatement, ExecuteTransaction, GetItem, KeyType, ListTables, PutItem,
    Query, Scan, SearchVectors, Statement, TransactGetItems, TransactWriteItems, UpdateItem, UpdateTable,
    UpdateTimeToLive,
};
use ddbx::{Error, Item, Pool};
use futures_util::TryStreamExt as _;

use crate::user;

async fn items(pool: Pool) -> Result<(), Error> {
    crate::engine::create(&pool, CreateTable::new("users").partition_key("id", KeyType::S)).await;
    PutItem::new("users").item(user("u1")).send(&pool).await?;
    UpdateItem::new("users")
        .key("id", "u1")
        .update("SET a = :a")
        .value(":a", 1)
        .send(&pool)
        .await?;
    GetItem::new("users").key("id", "u1").send::<Item>(&pool).await?;
    let query = || Query::new("users").key_condition("id = :i").value(":i", "u1");
    assert_eq!(query().send::<Item>(&pool).await?.items.len(), 1);
    assert_eq!(query().fetch_all::<Item>(&pool).await?.len(), 1);
    assert_eq!(query().count(&pool).await?, 1);
    let mut pages = query().pages::<Item>(&pool);
    while let Some(page) = pages.try_next().await? {
        assert_eq!(page.items.len(), 1);
    }
    let mut items = Scan::new("users").all_pages().fetch::<Item>(&pool);
    while items.try_next().await?.is_some() {}
    let mut items = Scan::new("users").all_pages().segments(2).fetch::<Item>(&pool);
    while items.try_next().await?.is_some() {}
    drop(items);
    assert_eq!(Scan::new("users").all_pages().segments(2).count(&pool).await?, 1);
    assert_eq!(Scan::new("users").send::<Item>(&pool).await?.items.len(), 1);
    DeleteItem::new("users").key("id", "u1").send(&pool).await?;
    Ok(())
}

async fn many(pool: Pool) -> Result<(), Error> {
    assert!(
        BatchWriteItem::new()
            .put("users", user("u2"))
            .send(&pool)
            .await?
            .unprocessed
            .is_none()
    );
    assert!(
        BatchGetItem::new()
            .key("users", ("id", "u2"))
            .send::<Item>(&pool)
            .await?
            .unprocessed
            .is_none()
    );
    TransactGetItems::new()
        .get(GetItem::new("users").key("id", "u2"))
        .send::<Item>(&pool)
        .await?;
    let check = ConditionCheck::new("users")
        .key("id", "u2")
        .condition("attribute_exists(id)");
    TransactWriteItems::new()
        .put(PutItem::new("users").item(user("u3")))
        .check(check)
        .send(&pool)
        .await?;
    let select = || Statement::new("SELECT * FROM users WHERE id = ?").parameter("u2");
    assert!(
        ExecuteStatement::new("SELECT * FROM users")
            .send::<Item>(&pool)
            .await?
            .next_token
            .is_none()
    );
    assert_eq!(
        BatchExecuteStatement::new()
            .statement(select())
            .send::<Item>(&pool)
            .await?
            .results
            .len(),
        1
    );
    ExecuteTransaction::new()
        .statement(select())
        .send::<Item>(&pool)
        .await?;
    Ok(())
}

async fn tables(pool: Pool) -> Result<(), Error> {
    DescribeTable::new("users").send(&pool).await?;
    UpdateTable::new("users").provisioned(1, 1).send(&pool).await?;
    UpdateTimeToLive::enable("users", "expires").send(&pool).await?;
    DescribeTimeToLive::new("users").send(&pool).await?;
    assert_eq!(ListTables::new().send(&pool).await?.names, ["users"]);
    assert_eq!(ListTables::new().fetch_all(&pool).await?, ["users"]);
    let mut names = ListTables::new().fetch(&pool);
    while names.try_next().await?.is_some() {}
    SearchVectors::new("users", "none")
        .vector([1.0])
        .top_k(1)
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    DeleteTable::new("users").send(&pool).await?;
    Ok(())
}

#[tokio::test]
async fn every_operation_runs_in_a_spawned_task() {
    let pool = crate::engine::connect().await;
    tokio::spawn(items(pool.clone())).await.unwrap().unwrap();
    tokio::spawn(many(pool.clone())).await.unwrap().unwrap();
    tokio::spawn(tables(pool)).await.unwrap().unwrap();
}
