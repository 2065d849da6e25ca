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
    let (id, name) = ("ann", "by_status");
    let _ = ddbx::query!(Order, customer == id, consistant);
    let _ = ddbx::query!(Order, customer == id, colour = "red");
    let _ = ddbx::query!(Order, customer == id, consistent, consistent);
    let _ = ddbx::query!(Order, customer == id, consistent = true);
    let _ = ddbx::query!(Order, customer == id, index = by_status);
    let _ = ddbx::query!(Order, customer == id, index = name);
    let _ = ddbx::query!(Order, customer == id, index);
    let _ = ddbx::query!(Order, customer == id, index("primary"));
    let _ = ddbx::query!(Order, customer == id, select = "Summary");
    let _ = ddbx::query!(Order, customer == id, hydrate(true));
    let _ = ddbx::query!(Order, customer == id, consistent hydrate);
    let _ = ddbx::query!(Order, customer == id, && total > 5);
    let _ = ddbx::query!(Order, consistent, customer == id);
    let _ = ddbx::query!(Order, customer == id, customer == id);
    // A mistake in the options hides none in the conditions.
    let _ = ddbx::query!(Order, customer == 5, consistant);
}
