use ddbx::{Entity, View};

#[derive(Entity, View)]
#[entity(table = "orders")]
#[view(Order)]
struct Order {
    #[entity(pk)]
    id: String,
}

fn main() {}
