use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "shop", pk = "CUSTOMER#{customer:010}")]
struct Order {
    customer: String,
}

fn main() {}
