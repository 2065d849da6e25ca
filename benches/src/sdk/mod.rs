//! The peer's side: the official client, its defaults untouched, and `serde_dynamo`.

mod watch;

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};

pub use watch::Watch;

use crate::Result;
use crate::order::{Order, TABLE};

/// An item as the SDK has it.
pub type Map = HashMap<String, AttributeValue>;

/// The official client.
#[derive(Clone, Debug)]
pub struct Sdk(pub Client);

fn config() -> Builder {
    Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("akid", "secret", None, None, "benchmark"))
}

impl Sdk {
    /// A client for this server, by the SDK's own HTTP and TLS.
    #[must_use]
    pub fn connecting_to(endpoint: &str) -> Self {
        Self(Client::from_conf(config().endpoint_url(endpoint).build()))
    }

    /// A `GetItem`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn get(&self) -> Result<Option<Map>> {
        let key = AttributeValue::S("c-000001".into());
        let get = self.0.get_item().table_name(TABLE).key("customer", key);
        Ok(get.key("number", AttributeValue::N("1".into())).send().await?.item)
    }

    /// A `Query`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn query(&self) -> Result<Vec<Map>> {
        let value = AttributeValue::S("c-000001".into());
        let query = self
            .0
            .query()
            .table_name(TABLE)
            .key_condition_expression("customer = :customer");
        let page = query.expression_attribute_values(":customer", value).send().await?;
        Ok(page.items.unwrap_or_default())
    }

    /// One segment of so many of a `Scan`, page by page: how many items it has, by way of what `read` makes of a page.
    ///
    /// # Errors
    ///
    /// Those of the calls and of `read`.
    pub async fn scan(&self, segment: i32, segments: i32, read: impl Fn(Vec<Map>) -> Result<u64>) -> Result<u64> {
        let scan = self.0.scan().table_name(TABLE).segment(segment);
        let mut pages = scan.total_segments(segments).into_paginator().send();
        let mut count = 0;
        while let Some(page) = pages.try_next().await? {
            count += read(page.items.unwrap_or_default())?;
        }
        Ok(count)
    }

    /// A `BatchWriteItem`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn batch(&self, puts: Vec<WriteRequest>) -> Result<()> {
        self.0.batch_write_item().request_items(TABLE, puts).send().await?;
        Ok(())
    }
}

/// Orders as the SDK's input, by `serde_dynamo`.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn puts(orders: &[Order]) -> Result<Vec<WriteRequest>> {
    let mut puts = Vec::with_capacity(orders.len());
    for order in orders {
        let put = PutRequest::builder()
            .set_item(Some(serde_dynamo::to_item(order)?))
            .build()?;
        puts.push(WriteRequest::builder().put_request(put).build());
    }
    Ok(puts)
}

/// An order from the SDK's output, by `serde_dynamo`.
///
/// # Errors
///
/// An item that is no order.
pub fn order(item: Map) -> Result<Order> {
    Ok(serde_dynamo::from_item(item)?)
}

/// Orders from the SDK's output, by `serde_dynamo`.
///
/// # Errors
///
/// An item that is no order.
pub fn orders(items: Vec<Map>) -> Result<Vec<Order>> {
    Ok(serde_dynamo::from_items(items)?)
}
