//! The entities of the cases.

use std::collections::HashSet;

use ddbx::{Attribute, Entity, Table, View};
use jiff::Timestamp;

#[derive(Attribute)]
pub(crate) struct Address {
    city: String,
    streets: Vec<String>,
}

/// The usual one: a placeholder of a fixed width, and the last one.
#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{placed_at}#{order}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at}"))]
pub(crate) struct Order {
    customer: String,
    placed_at: Timestamp,
    order: String,
    status: String,
    total: u64,
    note: Option<String>,
    tags: HashSet<String>,
    seal: Option<Vec<u8>>,
    paid: bool,
    address: Option<Address>,
}

/// Plain keys: text.
#[derive(Entity)]
#[entity(table = "notes")]
pub(crate) struct Note {
    #[entity(pk)]
    owner: String,
    #[entity(sk)]
    name: String,
    text: String,
}

/// Plain keys: binary and numbers, and binary that sorts.
#[derive(Entity)]
#[entity(table = "readings", pk = sensor, sk = at)]
#[entity(by_digest(local, sk = digest), by_unit(pk = unit, sk = value))]
pub(crate) struct Reading {
    sensor: Vec<u8>,
    at: i64,
    digest: Option<Vec<u8>>,
    unit: Option<u32>,
    value: Option<ddbx::Number>,
}

/// Numbers in templates: adjacent ones, negative ones, one by itself.
#[derive(Entity)]
#[entity(table = "events", pk = "STREAM#{stream:escape}", sk = "{shard:03}{sequence:010}")]
#[entity(by_level(pk = "{level}", sk = "D{depth:i64}#{stream:escape}"))]
#[entity(by_kind(pk = kind, sk = "{sequence:010}"))]
pub(crate) struct Event {
    stream: String,
    shard: u16,
    sequence: u64,
    level: Option<String>,
    depth: i64,
    kind: Option<String>,
}

/// Fields that are in the key only.
#[derive(Entity)]
#[entity(table = "seats", pk = "EVENT#{event}", sk = "ROW#{row:03}#{seat}")]
pub(crate) struct Seat {
    #[entity(key_only)]
    event: String,
    #[entity(key_only)]
    row: u16,
    #[entity(key_only)]
    seat: String,
    price: u32,
}

/// A sort key of literals, and one that begins with its placeholder and ends with a literal.
#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", sk = "PROFILE")]
#[entity(by_email(pk = email), by_team(pk = "TEAM#{team}", sk = "{rank:04}#USER"), by_slug(pk = team, sk = "{slug}draft"))]
pub(crate) struct User {
    id: String,
    email: Option<String>,
    team: Option<String>,
    rank: u16,
    slug: Option<String>,
}

/// Text in the middle: of any width, escaped; a number behind.
#[derive(Entity)]
#[entity(
    table = "files",
    pk = "VOLUME#{volume}",
    sk = "{folder:escape}/{name}/v{revision:05}"
)]
pub(crate) struct File {
    volume: String,
    folder: String,
    name: String,
    revision: u32,
}

/// Many indexes that could serve.
#[derive(Entity)]
#[entity(table = "people", pk = id)]
#[entity(by_name(pk = name), by_name_and_age(pk = name, sk = age), by_city(pk = city, sk = age))]
#[entity(by_street(pk = street, sk = age), by_house(pk = street, sk = name))]
#[entity(by_phone(pk = phone), by_mobile(pk = phone), by_tax(pk = "TAX#{country}#{tax}"))]
pub(crate) struct Person {
    id: String,
    name: String,
    age: u32,
    city: Option<String>,
    street: Option<String>,
    phone: Option<String>,
    country: Option<String>,
    tax: Option<String>,
}

/// A table with a local index, and a global one with the same partition key.
#[derive(Entity)]
#[entity(table = "tasks", pk = project, sk = number)]
#[entity(by_due(local, sk = due), by_project(pk = project, sk = due), by_title(pk = project, sk = title))]
#[entity(alone(pk = project))]
pub(crate) struct Task {
    project: String,
    number: u32,
    due: Option<u32>,
    title: Option<String>,
    state: String,
}

/// Keys of several attributes.
#[derive(Entity)]
#[entity(table = "places", pk = id)]
#[entity(by_place(pk = [country, city], sk = [road, house]))]
#[entity(by_owner(pk = owner, sk = [kind, size]))]
pub(crate) struct Place {
    id: String,
    country: Option<String>,
    city: Option<String>,
    road: Option<String>,
    house: Option<u32>,
    owner: Option<String>,
    kind: Option<String>,
    size: Option<u32>,
}

/// Indexes that do not copy all.
#[derive(Entity)]
#[entity(table = "jobs", pk = "JOB#{id}", sk = "{run:04}")]
#[entity(by_state(pk = state, sk = "{started:08}", projection = keys_only))]
#[entity(by_worker(pk = worker, sk = started, projection = include("state", "note", "id", "run")))]
#[entity(by_length(local, sk = length, projection = keys_only))]
#[entity(by_queue(pk = queue, projection = include("id", "run", "state", "started", "worker", "length", "note")))]
pub(crate) struct Job {
    id: String,
    run: u16,
    state: String,
    started: u32,
    worker: Option<String>,
    length: Option<u32>,
    queue: Option<String>,
    note: Option<String>,
}

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_day", pk = "gsi2pk", sk = "gsi2sk", projection = keys_only))]
#[table(index(name = "by_kind", pk = "gsi3pk", projection = include("_type", "total")))]
#[table(local_index(name = "by_total", sk = "lsi1sk"))]
pub(crate) struct Shop;

/// Shares its table with another, which stands beside it.
#[derive(Entity)]
#[entity(table = Shop, tag = "sale", pk = "CUSTOMER#{customer}", sk = "SALE#{number:06}")]
#[entity(by_status(pk = status, sk = number), by_day(pk = "DAY#{day}", sk = "{number:06}"), by_kind(pk = kind))]
#[entity(by_total(sk = total))]
pub(crate) struct Sale {
    customer: String,
    number: u32,
    status: String,
    day: String,
    kind: Option<String>,
    total: u32,
}

/// Expires.
#[derive(Entity)]
#[entity(table = "sessions", pk = "USER#{user}", sk = "SESSION#{id}")]
#[entity(by_id(pk = id, projection = keys_only), by_agent(pk = agent, projection = include("expires", "user", "id")))]
pub(crate) struct Session {
    user: String,
    id: String,
    agent: Option<String>,
    #[entity(expires)]
    expires: u64,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobKey {
    id: String,
    run: u16,
    state: String,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobLength {
    length: Option<u32>,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobNote {
    note: Option<String>,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobNotes {
    note: Option<String>,
    length: Option<u32>,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobStart {
    note: Option<String>,
    started: u32,
}

#[derive(View)]
#[view(Job)]
pub(crate) struct JobState {
    state: String,
}

#[derive(View)]
#[view(Sale)]
pub(crate) struct SaleTotal {
    total: u32,
}

#[derive(View)]
#[view(Session)]
pub(crate) struct SessionId {
    id: String,
}
