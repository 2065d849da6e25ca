//! The official SDK's client over a pool.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "../engines/engine.rs"]
mod engine;

mod alike;
mod every_operation;
mod failures;
mod faults;
mod operations;
mod overrides;
mod paging;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TableStatus,
};

/// The client over an engine of its own.
async fn client() -> Client {
    engine::connect().await.sdk()
}

/// That client, with a table `users` whose key is `id`.
async fn users() -> Client {
    let client = client().await;
    create(&client, "users", &[("id", KeyType::Hash, ScalarAttributeType::S)]).await;
    client
}

/// That client, with a table `orders` whose key is `customer` and `n`, and these many orders of customer `c`.
async fn orders(count: u32) -> Client {
    let client = client().await;
    let key = [
        ("customer", KeyType::Hash, ScalarAttributeType::S),
        ("n", KeyType::Range, ScalarAttributeType::N),
    ];
    create(&client, "orders", &key).await;
    for number in 0..count {
        let put = client.put_item().table_name("orders");
        put.item("customer", s("c")).item("n", n(number)).send().await.unwrap();
    }
    client
}

async fn create(client: &Client, table: &str, key: &[(&str, KeyType, ScalarAttributeType)]) {
    let mut create = client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest);
    for (name, role, kind) in key {
        let attribute = AttributeDefinition::builder()
            .attribute_name(*name)
            .attribute_type(kind.clone());
        let element = KeySchemaElement::builder().attribute_name(*name).key_type(role.clone());
        create = create
            .attribute_definitions(attribute.build().unwrap())
            .key_schema(element.build().unwrap());
    }
    create.send().await.unwrap();
    // A server may need a moment. The SDK's own waiter asks again after 20 seconds.
    for _ in 0..10_000 {
        let described = client.describe_table().table_name(table).send().await.unwrap();
        if described.table().and_then(|table| table.table_status()) == Some(&TableStatus::Active) {
            return;
        }
    }
    panic!("the table `{table}` does not become ready");
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

#[expect(clippy::needless_pass_by_value, reason = "literals of several types, as they stand")]
fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
