use ddbx::{Attribute, Collection, Entity};

#[derive(Attribute)]
struct Address {
    city: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "CUSTOMER")]
struct Customer {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
struct Order {
    customer: String,
    number: u32,
}

#[derive(ddbx::Table)]
#[table(name = "shop", pk = "pk", sk = "sk", tag = "kind")]
struct Shop;

#[derive(Collection)]
enum OfCustomer {
    Customer(Customer),
    Order(Order),
}

mod private {
    #[derive(ddbx::Entity)]
    #[entity(table = "secrets", pk = id)]
    struct Secret {
        id: String,
    }
}

fn generic<T: Entity>() {
    let _ = ddbx::query!(T, id == "a");
}

// In a function of its own: where another statement has named the type, more is said of it.
fn by_its_path() {
    let _ = ddbx::query!(std::string::String, id == "a");
    let _ = ddbx::query!(private::Missing, id == "a");
}

fn main() {
    let _ = ddbx::query!(String, a == 1);
    let _ = ddbx::query!(Address, city == "Oslo" && citi == 1);
    let _ = ddbx::query!(Shop, pk == "a");
    let _ = ddbx::query!(OfCustomer, id == "a");
    let _ = ddbx::query!(Missing, id == "a");
    let _ = ddbx::query!(private, id == "a");
    let _ = ddbx::query!(private::Secret, id == "a");
    let _ = ddbx::query!(Vec<Order>, customer == "a");
    let _ = ddbx::query!(&Order, customer == "a");
    let _ = ddbx::query!(String);
}
