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
    let (a, b) = (1, 2);
    let _ = ddbx::query!();
    let _ = ddbx::query!(,);
    let _ = ddbx::query!("Order");
    let _ = ddbx::query!(customer == "ann");
    let _ = ddbx::query!(Order customer == "ann");
    let _ = ddbx::query!(Order; customer == "ann");
    let _ = ddbx::query!(Order { customer: "ann" });
    let _ = ddbx::query!(Order, customer == );
    let _ = ddbx::query!(Order, customer == && total > 5);
    let _ = ddbx::query!(Order, == "ann");
    let _ = ddbx::query!(Order, customer == "ann" total == 2);
    let _ = ddbx::query!(Order, customer == "ann", total == 2);
    let _ = ddbx::query!(Order, customer == "ann" && );
    let _ = ddbx::query!(Order, customer == "ann" || && total == b);
    let _ = a;
}
