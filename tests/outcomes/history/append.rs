//! Clients that append and read.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::AttributeValue;
use ddbx::ops::{GetItem, Scan, UpdateItem};
use ddbx::testing::ledger::Told;
use ddbx::{Item, Outcome, Pool, Value};

use super::checker::Event;
use crate::sdk::s;

pub(super) const CLIENTS: usize = 8;

/// Few, so that clients meet.
const LISTS: u64 = 6;

const UPDATE: &str = "SET l = list_append(if_not_exists(l, :none), :new), latest = :op_id";

/// One who appends and reads.
#[derive(Clone)]
pub(super) enum Client {
    Ours(Pool),
    Theirs(aws_sdk_dynamodb::Client),
}

impl Client {
    async fn append(&self, list: &str, value: &str) -> Told {
        match self {
            Self::Ours(pool) => {
                let update = UpdateItem::new("items")
                    .key("id", list)
                    .update(UPDATE)
                    .value(":none", Vec::<String>::new())
                    .value(":new", vec![value])
                    .value(":op_id", value);
                Told::by(&update.send(pool).await)
            }
            Self::Theirs(client) => {
                let update = client.update_item().table_name("items").key("id", s(list));
                let sent = update
                    .update_expression(UPDATE)
                    .expression_attribute_values(":none", AttributeValue::L(Vec::new()))
                    .expression_attribute_values(":new", AttributeValue::L(vec![s(value)]))
                    .expression_attribute_values(":op_id", s(value))
                    .send()
                    .await;
                sent.map_or(Told::Failed(Outcome::Unknown), |_| Told::Done)
            }
        }
    }

    /// The list, if it could be read.
    async fn read(&self, list: &str) -> Option<Vec<String>> {
        match self {
            Self::Ours(pool) => {
                let get = GetItem::new("items").key("id", list).consistent();
                let item = get.send::<Item>(pool).await.ok()?.item;
                Some(item.map_or_else(Vec::new, |item| values(&item)))
            }
            Self::Theirs(client) => {
                let get = client.get_item().table_name("items").key("id", s(list));
                let item = get.consistent_read(true).send().await.ok()?.item;
                let list = item.and_then(|item| item.get("l")?.as_l().ok().cloned());
                let texts = list.unwrap_or_default().into_iter();
                Some(texts.filter_map(|value| value.as_s().ok().cloned()).collect())
            }
        }
    }
}

/// The values of a list.
fn values(item: &Item) -> Vec<String> {
    let Some(Value::L(list)) = item.get("l") else {
        return Vec::new();
    };
    list.iter()
        .filter_map(|value| value.as_s().map(str::to_owned))
        .collect()
}

/// All lists, by their names.
pub(super) async fn lists(direct: &Pool) -> HashMap<String, Vec<String>> {
    let items = Scan::new("items")
        .consistent()
        .all_pages()
        .fetch_all::<Item>(direct)
        .await
        .unwrap();
    let named = items
        .iter()
        .filter_map(|item| Some((item.get("id")?.as_s()?.to_owned(), values(item))));
    named.collect()
}

/// Has each client make these many calls, seven appends for three reads.
pub(super) async fn run(calls: usize, seed: u64, client: impl Fn(usize) -> Client) -> Vec<Event> {
    let clock = Arc::<AtomicU64>::default();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(append_and_read(client(number), number, calls, seed, Arc::clone(&clock))))
        .collect();
    let mut events = Vec::new();
    for client in clients {
        events.extend(client.await.unwrap());
    }
    events
}

async fn append_and_read(client: Client, number: usize, calls: usize, seed: u64, clock: Arc<AtomicU64>) -> Vec<Event> {
    let now = || clock.fetch_add(1, Ordering::SeqCst);
    let mut events = Vec::new();
    for call in 0..calls {
        let mut hash = DefaultHasher::new();
        (seed, number, call).hash(&mut hash);
        let drawn = hash.finish();
        let list = format!("list-{}", drawn % LISTS);
        let began = now();
        if drawn / LISTS % 10 < 7 {
            let value = format!("{number}-{call}");
            let told = client.append(&list, &value).await;
            events.push(Event::Append {
                list,
                value,
                began,
                ended: now(),
                told,
            });
        } else if let Some(found) = client.read(&list).await {
            events.push(Event::Read {
                list,
                found,
                began,
                ended: now(),
            });
        }
    }
    events
}
