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
    let (id, small, signed) = ("ann", 3_u8, -3_i64);
    let nothing: Option<String> = None;
    let _ = ddbx::query!(Order, customer == 5);
    let _ = ddbx::query!(Order, customer == id && total == "x" && note == 7);
    let _ = ddbx::query!(Order, customer == id && total == small);
    let _ = ddbx::query!(Order, customer == id && total == signed + 1);
    let _ = ddbx::query!(Order, customer == id && open == 1);
    let _ = ddbx::query!(Order, customer == id && note == nothing);
    let _ = ddbx::query!(Order, customer == id && total > 1.5);
    let _ = ddbx::query!(Order, customer == id && total.between(1, "9"));
    let _ = ddbx::query!(Order, customer == id && note.begins_with(5));
    let _ = ddbx::query!(Order, customer == id && tags.contains(5));
    let _ = ddbx::query!(Order, customer == id && items.contains("x"));
    let _ = ddbx::query!(Order, customer == id && note.is_in([1, 2]));
    let _ = ddbx::query!(Order, customer == id && note.is_in("open"));
    let _ = ddbx::query!(Order, customer == id && note.is_type("S"));
    let _ = ddbx::query!(Order, customer == id && bytes == "text");
}
