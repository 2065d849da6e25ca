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
    let _ = ddbx::query!(Order, customer == id && note == None);
    let _ = ddbx::query!(Order, customer == id && note != None);
    let _ = ddbx::query!(Order, customer == id && note == Some("x"));
    let _ = ddbx::query!(Order, customer == id && note != Some("x"));
    let _ = ddbx::query!(Order, customer == id && note == Option::None);
    let _ = ddbx::query!(Order, customer == id && note.is_none());
    let _ = ddbx::query!(Order, customer == id && note.is_some());
    let _ = ddbx::query!(Order, customer == id && address.city == None);
    let _ = ddbx::query!(Order, customer == id && note.is_in([Some("x"), None]));
}
