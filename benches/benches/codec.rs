//! Structs to request bodies and response bodies to structs: time, in process.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::error::Error;
use std::time::Duration;

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use bytes::Bytes;
use ddbx::codec::{EncodeItem as _, Writer, item_from_slice};
use ddbx::{Pool, ops};
use ddbx_benches::client;
use ddbx_benches::order::{self, Order, TABLE};
use ddbx_benches::race::{Outcome, cpu_time, race, timed, timed_in_bulk};
use ddbx_benches::sdk::Sdk;
use ddbx_benches::verdict::{Goal, Table};
use tokio::runtime::Runtime;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut table = Table::new(
        "Codec: CPU time of one run, median of interleaved rounds",
        "ratio (middle half)",
    );

    let orders = order::short(2_400);
    let body = order::page(&orders)?;
    let megabytes = body.len() as f64 / 1e6;
    let (pool, sdk) = (client::pool(&body), Sdk::answering(&body));
    assert_eq!(client::items::<Order>(&body)?, orders);
    assert_eq!(runtime.block_on(query(&pool))?, orders);
    assert_eq!(decoded(runtime.block_on(query_sdk(&sdk))?)?, orders);
    let page = format!("page of 2,400 items, {megabytes:.2} MB, to structs");
    let codec = race(
        || timed(|| client::items::<Order>(&body)),
        || decode_with_sdk(&runtime, &sdk),
    );
    let goal = Goal::AtLeast {
        must: 8.0,
        aim: Some(9.0),
    };
    row(&mut table, format!("{page}: codec alone"), codec, goal);
    let call = race(
        || timed(|| runtime.block_on(query(&pool))),
        || timed(|| decoded(runtime.block_on(query_sdk(&sdk))?)),
    );
    row(&mut table, format!("{page}: whole call"), call, goal);

    let orders = order::long(25);
    let body = batch(&orders)?;
    let sdk = Sdk::answering(&Bytes::from_static(br#"{"UnprocessedItems":{}}"#));
    encode_with_sdk(&runtime, &sdk, &orders)?;
    assert_eq!(put(&body)?, orders);
    assert_eq!(put(&sdk.last_body())?, orders);
    let body = batch_request(&orders)?;
    assert_eq!(put(&body)?, orders);
    let bytes = body.len() / orders.len();
    let encode = race(
        || timed_in_bulk(|| batch(&orders)),
        || encode_with_sdk(&runtime, &sdk, &orders).unwrap_or(Duration::ZERO),
    );
    let goal = Goal::AtLeast {
        must: 12.0,
        aim: Some(18.0),
    };
    let work = format!("batch of 25 structs, {bytes} bytes each, to a body");
    row(&mut table, format!("{work}: codec alone"), encode, goal);
    let request = race(
        || timed_in_bulk(|| batch_request(&orders)),
        || encode_with_sdk(&runtime, &sdk, &orders).unwrap_or(Duration::ZERO),
    );
    row(&mut table, format!("{work}: `ops::BatchWriteItem`"), request, goal);

    println!("{table}");
    Ok(())
}

fn row(table: &mut Table, work: String, outcome: Outcome, goal: Goal) {
    let Outcome {
        ours,
        peer,
        ratio,
        quartiles: (low, high),
    } = outcome;
    let times = [ours, peer].map(|time| format!("{:.1} µs", time.as_secs_f64() * 1e6));
    table.row(work, times, ratio, format!("{ratio:.1} ({low:.1}-{high:.1})"), goal);
}

async fn query(pool: &Pool) -> Result<Vec<Order>> {
    let query = ops::Query::new(TABLE)
        .key_condition("customer = :customer")
        .value(":customer", "c-000001");
    Ok(query.send::<Order>(pool).await?.items)
}

type Items = Vec<std::collections::HashMap<String, AttributeValue>>;

async fn query_sdk(sdk: &Sdk) -> Result<Items> {
    let query = sdk
        .client
        .query()
        .table_name(TABLE)
        .key_condition_expression("customer = :customer")
        .expression_attribute_values(":customer", AttributeValue::S("c-000001".into()));
    Ok(query.send().await?.items.unwrap_or_default())
}

fn decoded(items: Items) -> Result<Vec<Order>> {
    Ok(serde_dynamo::from_items(items)?)
}

/// The SDK's step from bytes to its maps, and serde_dynamo's from there to structs.
fn decode_with_sdk(runtime: &Runtime, sdk: &Sdk) -> Duration {
    let Ok(items) = runtime.block_on(query_sdk(sdk)) else {
        return Duration::ZERO;
    };
    let structs = timed(|| decoded(items));
    sdk.take_deserialization() + structs
}

/// The body of a `BatchWriteItem` that puts these orders.
fn batch(orders: &[Order]) -> Result<Vec<u8>> {
    let mut writer = Writer::with_capacity(1 << 15);
    writer.begin_object();
    writer.key("RequestItems");
    writer.begin_object();
    writer.key(TABLE);
    writer.begin_array();
    for order in orders {
        writer.begin_object();
        writer.key("PutRequest");
        writer.begin_object();
        writer.key("Item");
        order.write(&mut writer)?;
        writer.end_object();
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    writer.end_object();
    Ok(writer.into_vec())
}

/// The same by the operation's builder.
fn batch_request(orders: &[Order]) -> Result<Bytes> {
    let batch = orders
        .iter()
        .fold(ops::BatchWriteItem::new(), |batch, order| batch.put(TABLE, order));
    Ok(batch.into_request()?.body)
}

/// serde_dynamo's step from structs to maps, and the SDK's from there to bytes.
fn encode_with_sdk(runtime: &Runtime, sdk: &Sdk, orders: &[Order]) -> Result<Duration> {
    let begun = cpu_time();
    let mut writes = Vec::with_capacity(orders.len());
    for order in orders {
        let put = PutRequest::builder()
            .set_item(Some(serde_dynamo::to_item(order)?))
            .build()?;
        writes.push(WriteRequest::builder().put_request(put).build());
    }
    let maps = cpu_time() - begun;
    runtime.block_on(sdk.client.batch_write_item().request_items(TABLE, writes).send())?;
    Ok(maps + sdk.take_serialization())
}

/// The items that the body of a `BatchWriteItem` puts.
fn put(body: &[u8]) -> Result<Vec<Order>> {
    let text = std::str::from_utf8(body)?;
    let prefix = format!(r#"{{"RequestItems":{{"{TABLE}":["#);
    let mut rest = text.strip_prefix(&prefix).ok_or("another prefix")?;
    let mut orders = Vec::new();
    while let Some(start) = rest.strip_prefix(r#"{"PutRequest":{"Item":"#) {
        let mut parser = ddbx::codec::Parser::new(start);
        let item = parser.raw_value()?;
        orders.push(item_from_slice(item.as_bytes())?);
        rest = start[item.len()..].strip_prefix("}}").ok_or("another put")?;
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    Ok(orders)
}
