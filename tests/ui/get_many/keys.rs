use ddbx::Entity;

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
}

fn main() {
    let _ = ddbx::get_many!(User, [1, 2]);
    let _ = ddbx::get_many!(User, "ann");
    let _ = ddbx::get_many!(User, [("ann", 3)]);
    let _ = ddbx::get_many!(Order, ["ann"]);
    let _ = ddbx::get_many!(Order, [("ann", 3)]);
    let _ = ddbx::get_many!(Order, [("ann", "3", "a")]);
    let _ = ddbx::get_many!(Order, missing);
    let _ = ddbx::get_many!(String, ["a"]);
    let _ = ddbx::get_many!(Missing, ["a"]);
}
