use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    id: String,
    total: u64,
    note: Option<String>,
}

#[derive(View)]
#[view(Order)]
struct Summary {
    id: String,
    totl: u64,
}

#[derive(View)]
#[view(Order)]
struct Amount {
    #[view(from = sum)]
    amount: u64,
}

fn main() {}
