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
    visits: Option<u32>,
    tags: std::collections::HashSet<String>,
    note: Option<String>,
}

fn main() {
    let id = "ann";
    let _ = ddbx::query!(Order, total > 100);
    let _ = ddbx::query!(Order);
    let _ = ddbx::query!(Order, status == "open" && total > 5 && placed_at != 3);
    let _ = ddbx::query!(Order, customr == id && totl > 100);
    let _ = ddbx::query!(Order, customer == 5 && note == "x" && visits == id);
    let _ = ddbx::query!(Order, customer == id && visits.begins_with("1"));
    let _ = ddbx::query!(Order, customer == id && tags > "x");
    let _ = ddbx::query!(Order, customer == id && note.begin_with("1"));
    let _ = ddbx::query!(Order, customer = id);
    let _ = ddbx::query!(Order, customer == );
    let _ = ddbx::query!(Order, customer == id && note == None);
    let _ = ddbx::query!(Order, customer == id && note.city == "x");
    let _ = ddbx::query!(String, a == 1);
    let _ = ddbx::query!(Order, status == "open", index = "by_statu");
    let _ = ddbx::query!(Order, status == "open", consistent);
    let _ = ddbx::get!(Order { customer: id, number: 3 });
    let _ = ddbx::get!(Order { customer: id, number: 3, line: "a", note: "x" });
}
