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
    total: u64,
    #[view(from = total)]
    amount: u64,
}

fn main() {}
