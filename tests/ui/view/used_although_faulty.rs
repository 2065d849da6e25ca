use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders")]
struct Order {
    #[entity(pk)]
    id: String,
    total: u64,
    note: Option<String>,
}

#[derive(View)]
#[view(Order)]
struct Summary(u64);

#[derive(View)]
#[view(Order)]
struct Amount {
    #[view(form = total)]
    amount: u64,
}

fn main() {
    let _ = ddbx::get::<Order>("o1").select::<Summary>();
    let _ = ddbx::get::<Order>("o1").select::<Amount>();
}
