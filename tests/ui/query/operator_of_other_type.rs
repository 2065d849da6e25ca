use std::collections::{HashMap, HashSet};

use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Address {
    city: String,
    lines: Vec<String>,
}

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
struct Order {
    customer: String,
    number: u32,
    total: u32,
    open: bool,
    note: Option<String>,
    tags: HashSet<String>,
    address: Option<Address>,
    items: Vec<u32>,
    labels: HashMap<String, u32>,
    bytes: Vec<u8>,
}

fn main() {
    let id = "ann";
    // Not ordered.
    let _ = ddbx::query!(Order, customer == id && tags > "x");
    let _ = ddbx::query!(Order, customer == id && items <= 3);
    let _ = ddbx::query!(Order, customer == id && open >= true);
    let _ = ddbx::query!(Order, customer == id && labels < 5);
    let _ = ddbx::query!(Order, customer == id && tags.between("a", "b"));
    let _ = ddbx::query!(Order, customer == id && address.lines > "x");
    // Without a prefix.
    let _ = ddbx::query!(Order, customer == id && total.begins_with("1"));
    let _ = ddbx::query!(Order, customer == id && tags.begins_with("a"));
    let _ = ddbx::query!(Order, customer == id && open.begins_with(true));
    // Without members.
    let _ = ddbx::query!(Order, customer == id && total.contains(5));
    let _ = ddbx::query!(Order, customer == id && open.contains(true));
    let _ = ddbx::query!(Order, customer == id && labels.contains("red"));
    // Two in one query.
    let _ = ddbx::query!(Order, customer == id && (total.begins_with("1") || tags > "x"));
}
