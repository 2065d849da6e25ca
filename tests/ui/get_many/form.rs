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
    let ids = ["ann", "bob"];
    // Cut short.
    let _ = ddbx::get_many!();
    let _ = ddbx::get_many!(User);
    let _ = ddbx::get_many!(User,);
    let _ = ddbx::get_many!(User ids);
    let _ = ddbx::get_many!(User { id: "ann" });
    let _ = ddbx::get_many!(User, ids consistent);
    let _ = ddbx::get_many!(User, consistent);
    // Options.
    let _ = ddbx::get_many!(User, ids, consistant);
    let _ = ddbx::get_many!(User, ids, index = "primary");
    let _ = ddbx::get_many!(User, ids, select = String);
    let _ = ddbx::get_many!(Order, [("ann", 3, "a")], select = Name);
}
