use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at:010}"))]
#[entity(by_shop(pk = [shop, status], sk = placed_at))]
#[entity(by_total(local, sk = total))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    shop: String,
    placed_at: u64,
    total: u32,
}

fn main() {
    let id = "ann";
    // Misspelt, and another's.
    let _ = ddbx::query!(Order, status == "open", index = "by_statu");
    let _ = ddbx::query!(Order, status == "open", index = "");
    // Not bound: not at all, not by `==`, and only in part.
    let _ = ddbx::query!(Order, customer == id, index = "by_status");
    let _ = ddbx::query!(Order, status > "open", index = "by_status");
    let _ = ddbx::query!(Order, shop == "a" && total > 5, index = "by_shop");
    let _ = ddbx::query!(Order, status == "open", index = "primary");
    // An `||` binds nothing.
    let _ = ddbx::query!(Order, status == "open" || status == "paid", index = "by_status");
    // A global index follows its table.
    let _ = ddbx::query!(Order, status == "open", consistent);
    let _ = ddbx::query!(Order, status == "open", index = "by_status", consistent);
    // Both are mistakes; the first is told.
    let _ = ddbx::query!(Order, status == "open", index = "by_stats", consistent);
    // A type error is told beside what the plan lacks.
    let _ = ddbx::query!(Order, status == 5, index = "by_shop");
}
