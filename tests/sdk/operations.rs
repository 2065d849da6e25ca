//! The everyday operations, as SDK code calls them.

use aws_sdk_dynamodb::operation::RequestId as _;
use aws_sdk_dynamodb::types::{
    AttributeValue, Get, KeysAndAttributes, Put, PutRequest, ReturnConsumedCapacity, ReturnValue, TableStatus, Tag,
    TimeToLiveSpecification, TransactGetItem, TransactWriteItem, Update, WriteRequest,
};
use ddbx::{Item, ops};

use crate::{n, orders, s, users};

#[tokio::test]
async fn items_are_written_read_changed_and_deleted() {
    let client = users().await;
    let put = client
        .put_item()
        .table_name("users")
        .item("id", s("u1"))
        .item("name", s("Ann"))
        .item("visits", n(1))
        .item("tags", AttributeValue::Ss(vec!["new".into()]))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .unwrap();
    assert_eq!(put.consumed_capacity().unwrap().table_name(), Some("users"));
    assert_eq!(put.consumed_capacity().unwrap().capacity_units(), Some(1.0));

    let get = || client.get_item().table_name("users").key("id", s("u1"));
    let item = get().consistent_read(true).send().await.unwrap().item.unwrap();
    assert_eq!(item["name"], s("Ann"));
    assert_eq!(item["tags"].as_ss().unwrap(), &["new"]);

    let updated = client
        .update_item()
        .table_name("users")
        .key("id", s("u1"))
        .update_expression("SET visits = visits + :one REMOVE #name")
        .expression_attribute_names("#name", "name")
        .expression_attribute_values(":one", n(1))
        .return_values(ReturnValue::AllNew)
        .send()
        .await
        .unwrap();
    let attributes = updated.attributes.unwrap();
    assert_eq!((attributes.get("visits"), attributes.get("name")), (Some(&n(2)), None));

    let deleted = client
        .delete_item()
        .table_name("users")
        .key("id", s("u1"))
        .return_values(ReturnValue::AllOld);
    assert_eq!(deleted.send().await.unwrap().attributes.unwrap()["visits"], n(2));
    assert_eq!(get().send().await.unwrap().item, None);
}

