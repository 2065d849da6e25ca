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
struct Tuple(String, u64);

#[derive(View)]
#[view(Order)]
struct Unit;

#[derive(View)]
#[view(Order)]
struct Empty {}

#[derive(View)]
#[view(Order)]
enum Either {
    Summary { total: u64 },
}

#[derive(View)]
#[view(Order)]
union Union {
    total: u64,
}

#[derive(View)]
#[view(Order)]
struct Generic<T> {
    total: T,
}

#[derive(View)]
#[view(Order)]
struct Borrowed<'a> {
    id: &'a str,
}

fn main() {}
