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
struct Unsaid {
    id: String,
}

#[derive(View)]
#[view]
struct Bare {
    id: String,
}

#[derive(View)]
#[view("Order")]
struct Quoted {
    id: String,
}

#[derive(View)]
#[view(Order, Order)]
struct Two {
    id: String,
}

fn main() {}