#[tokio::test]
async fn batches_and_transactions_write_and_read_many() {
    let client = users().await;
    let put = |id: &str| {
        WriteRequest::builder()
            .put_request(PutRequest::builder().item("id", s(id)).build().unwrap())
            .build()
    };
    let written = client
        .batch_write_item()
        .request_items("users", vec![put("u1"), put("u2")])
        .send()
        .await
        .unwrap();
    assert!(written.unprocessed_items.unwrap_or_default().is_empty());

    let mut keys = KeysAndAttributes::builder();
    for id in ["u1", "u2", "u3"] {
        keys = keys.keys([("id".to_owned(), s(id))].into());
    }
    let read = client
        .batch_get_item()
        .request_items("users", keys.build().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(read.responses.unwrap()["users"].len(), 2);

    let put = Put::builder()
        .table_name("users")
        .item("id", s("u3"))
        .condition_expression("attribute_not_exists(id)");
    let update = Update::builder()
        .table_name("users")
        .key("id", s("u1"))
        .update_expression("SET visits = :v");
    client
        .transact_write_items()
        .transact_items(TransactWriteItem::builder().put(put.build().unwrap()).build())
        .transact_items(
            TransactWriteItem::builder()
                .update(update.expression_attribute_values(":v", n(9)).build().unwrap())
                .build(),
        )
        .send()
        .await
        .unwrap();

    let get = |id: &str| {
        let get = Get::builder().table_name("users").key("id", s(id)).build().unwrap();
        TransactGetItem::builder().get(get).build()
    };
    let read = client
        .transact_get_items()
        .transact_items(get("u1"))
        .transact_items(get("none"))
        .send()
        .await
        .unwrap();
    let items: Vec<_> = read
        .responses
        .unwrap()
        .into_iter()
        .map(|response| response.item)
        .collect();
    assert_eq!(items[0].as_ref().unwrap()["visits"], n(9));
    assert_eq!(items[1].clone().unwrap_or_default().len(), 0);
}

#[tokio::test]
async fn partiql_statements_run() {
    let client = users().await;
    let statement = |text: &str| client.execute_statement().statement(text);
    statement("INSERT INTO users VALUE {'id': ?, 'visits': 3}")
        .parameters(s("u1"))
        .send()
        .await
        .unwrap();
    let selected = statement("SELECT visits FROM users WHERE id = ?")
        .parameters(s("u1"))
        .send()
        .await
        .unwrap();
    assert_eq!(selected.items.unwrap()[0]["visits"], n(3));
    let batch = aws_sdk_dynamodb::types::BatchStatementRequest::builder();
    let batch = batch.statement("SELECT * FROM users WHERE id = 'u1'").build().unwrap();
    let answers = client
        .batch_execute_statement()
        .statements(batch)
        .send()
        .await
        .unwrap()
        .responses
        .unwrap();
    assert_eq!(answers[0].item().unwrap()["id"], s("u1"));
    let update = aws_sdk_dynamodb::types::ParameterizedStatement::builder();
    let update = update
        .statement("UPDATE users SET visits = 4 WHERE id = 'u1'")
        .build()
        .unwrap();
    client
        .execute_transaction()
        .transact_statements(update)
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn tables_are_described_changed_and_deleted() {
    let client = orders(0).await;
    let table = client
        .describe_table()
        .table_name("orders")
        .send()
        .await
        .unwrap()
        .table
        .unwrap();
    assert_eq!(table.table_status(), Some(&TableStatus::Active));
    assert_eq!(table.key_schema().len(), 2);

    client
        .update_table()
        .table_name("orders")
        .deletion_protection_enabled(true)
        .send()
        .await
        .unwrap();
    let refused = client.delete_table().table_name("orders").send().await.unwrap_err();
    assert_eq!(
        refused.as_service_error().and_then(|error| error.meta().code()),
        Some("ValidationException")
    );
    client
        .update_table()
        .table_name("orders")
        .deletion_protection_enabled(false)
        .send()
        .await
        .unwrap();

    let expiry = TimeToLiveSpecification::builder()
        .attribute_name("expires")
        .enabled(true)
        .build()
        .unwrap();
    client
        .update_time_to_live()
        .table_name("orders")
        .time_to_live_specification(expiry)
        .send()
        .await
        .unwrap();
    let described = client
        .describe_time_to_live()
        .table_name("orders")
        .send()
        .await
        .unwrap();
    assert_eq!(
        described.time_to_live_description.unwrap().attribute_name(),
        Some("expires")
    );

    client.delete_table().table_name("orders").send().await.unwrap();
    assert!(client.list_tables().send().await.unwrap().table_names().is_empty());
}

/// Operations that ddbx has no statement for.
#[tokio::test]
async fn tags_are_set_listed_and_removed() {
    let client = users().await;
    let table = client
        .describe_table()
        .table_name("users")
        .send()
        .await
        .unwrap()
        .table
        .unwrap();
    let arn = table.table_arn().unwrap();
    let tag = |key: &str| Tag::builder().key(key).value("shop").build().unwrap();
    client
        .tag_resource()
        .resource_arn(arn)
        .tags(tag("team"))
        .tags(tag("stage"))
        .send()
        .await
        .unwrap();
    client
        .untag_resource()
        .resource_arn(arn)
        .tag_keys("stage")
        .send()
        .await
        .unwrap();
    let tags = client.list_tags_of_resource().resource_arn(arn).send().await.unwrap();
    assert_eq!(tags.tags(), [tag("team")]);
}

#[tokio::test]
async fn each_answer_has_its_request_id() {
    let client = users().await;
    let list = || client.list_tables().send();
    let (first, second) = (list().await.unwrap(), list().await.unwrap());
    let (first, second) = (first.request_id().unwrap(), second.request_id().unwrap());
    // DynamoDB's have 52 letters and digits; a server may have others.
    assert!(first.len() >= 32 && first.len() == second.len());
    assert_ne!(first, second);
    let error = client.describe_table().table_name("none").send().await.unwrap_err();
    assert_eq!(error.request_id().unwrap().len(), first.len());
    assert_eq!(error.request_id(), ddbx::sdk::error(&error).unwrap().request_id());
}

/// What one writes the other reads.
#[tokio::test]
async fn the_client_and_the_pool_share_their_tables() {
    let pool = crate::engine::connect().await;
    let users = ops::CreateTable::new("users").partition_key("id", ops::KeyType::S);
    crate::engine::create(&pool, users).await;
    ops::PutItem::new("users")
        .item(Item::new().with("id", "u1").with("n", 5))
        .send(&pool)
        .await
        .unwrap();
    let item = pool
        .sdk()
        .get_item()
        .table_name("users")
        .key("id", s("u1"))
        .send()
        .await
        .unwrap()
        .item
        .unwrap();
    assert_eq!(Item::try_from(item).unwrap(), Item::new().with("id", "u1").with("n", 5));
}

#[tokio::test]
async fn its_futures_run_in_spawned_tasks() {
    let client = orders(3).await;
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let put = client
                    .put_item()
                    .table_name("orders")
                    .item("customer", s("d"))
                    .item("n", n(number));
                put.send().await.map(drop)
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let count = tokio::spawn(async move {
        let mut pages = client.scan().table_name("orders").limit(7).into_paginator().send();
        let mut count = 0;
        while let Some(page) = pages.next().await {
            count += page.unwrap().count();
        }
        count
    });
    assert_eq!(count.await.unwrap(), 23);
}
