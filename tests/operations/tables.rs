//! `CreateTable`, `UpdateTable`, `DescribeTable` and `DeleteTable` on the engine.

use ddbx::ErrorKind;
use ddbx::ops::{
    self, Billing, CreateTable, GlobalIndex, IndexStatus, KeyType, LocalIndex, Projection, StreamView, TableClass,
    TableStatus, Throughput, UpdateTable,
};

use crate::users;

pub(crate) fn orders() -> CreateTable {
    CreateTable::new("orders")
        .partition_key("customer", KeyType::S)
        .sort_key("n", KeyType::N)
}

pub(crate) fn by_status() -> GlobalIndex {
    GlobalIndex::new("by_status").partition_key("status", KeyType::S)
}

#[tokio::test]
async fn a_table_lives_with_its_indexes_and_settings() {
    let pool = crate::engine::connect().await;
    let create = orders()
        .local_index(
            LocalIndex::new("by_total")
                .sort_key("total", KeyType::N)
                .include(["note"]),
        )
        .global_index(by_status().provisioned(3, 4).keys_only())
        .provisioned(5, 6)
        .stream(StreamView::NewImage)
        .table_class(TableClass::StandardInfrequentAccess)
        .deletion_protection()
        .tag("team", "red");
    let table = crate::engine::create(&pool, create).await;
    assert_eq!(table.name, "orders");
    assert!(table.arn.is_some_and(|arn| arn.ends_with("table/orders")));
    assert_eq!(table.status, TableStatus::Active);
    assert!(
        table
            .created
            .is_some_and(|created| created.elapsed().is_ok_and(|age| age.as_secs() < 600))
    );
    assert_eq!(table.partition_key, [("customer".to_owned(), KeyType::S)]);
    assert_eq!(table.sort_key, [("n".to_owned(), KeyType::N)]);
    assert_eq!(table.provisioned, Some(Throughput { read: 5, write: 6 }));
    assert!(table.deletion_protection);
    assert_eq!(table.table_class, Some(TableClass::StandardInfrequentAccess));
    let stream = table.stream.unwrap();
    assert_eq!((stream.enabled, stream.view), (true, Some(StreamView::NewImage)));
    assert!(stream.arn.is_some() && stream.label.is_some());

    let local = &table.local_indexes[0];
    assert_eq!((local.name.as_str(), &local.status), ("by_total", &None));
    assert_eq!(local.sort_key, [("total".to_owned(), KeyType::N)]);
    assert_eq!(local.projection, Projection::Include(vec!["note".to_owned()]));
    let global = &table.global_indexes[0];
    assert_eq!(
        (global.name.as_str(), global.status.clone()),
        ("by_status", Some(IndexStatus::Active))
    );
    assert_eq!(global.partition_key, [("status".to_owned(), KeyType::S)]);
    assert_eq!(global.projection, Projection::KeysOnly);
    assert_eq!(global.provisioned, Some(Throughput { read: 3, write: 4 }));
}

#[tokio::test]
async fn several_attributes_make_an_index_key() {
    let pool = crate::engine::connect().await;
    let index = by_status()
        .partition_key("tenant", KeyType::S)
        .sort_key("n", KeyType::N)
        .sort_key("total", KeyType::N);
    crate::engine::create(&pool, orders().global_index(index)).await;
    let described = &ops::DescribeTable::new("orders")
        .send(&pool)
        .await
        .unwrap()
        .table
        .global_indexes[0];
    assert_eq!(described.partition_key.len(), 2);
    assert_eq!(described.sort_key.len(), 2);

    ops::PutItem::new("orders")
        .item(
            crate::order(1)
                .with("status", "open")
                .with("tenant", "t")
                .with("total", 5),
        )
        .send(&pool)
        .await
        .unwrap();
    let found = ops::Query::new("orders")
        .index("by_status")
        .key_condition("#s = :s AND tenant = :t AND n = :n AND #t > :low")
        .name("#s", "status")
        .name("#t", "total")
        .value(":s", "open")
        .value(":t", "t")
        .value(":n", 1)
        .value(":low", 4);
    assert_eq!(found.count(&pool).await.unwrap(), 1);
}

#[tokio::test]
async fn a_table_is_changed_and_deleted() {
    let pool = users().await;
    let created = UpdateTable::new("users")
        .create_index(by_status())
        .send(&pool)
        .await
        .unwrap()
        .table;
    assert_eq!(created.global_indexes[0].name, "by_status");
    UpdateTable::new("users")
        .delete_index("by_status")
        .send(&pool)
        .await
        .unwrap();
    UpdateTable::new("users")
        .provisioned(7, 8)
        .deletion_protection(true)
        .send(&pool)
        .await
        .unwrap();
    let described = ops::DescribeTable::new("users").send(&pool).await.unwrap().table;
    assert_eq!(described.provisioned, Some(Throughput { read: 7, write: 8 }));
    assert!(described.global_indexes.is_empty());

    let error = ops::DeleteTable::new("users").send(&pool).await.unwrap_err();
    assert_eq!(
        error.code().map(ddbx::fault::FaultCode::name),
        Some("ValidationException"),
        "it is protected"
    );
    UpdateTable::new("users")
        .on_demand()
        .deletion_protection(false)
        .send(&pool)
        .await
        .unwrap();
    let described = ops::DescribeTable::new("users").send(&pool).await.unwrap().table;
    assert_eq!(described.billing, Some(Billing::OnDemand));
    assert_eq!(
        ops::DeleteTable::new("users").send(&pool).await.unwrap().table.name,
        "users"
    );
    assert!(
        ops::DescribeTable::new("users")
            .send(&pool)
            .await
            .unwrap_err()
            .is_table_not_found()
    );
}

#[tokio::test]
async fn a_table_is_created_once() {
    let pool = users().await;
    let error = CreateTable::new("users")
        .partition_key("id", KeyType::S)
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResourceInUse);
}
