use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}#{line}")]
struct Order {
    customer: String,
    number: u32,
    line: String,
    note: Option<String>,
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

fn main() {
    let id = "ann";
    let _ = ddbx::get!(User { id }, consistant);
    let _ = ddbx::get!(User { id }, index = "primary");
    let _ = ddbx::get!(User { id }, hydrate);
    let _ = ddbx::get!(User { id }, consistent, consistent);
    let _ = ddbx::get!(User { id }, consistent = true);
    let _ = ddbx::get!(User { id }, select = String);
    let _ = ddbx::get!(User { id }, select = "Name");
    let _ = ddbx::get!(Order { customer: "ann", number: 3, line: "a" }, select = Name);
    let _ = ddbx::get!(User { id: 5 }, consistant);
    let _ = ddbx::get!(String { id });
    let _ = ddbx::get!(Missing { id });
}
