use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = id)]
#[entity(by_status(pk = status, sk = placed_at))]
#[entity(by_state(pk = status, sk = total))]
struct Order {
    id: String,
    status: String,
    placed_at: u64,
    total: u32,
}

fn main() {
    let _ = ddbx::query!(Order, status == "open");
    let _ = ddbx::query!(Order, status == "open" && total > 5);
    let _ = ddbx::query!(Order, status == "open" && id == "7" && total > 5 && placed_at > 3);
    let _ = ddbx::query!(Order, status == "open" && total > 5 && placed_at > 3);
}
