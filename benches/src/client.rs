//! Our side: a pool with default options, over a connection or over a backend that answers from memory.

use bytes::Bytes;
use ddbx::codec::{DecodeItem as _, EncodeItem as _, Parser, Writer};
use ddbx::transport::{Attempt, Backend};
use ddbx::{Pool, PoolOptions, Request, Response, ops};

use crate::Result;
use crate::order::{Order, TABLE};

#[derive(Debug)]
struct Canned {
    body: Bytes,
    checksum: u32,
}

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = Response::new(200, self.body.clone()).with_checksum(self.checksum);
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// A pool with default options, on which every answer is this body. Its checksum is sent along, as DynamoDB does, and
/// verified by the stack.
#[must_use]
pub fn pool(body: &Bytes) -> Pool {
    PoolOptions::new().connect_with(Canned {
        checksum: crc32fast::hash(body),
        body: body.clone(),
    })
}

/// A pool with default options, connected to this server.
///
/// # Errors
///
/// Those of connecting.
pub async fn connect(url: &str) -> Result<Pool> {
    Ok(PoolOptions::new().connect(url).await?)
}

/// A `GetItem`, the whole call.
///
/// # Errors
///
/// Those of the call.
pub async fn get(pool: &Pool) -> Result<Option<Order>> {
    let get = ops::GetItem::new(TABLE).key("customer", "c-000001").key("number", 1);
    Ok(get.send(pool).await?.item)
}

/// A `Query`, the whole call.
///
/// # Errors
///
/// Those of the call.
pub async fn query(pool: &Pool) -> Result<Vec<Order>> {
    let query = ops::Query::new(TABLE)
        .key_condition("customer = :customer")
        .value(":customer", "c-000001");
    Ok(query.send(pool).await?.items)
}

/// A query that the compiler has planned, all of its pages: there is one.
///
/// # Errors
///
/// Those of the call.
pub async fn fetch_all(pool: &Pool) -> Result<Vec<Order>> {
    Ok(ddbx::query!(Order, customer == "c-000001").fetch_all(pool).await?)
}

/// A `BatchWriteItem` that puts these orders, the whole call.
///
/// # Errors
///
/// Those of the call, and leftovers.
pub async fn put_all(pool: &Pool, orders: &[Order]) -> Result<()> {
    let written = batch_of(orders).send(pool).await?;
    written
        .unprocessed
        .map_or(Ok(()), |_| Err("some orders were not put".into()))
}

/// The request of a `BatchWriteItem` that puts these orders.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn batch(orders: &[Order]) -> Result<Request> {
    Ok(batch_of(orders).into_request()?)
}

fn batch_of(orders: &[Order]) -> ops::BatchWriteItem {
    orders
        .iter()
        .fold(ops::BatchWriteItem::new(), |batch, order| batch.put(TABLE, order))
}

/// The orders in the answer to a query, by the codec alone: without pool and stack.
///
/// # Errors
///
/// Another body than that of an answer to a query, and items that do not fit.
pub fn decode_page(body: &[u8]) -> Result<Vec<Order>> {
    let mut parser = Parser::from_slice(body)?;
    let mut orders = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if &*name != "Items" {
            parser.skip_value()?;
            continue;
        }
        parser.begin_array()?;
        while parser.next_element()? {
            orders.push(Order::decode_item(&mut parser)?);
        }
    }
    parser.end()?;
    Ok(orders)
}

/// The body that [`batch`] makes, by the codec alone: without the builder.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn encode_batch(orders: &[Order]) -> Result<Vec<u8>> {
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
