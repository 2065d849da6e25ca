use std::time::SystemTime;

use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    id: String,
    total: u64,
    note: Option<String>,
    #[entity(unix)]
    placed: SystemTime,
}

#[derive(View)]
#[view(Order)]
struct Summary {
    id: &'static str,
    #[view(from = total)]
    amount: u32,
    note: String,
    placed: u64,
}

#[derive(View)]
#[view(Order)]
struct Unknown {
    total: Money,
}

fn main() {}
