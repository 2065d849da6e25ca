use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct User {
    id: String,
    email: String,
}

#[derive(Entity)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at:010}"))]
#[entity(by_shop(pk = [shop, status], sk = [placed_at, total]))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    shop: String,
    placed_at: u64,
    total: u32,
}

#[derive(Entity)]
#[entity(table = "wide", pk = id)]
#[entity(by_one(pk = one), by_two(pk = two), by_three(pk = three), by_four(pk = four), by_five(pk = five))]
#[entity(by_six(pk = six), by_seven(pk = seven), by_eight(pk = eight), by_nine(pk = nine), by_ten(pk = ten))]
struct Wide {
    id: String,
    one: String,
    two: String,
    three: String,
    four: String,
    five: String,
    six: String,
    seven: String,
    eight: String,
    nine: String,
    ten: String,
}

fn main() {
    let id = "ann";
    let _ = ddbx::query!(User);
    let _ = ddbx::query!(User,);
    let _ = ddbx::query!(User, consistent);
    let _ = ddbx::query!(User, email == "a@b");
    let _ = ddbx::query!(Order, total > 100);
    let _ = ddbx::query!(Order, number == 5);
    let _ = ddbx::query!(Order, customer > id);
    let _ = ddbx::query!(Order, customer.begins_with(id));
    let _ = ddbx::query!(Order, customer == id || status == "open");
    let _ = ddbx::query!(Order, !(customer == id));
    let _ = ddbx::query!(Order, shop == "a");
    let _ = ddbx::query!(crate::Order, total > 100);
    let _ = ddbx::query!(Wide, one > "a");
}
