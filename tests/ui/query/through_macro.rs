//! What a user's own macro passes on is shown where its caller wrote it.
use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "orders", pk = customer, sk = number)]
struct Order {
    customer: String,
    number: u32,
    total: u32,
}

macro_rules! of_ann {
    ($condition:expr) => {
        ddbx::query!(Order, customer == "ann" && $condition)
    };
}

macro_rules! of_any {
    ($entity:ty, $field:ident, $value:expr) => {
        ddbx::query!(Order, $field == $value)
    };
}

macro_rules! all_of {
    ($entity:path) => {
        ddbx::query!($entity)
    };
}

macro_rules! with {
    ($option:ident) => {
        ddbx::query!(Order, customer == "ann", $option)
    };
}

fn main() {
    let _ = of_ann!(totl > 5);
    let _ = of_ann!(total > "5");
    let _ = of_ann!(total);
    let _ = of_ann!(total = 5);
    let _ = of_ann!(number != 5);
    let _ = of_any!(Order, custom, "ann");
    let _ = of_any!(Order, customer, 5);
    let _ = of_any!(Order, customer, Some("x"));
    let _ = of_any!(Order, total, 5);
    let _ = all_of!(Order);
    let _ = with!(consistant);
}
