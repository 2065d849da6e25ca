use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders", pk = id)]
#[entity(by_status(pk = status, sk = placed_at, projection = keys_only))]
#[entity(by_shop(pk = shop, projection = include("total", "note")))]
struct Order {
    id: String,
    status: String,
    shop: String,
    placed_at: u64,
    total: u32,
    note: Option<String>,
}

#[derive(View)]
#[view(Order)]
struct Summary {
    id: String,
    total: u32,
}

fn main() {
    // Whole entities, of an index that copies less.
    let _ = ddbx::query!(Order, status == "open");
    let _ = ddbx::query!(Order, shop == "a", index = "by_shop");
    // A view with more than the index copies.
    let _ = ddbx::query!(Order, status == "open", select = Summary);
    // A filter needs its attribute, whatever is read afterwards.
    let _ = ddbx::query!(Order, status == "open" && total > 5, hydrate);
    let _ = ddbx::query!(Order, status == "open" && note.exists(), index = "by_status", hydrate);
    // These do.
    let _ = ddbx::query!(Order, status == "open", hydrate);
    let _ = ddbx::query!(Order, shop == "a" && total > 5, select = Summary);
}
