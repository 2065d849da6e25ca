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
    let (customer, number, line) = ("ann", 3_u64, "a");
    // Missing.
    let _ = ddbx::get!(Order { customer, line });
    let _ = ddbx::get!(Order { customer });
    let _ = ddbx::get!(Order {});
    // Of no key, twice, and of no field.
    let _ = ddbx::get!(Order { customer, number: 3, line, note: "x" });
    let _ = ddbx::get!(Order { customer, number: 3, line, line });
    let _ = ddbx::get!(Order { custmer: "x", number: 3, line });
    let _ = ddbx::get!(Order { customer, number: 3, lin: "a" });
    // Of other types.
    let _ = ddbx::get!(Order { customer: 5, number: "3", line });
    let _ = ddbx::get!(Order { customer, number, line });
    let _ = ddbx::get!(Order { customer: Some("ann"), number: 3, line });
    let _ = ddbx::get!(Order { customer, number: 3, line: missing });
    // A type error is told beside what is missing.
    let _ = ddbx::get!(Order { customer: 5, line });
}
