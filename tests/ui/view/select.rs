use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    id: String,
    total: u64,
    note: Option<String>,
}

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
}

#[derive(View)]
#[view(User)]
struct UserId {
    id: String,
}

fn main() {
    let _ = ddbx::get::<Order>("o1").select::<UserId>();
    let _ = ddbx::get::<Order>("o1").select::<User>();
    let _ = ddbx::get::<Order>("o1").select::<String>();
}
