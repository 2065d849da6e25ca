use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders", pk = id)]
struct Order {
    id: String,
    total: u32,
}

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct User {
    id: String,
    name: String,
}

#[derive(View)]
#[view(User)]
struct Name {
    name: String,
}

#[derive(View)]
#[view(Order)]
struct Total {
    total: u32,
}

fn main() {
    let _ = ddbx::query!(Order, id == "a", hydrate = true, select = Total);
    let _ = ddbx::query!(Order, id == "a", select = Name);
    let _ = ddbx::query!(Order, id == "a", select = String);
    let _ = ddbx::query!(Order, id == "a", select = Order);
    let _ = ddbx::query!(Order, id == "a", select = Missing);
    let _ = ddbx::query!(Order, id == "a", select = total);
    let _ = ddbx::query!(Order, id == "a", select = [id, total]);
    let _ = ddbx::query!(Order, id == "a", select);
    let _ = ddbx::query!(Order, id == 5, select = Name);
    let _ = ddbx::query!(Order, total > 5, select = Total);
}
