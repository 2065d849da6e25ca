use ddbx::{Attribute, Entity};

#[derive(Attribute)]
enum Payment {
    Cash,
    Card(String),
    Invoice { number: u32 },
}

// A faulty attribute type is still one: nothing here is a further error.
#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    id: String,
    payment: Payment,
}

fn main() {}
