use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "shop", pk = "CUSTOMER#{customer_idd}", sk = "ORDER#{placed}#{colour}")]
struct Order {
    customer_id: String,
    placed_at: u64,
}

#[derive(Entity)]
#[entity(table = "shop", pk = custmer)]
struct Customer {
    customer: String,
}

fn main() {}
