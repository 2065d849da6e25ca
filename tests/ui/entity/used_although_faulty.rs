use ddbx::{Entity, Error, Pool};

#[derive(Entity)]
#[entity(table = "shop", pk = "CUSTOMER#{custmer}", sk = "ORDER#{number:010}")]
struct Order {
    customer: String,
    number: u64,
}

async fn find(pool: &Pool) -> Result<Order, Error> {
    ddbx::get::<Order>(("ann", 7)).fetch_one(pool).await
}

fn main() {}
