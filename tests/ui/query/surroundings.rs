use ddbx::{Entity, PlannedQuery};

#[derive(Entity)]
#[entity(table = "orders", pk = customer)]
struct Order {
    customer: String,
    total: u32,
}

async fn asynchronous(pool: &ddbx::Pool) -> Result<u64, ddbx::Error> {
    let number = async { ddbx::query!(Order, total > 5).count(pool).await };
    number.await
}

fn twice() {
    let _ = ddbx::query!(Order, total > 5);
    let _ = ddbx::query!(Order, total > 6 && total < 9);
}

fn borrowed<'a>(customer: &'a str) -> PlannedQuery<Order> {
    ddbx::query!(Order, customer == customer && total.begins_with(customer))
}

impl Order {
    fn others(&self) -> PlannedQuery<Order> {
        ddbx::query!(Order, total == self.total)
    }
}

fn moved(customer: String) -> String {
    let _ = ddbx::query!(Order, customer == customer);
    customer
}

fn questioned() -> Result<(), std::num::ParseIntError> {
    let _ = ddbx::query!(Order, customer == "ann" && total == "5".parse::<u64>()?);
    Ok(())
}

static LATER: fn() = || {
    let _ = ddbx::query!(Order, total > 5);
};

fn main() {}
