//! Entities on an engine: what is stored, what is read back, what is refused.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]

#[path = "../engines/engine.rs"]
mod engine;

mod any_item;
mod attribute;
mod cache;
mod collection;
mod condition;
mod days;
mod earthquake;
mod enum_sets;
mod enums;
mod explain_capacity;
mod explain_execute;
mod explain_scan;
mod explain_write;
mod flatten;
mod foreign;
mod forms;
mod get_many;
mod hooks;
mod hydrate;
mod introspection;
mod key;
mod key_only;
mod lenient;
mod members;
mod placeholder;
mod pluck;
mod polymorphic;
mod projection;
mod properties;
mod query;
mod query_collection;
mod query_macro;
mod recorder;
mod refusal;
mod reindex;
mod scan;
mod scan_policy;
mod schema_version;
mod sealed_cursor;
mod select;
mod select_items;
mod shared;
mod sorted;
mod table;
mod table_forms;
mod tag;
mod times;
mod validation;
mod verb;
mod version;
mod view;
mod view_items;
mod write_id;

use std::time::{Duration, SystemTime};

use ddbx::{Entity, Executor as _, Item, Pool, ops};
use recorder::Recorder;

/// That long after the start of 1970.
fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

/// An item as DynamoDB writes it.
fn json(text: &str) -> Item {
    ddbx::codec::item_from_slice(text.as_bytes()).unwrap()
}

/// The item as it is in the table.
async fn raw<E: Entity>(pool: &Pool, attribute: &str, key: &str) -> Item {
    let get = ops::GetItem::new(pool.table(E::SCHEMA)).key(attribute, key);
    get.send(pool).await.unwrap().item.unwrap()
}

/// What an error says, with the table as the entity calls it.
///
/// On a server, `#[ddbx::test]` puts `ddbx-test-` and twelve digits before the names of a test's tables.
fn message(error: &ddbx::Error) -> String {
    let text = error.to_string();
    match text.split_once("ddbx-test-") {
        Some((before, after)) => format!("{before}{}", after.split_once('-').unwrap().1),
        None => text,
    }
}

/// The whole chain of causes, as a person reads it.
fn chain(error: &ddbx::Error) -> String {
    let mut text = message(error);
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
