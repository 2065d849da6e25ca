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
    let _ = ddbx::query!(Order, customer == id, descending);
    let _ = ddbx::query!(Order, customer == id, take = 3);
    let _ = ddbx::query!(Order, customer == id, limit = 3);
    let _ = ddbx::query!(Order, customer == id, page_size = 20);
    let _ = ddbx::query!(Order, customer == id, start_at = id);
    let _ = ddbx::query!(Order, customer == id, take(3), descending());
    let _ = ddbx::query!(Order, descending);
    let _ = ddbx::query!(Order, customer == id).consistent();
    let _ = ddbx::query!(Order, customer == id).index("primary");
}
