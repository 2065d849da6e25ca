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
    let _ = ddbx::query!(Order, customer == id && tags.size());
    let _ = ddbx::query!(Order, customer == id && tags.size);
    let _ = ddbx::query!(Order, customer == id && tags.size(3) > 5);
    let _ = ddbx::query!(Order, customer == id && tags.size().size() > 5);
    let _ = ddbx::query!(Order, customer == id && address.size().city == 5);
    let _ = ddbx::query!(Order, customer == id && tags.size().begins_with("1"));
    let _ = ddbx::query!(Order, customer == id && tags.size().is_in([1, 2]));
    let _ = ddbx::query!(Order, customer == id && tags.size() > "3");
    let _ = ddbx::query!(Order, customer == id && tags.size() > id.len());
    let _ = ddbx::query!(Order, customer == id && tags.size().between(1, -9));
}
