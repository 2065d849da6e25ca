use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}#{line}")]
#[entity(by_status(pk = status, sk = placed_at))]
struct Order {
    customer: String,
    number: u32,
    line: String,
    status: String,
    placed_at: u64,
    total: u32,
}

fn main() {
    let id = "ann";
    // The sort key, by each operator that is no range.
    let _ = ddbx::query!(Order, status == "open" && total > 5 && placed_at != 3);
    let _ = ddbx::query!(Order, status == "open" && placed_at.is_in([1, 2]));
    let _ = ddbx::query!(Order, status == "open" && placed_at.exists());
    let _ = ddbx::query!(Order, status == "open" && placed_at.not_exists());
    let _ = ddbx::query!(Order, status == "open" && placed_at.is_null());
    let _ = ddbx::query!(Order, status == "open" && placed_at.is_type(ddbx::codec::Kind::N));
    let _ = ddbx::query!(Order, status == "open" && (placed_at == 3 || total > 5));
    let _ = ddbx::query!(Order, status == "open" && !(placed_at == 3));
    // Twice.
    let _ = ddbx::query!(Order, status == "open" && placed_at > 3 && placed_at > 5);
    let _ = ddbx::query!(Order, status == "open" && placed_at == 3 && placed_at == 5);
    // The partition key, a second time.
    let _ = ddbx::query!(Order, status == "open" && status != "paid");
    let _ = ddbx::query!(Order, status == "open" && status.begins_with("o"));
    let _ = ddbx::query!(Order, status == "open" && status.size() > 3);
    // The fields of templates are no key attributes, and these are right.
    let _ = ddbx::query!(Order, customer == id && line != "a" && number != 3);
}
