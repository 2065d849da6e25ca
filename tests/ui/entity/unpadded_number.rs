use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "shop", pk = "CUSTOMER#{customer}", sk = "ORDER#{number}")]
struct Order {
    customer: String,
    number: u32,
}

fn main() {}
