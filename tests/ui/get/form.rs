use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}#{line}")]
struct Order {
    customer: String,
    number: u32,
    line: String,
    note: Option<String>,
}

fn main() {
    let (customer, number, line, key) = ("ann", 3, "a", ("ann", 3, "a"));
    let _ = ddbx::get!();
    let _ = ddbx::get!(Order);
    let _ = ddbx::get!(Order, key);
    let _ = ddbx::get!(Order, customer == "ann");
    let _ = ddbx::get!(Order(customer, number, line));
    let _ = ddbx::get!({ customer, number, line });
    let _ = ddbx::get!(Order { customer, number, .. });
    let _ = ddbx::get!(Order { customer, number, ..key });
    let _ = ddbx::get!(Order { customer == "ann", number, line });
    let _ = ddbx::get!(Order { customer = "ann", number, line });
    let _ = ddbx::get!(Order { customer: , number, line });
    let _ = ddbx::get!(Order { customer number, line });
    let _ = ddbx::get!(Order { "ann", 3, "a" });
    let _ = ddbx::get!(Order { customer, number, line } consistent);
}
