//! Consumed capacity, and the sizes of item collections.

use ddbx::Item;
use ddbx::ops::{self, BatchWriteItem, Capacity, LocalIndex, TransactWriteItems};

use crate::executors::Canned;
use crate::{user, users};

#[tokio::test]
async fn capacity_is_counted_by_index() {
    let pool = crate::engine::connect().await;
    let by_age = ops::GlobalIndex::new("by_age").partition_key("age", ops::KeyType::N);
    let create = ops::CreateTable::new("users")
        .partition_key("id", ops::KeyType::S)
        .global_index(by_age);
    crate::engine::create(&pool, create).await;

    let put = ops::PutItem::new("users")
        .item(user("u1").with("age", 30))
        .return_consumed_capacity(Capacity::Indexes);
    let consumed = put.send(&pool).await.unwrap().info.consumed_capacity;
    let [consumed] = &consumed[..] else {
        panic!("one table, one entry: {consumed:?}")
    };
    assert_eq!(consumed.table, "users");
    assert_eq!(consumed.total.units, 2.0);
    assert_eq!(consumed.base.map(|base| base.units), Some(1.0));
    assert_eq!(consumed.global_indexes[0].0, "by_age");
    assert_eq!(consumed.global_indexes[0].1.units, 1.0);

    let total = ops::Query::new("users")
        .index("by_age")
        .key_condition("age = :a")
        .value(":a", 30);
    let page = total
        .return_consumed_capacity(Capacity::Total)
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(page.info.consumed_capacity[0].total.units, 0.5);
    assert_eq!(page.info.consumed_capacity[0].base, None);
}

#[tokio::test]
async fn batches_and_transactions_count_each_table() {
    let pool = users().await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("others").partition_key("id", ops::KeyType::S),
    )
    .await;
    let batch = BatchWriteItem::new().put("users", user("u1")).put("others", user("u1"));
    let output = batch
        .return_consumed_capacity(Capacity::Total)
        .send(&pool)
        .await
        .unwrap();
    let mut tables: Vec<String> = output
        .info
        .consumed_capacity
        .into_iter()
        .map(|consumed| consumed.table)
        .collect();
    tables.sort();
    assert_eq!(tables, ["others", "users"]);

    let transaction = TransactWriteItems::new().put(ops::PutItem::new("users").item(user("u2")));
    let output = transaction
        .return_consumed_capacity(Capacity::Total)
        .send(&pool)
        .await
        .unwrap();
    assert_eq!(output.info.consumed_capacity[0].total.units, 2.0);

    let get = ops::TransactGetItems::new().get(ops::GetItem::new("users").key("id", "u2"));
    let output = get
        .return_consumed_capacity(Capacity::Total)
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(output.info.consumed_capacity[0].total.units, 2.0);
}

#[tokio::test]
async fn every_part_of_the_capacity_is_read() {
    let answer = r#"{"ConsumedCapacity": {
        "TableName": "users", "CapacityUnits": 4, "ReadCapacityUnits": 1.5, "WriteCapacityUnits": 2.5,
        "Table": {"CapacityUnits": 1, "WriteCapacityUnits": 1},
        "LocalSecondaryIndexes": {"l": {"CapacityUnits": 0.5}},
        "GlobalSecondaryIndexes": {"g": {"CapacityUnits": 2}},
        "VectorIndexes": {"v": {"VectorWriteRequestBytes": 4096}}
    }}"#;
    let output = ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(&Canned::bodies([answer]))
        .await
        .unwrap();
    let consumed = &output.info.consumed_capacity[0];
    assert_eq!(
        (consumed.total.units, consumed.total.read, consumed.total.write),
        (4.0, Some(1.5), Some(2.5))
    );
    assert_eq!(consumed.base.and_then(|base| base.write), Some(1.0));
    assert_eq!(
        (consumed.local_indexes[0].0.as_str(), consumed.local_indexes[0].1.units),
        ("l", 0.5)
    );
    assert_eq!(
        (
            consumed.global_indexes[0].0.as_str(),
            consumed.global_indexes[0].1.units
        ),
        ("g", 2.0)
    );
    assert_eq!(consumed.vector_indexes[0].1.write_bytes, Some(4096.0));
}

#[tokio::test]
async fn item_collections_are_told_of_a_table_with_local_indexes() {
    let pool = crate::engine::connect().await;
    let create = ops::CreateTable::new("orders")
        .partition_key("customer", ops::KeyType::S)
        .sort_key("n", ops::KeyType::N);
    crate::engine::create(
        &pool,
        create.local_index(LocalIndex::new("by_total").sort_key("total", ops::KeyType::N)),
    )
    .await;
    let put = ops::PutItem::new("orders")
        .item(crate::order(1))
        .return_item_collections();
    let collections = put.send(&pool).await.unwrap().info.item_collections;
    assert_eq!(collections[0].key, Item::new().with("customer", "c"));
    assert!(collections[0].size_estimate_gb.is_some());
}

#[tokio::test]
async fn item_collections_of_several_tables_name_them() {
    let answer = r#"{"ItemCollectionMetrics": {
        "users": [{"ItemCollectionKey": {"id": {"S": "u1"}}, "SizeEstimateRangeGB": [1.5, 2.5]}],
        "orders": [{"ItemCollectionKey": {"id": {"S": "a"}}}, {"ItemCollectionKey": {"id": {"S": "b"}}}]
    }}"#;
    let canned = Canned::bodies([answer, answer]);
    let batch = BatchWriteItem::new()
        .put("users", user("u1"))
        .send(&canned)
        .await
        .unwrap();
    let transaction = TransactWriteItems::new()
        .put(ops::PutItem::new("users").item(user("u1")))
        .send(&canned)
        .await
        .unwrap();
    for collections in [batch.info.item_collections, transaction.info.item_collections] {
        let tables: Vec<_> = collections
            .iter()
            .map(|collection| collection.table.as_deref())
            .collect();
        assert_eq!(tables, [Some("users"), Some("orders"), Some("orders")]);
        assert_eq!(collections[0].key, user("u1"));
        assert_eq!(collections[0].size_estimate_gb, Some((1.5, 2.5)));
        assert_eq!(collections[2].size_estimate_gb, None);
    }
}
