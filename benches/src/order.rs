//! The data: orders of a shop, as an application would declare them, for both sides at once.

use std::collections::HashSet;

use bytes::Bytes;
use ddbx::codec::{DecodeItem as _, EncodeItem as _, Parser, Writer};
use ddbx::{Attribute, Entity};
use serde::{Deserialize, Serialize};

use crate::Result;

/// The table of [`Order`].
pub const TABLE: &str = "orders";

/// An item of eleven attributes: strings, numbers, a boolean, one that may be missing, a list, a map and a set.
#[derive(Clone, Debug, PartialEq, Entity, Serialize, Deserialize)]
#[entity(table = "orders")]
pub struct Order {
    /// Partition key.
    #[entity(pk)]
    pub customer: String,
    /// Sort key.
    #[entity(sk)]
    pub number: u64,
    /// ISO 8601.
    pub placed: String,
    /// One of a few words.
    pub status: String,
    /// In cents.
    pub total: i64,
    /// In kilograms.
    pub weight: f64,
    /// Wrapped in paper.
    pub gift: bool,
    /// What the customer wrote; half of the short orders have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Article numbers.
    pub articles: Vec<String>,
    /// Where it goes.
    pub address: Address,
    /// Words to find it by.
    #[serde(with = "serde_dynamo::string_set")]
    pub tags: HashSet<String>,
}

/// A map inside of [`Order`].
#[derive(Clone, Debug, PartialEq, Attribute, Serialize, Deserialize)]
pub struct Address {
    /// With its number.
    pub street: String,
    /// Not always ASCII.
    pub city: String,
    /// Five digits.
    pub zip: u32,
}

/// How many short orders are a page of 0.94 MB.
pub const PAGE: u64 = 2_400;

/// How many short orders are a page of a scan, of 0.98 MB.
pub const SCAN_PAGE: u64 = 2_500;

/// How many pages a segment of a scan has.
pub const SCAN_PAGES: usize = 5;

/// The order that a `GetItem` finds: a short one with a note and without escapes.
#[must_use]
pub fn one() -> Order {
    order(2, 4, note(2))
}

/// Orders of about 390 bytes of JSON each.
#[must_use]
pub fn short(count: u64) -> Vec<Order> {
    (0..count)
        .map(|number| order(number, 2 + (number % 3) as usize, note(number)))
        .collect()
}

/// Orders of about 1 KB of JSON each.
#[must_use]
pub fn long(count: u64) -> Vec<Order> {
    const NOTE: &str = "Please ring twice and leave the parcel with the neighbour on the second floor if nobody is \
        at home. The entrance is in the yard, behind the bicycle shed; the gate is open until eight. ";
    (0..count)
        .map(|number| order(number, 10, Some(NOTE.repeat(2))))
        .collect()
}

fn order(number: u64, articles: usize, note: Option<String>) -> Order {
    const CITIES: [&str; 5] = ["Lisbon", "Zürich", "Springfield", "San José", "Utrecht"];
    const STATUSES: [&str; 4] = ["open", "paid", "shipped", "returned"];
    const TAGS: [&str; 4] = ["express", "wholesale", "fragile", "web"];
    // Spreads the values: neighbours should not look alike.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let one_of = |texts: &[&'static str]| texts[(mixed % texts.len() as u64) as usize].to_owned();
    let tags = TAGS
        .iter()
        .cycle()
        .skip((mixed % 4) as usize)
        .take(1 + (mixed % 3) as usize);
    Order {
        customer: format!("c-{:06}", mixed % 1_000_000),
        number,
        placed: format!(
            "2026-{:02}-{:02}T{:02}:{:02}:17Z",
            1 + mixed % 12,
            1 + mixed % 28,
            mixed % 24,
            mixed % 60
        ),
        status: one_of(&STATUSES),
        total: (mixed % 100_000) as i64,
        weight: (mixed % 4_000) as f64 / 100.0,
        gift: mixed.is_multiple_of(7),
        note,
        articles: (0..articles as u64)
            .map(|article| format!("A-{:05}", (mixed + article * 7_919) % 100_000))
            .collect(),
        address: Address {
            street: format!("{} Harbour St", 1 + mixed % 300),
            city: one_of(&CITIES),
            zip: 10_000 + (mixed % 90_000) as u32,
        },
        tags: tags.map(|&tag| tag.to_owned()).collect(),
    }
}

fn note(number: u64) -> Option<String> {
    match number % 32 {
        // The rare one with escapes.
        0 => Some("say \"hello\" at the door".to_owned()),
        even if even % 2 == 0 => Some("leave it at the door".to_owned()),
        _ => None,
    }
}

/// The answer to a `Query` that found these orders, its members in DynamoDB's order.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn page(orders: &[Order]) -> Result<Bytes> {
    page_until(orders, None)
}

/// The answer to a `Query` or a `Scan` that found these orders, and goes on after the order of this number.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn page_until(orders: &[Order], last: Option<u64>) -> Result<Bytes> {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.key("Count");
    writer.u64(orders.len() as u64);
    writer.key("Items");
    writer.begin_array();
    orders.iter().try_for_each(|order| order.write(&mut writer))?;
    writer.end_array();
    if let Some(number) = last {
        writer.key("LastEvaluatedKey");
        writer.begin_object();
        writer.attribute("customer", &"c-000001")?;
        writer.attribute("number", &number)?;
        writer.end_object();
    }
    writer.key("ScannedCount");
    writer.u64(orders.len() as u64);
    writer.end_object();
    Ok(writer.into_vec().into())
}

/// The answer to a `GetItem` that found this order.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn found(order: &Order) -> Result<Bytes> {
    let mut writer = Writer::new();
    writer.begin_object();
    writer.key("Item");
    order.write(&mut writer)?;
    writer.end_object();
    Ok(writer.into_vec().into())
}

/// The orders that the body of a `BatchWriteItem` puts.
///
/// # Errors
///
/// Another body.
pub fn put_by(body: &[u8]) -> Result<Vec<Order>> {
    let mut parser = Parser::from_slice(body)?;
    let mut orders = Vec::new();
    enter(&mut parser, "RequestItems")?;
    enter(&mut parser, TABLE)?;
    parser.begin_array()?;
    while parser.next_element()? {
        enter(&mut parser, "PutRequest")?;
        enter(&mut parser, "Item")?;
        orders.push(Order::decode_item(&mut parser)?);
        leave(&mut parser)?;
        leave(&mut parser)?;
    }
    leave(&mut parser)?;
    leave(&mut parser)?;
    parser.end()?;
    Ok(orders)
}

/// To the value of the one member of an object.
fn enter(parser: &mut Parser<'_>, name: &str) -> Result<()> {
    parser.begin_object()?;
    match parser.next_key()? {
        Some(found) if found == name => Ok(()),
        _ => Err(format!("expected `{name}`").into()),
    }
}

fn leave(parser: &mut Parser<'_>) -> Result<()> {
    match parser.next_key()? {
        None => Ok(()),
        Some(name) => Err(format!("`{name}` is one member too many").into()),
    }
}
