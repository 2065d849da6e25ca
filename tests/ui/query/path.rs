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
    let (id, position) = ("ann", 3);
    let _ = ddbx::query!(Order, customer == id && note.city == "x");
    let _ = ddbx::query!(Order, customer == id && items.city == "x");
    let _ = ddbx::query!(Order, customer == id && address.city.name == "x");
    let _ = ddbx::query!(Order, customer == id && note[0] == "x");
    let _ = ddbx::query!(Order, customer == id && labels[0] == 1);
    let _ = ddbx::query!(Order, customer == id && address["city"] == "Oslo");
    let _ = ddbx::query!(Order, customer == id && items["a"] == 1);
    let _ = ddbx::query!(Order, customer == id && items[position] == 1);
    let _ = ddbx::query!(Order, customer == id && items[-1] == 1);
    let _ = ddbx::query!(Order, customer == id && items['a'] == 1);
    let _ = ddbx::query!(Order, customer == id && items[0..2] == 1);
    let _ = ddbx::query!(Order, customer == id && items[99999999999] == 1);
    let _ = ddbx::query!(Order, customer == id && items.0 == 1);
    let _ = ddbx::query!(Order, customer == id && note?.city == "x");
}
