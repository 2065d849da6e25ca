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
    let _ = ddbx::query!(Order, customer = id);
    let _ = ddbx::query!(Order, id.to_owned() == customer);
    let _ = ddbx::query!(Order, customer == id && 100 < total);
    let _ = ddbx::query!(Order, customer == id && "a" == "b");
    let _ = ddbx::query!(Order, customer == id && open);
    let _ = ddbx::query!(Order, customer == id && !open);
    let _ = ddbx::query!(Order, customer == id && true);
    let _ = ddbx::query!(Order, customer == id && total + 1 > 5);
    let _ = ddbx::query!(Order, customer == id & total == 5);
    let _ = ddbx::query!(Order, customer == id && total += 5);
    let _ = ddbx::query!(Order, customer == id && -total > 5);
    let _ = ddbx::query!(Order, customer == id && let Some(x) = note);
    let _ = ddbx::query!(Order, customer == id && 1 < total < 9);
    let _ = ddbx::query!(Order, |order| order.customer == id);
}
