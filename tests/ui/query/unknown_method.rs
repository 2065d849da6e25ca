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
    // Near, and not near, a name that is known.
    let _ = ddbx::query!(Order, customer == id && note.begin_with("1"));
    let _ = ddbx::query!(Order, customer == id && note.starts_with("1"));
    let _ = ddbx::query!(Order, customer == id && note.to_uppercase() == "X");
    let _ = ddbx::query!(Order, customer == id && tags.len() > 3);
    let _ = ddbx::query!(Order, customer == id && tags.frobnicate());
    let _ = ddbx::query!(Order, customer == id && total.gt(5));
    // Other numbers of values.
    let _ = ddbx::query!(Order, customer == id && note.exists(true));
    let _ = ddbx::query!(Order, customer == id && note.begins_with());
    let _ = ddbx::query!(Order, customer == id && total.between(1));
    let _ = ddbx::query!(Order, customer == id && total.between(1..9));
    let _ = ddbx::query!(Order, customer == id && note.is_in("a", "b"));
    let _ = ddbx::query!(Order, customer == id && note.begins_with::<str>("a"));
    // Two in one query.
    let _ = ddbx::query!(Order, customer == id && note.contain("1") && total.betwen(1, 2));
}
