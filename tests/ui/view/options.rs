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
#[view(Order, rename_all = "camelCase")]
struct Renamed {
    id: String,
}

#[derive(View)]
#[view(Order, crate = "ddbx")]
struct Quoted {
    id: String,
}

#[derive(View)]
#[view(Order)]
struct Fields {
    #[view(rename = "id")]
    key: String,
    #[view(from = "total")]
    amount: u64,
    #[view(from)]
    text: Option<String>,
    #[view]
    note: Option<String>,
}

fn main() {}
