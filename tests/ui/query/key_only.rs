use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}#{line}")]
struct Order {
    #[entity(key_only)]
    customer: String,
    #[entity(key_only)]
    number: u32,
    #[entity(key_only)]
    line: String,
    total: u32,
}

fn main() {
    let id = "ann";
    let _ = ddbx::query!(Order, customer == id && line == "a");
    let _ = ddbx::query!(Order, customer == id && number != 3);
    let _ = ddbx::query!(Order, customer == id && number.is_in([1, 2]));
    let _ = ddbx::query!(Order, customer == id && (number == 3 || total > 5));
    let _ = ddbx::query!(Order, customer == id && line.exists());
    let _ = ddbx::query!(Order, customer == id && number > 3 && line > "a");
    let _ = ddbx::query!(Order, total > 5);
}
