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
    // One slip, two slips, and none that is near.
    let _ = ddbx::query!(Order, customr == id && totl > 100);
    let _ = ddbx::query!(Order, customer == id && colour == "red");
    // Inside of a nested struct.
    let _ = ddbx::query!(Order, customer == id && address.citi == "Oslo");
    let _ = ddbx::query!(Order, customer == id && address.planet == "Mars");
    let _ = ddbx::query!(Order, customer == id && adress.city == "Oslo");
    // Where a method is called, and where a path goes on.
    let _ = ddbx::query!(Order, customer == id && nots.begins_with("a"));
    let _ = ddbx::query!(Order, customer == id && tagz.size() > 3);
    let _ = ddbx::query!(Order, customer == id && itemz[0] == 3);
    // What is wrong in one condition hides nothing in the others.
    let _ = ddbx::query!(Order, customr == id && total == "x");
    // Of its type, and of another entity's.
    let _ = ddbx::query!(Order, Order::customer == id);
    let _ = ddbx::query!(Order, self.customer == id);
}
