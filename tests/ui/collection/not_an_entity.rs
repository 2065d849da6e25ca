use ddbx::{Collection, Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

struct Order {
    id: String,
}

#[derive(Collection)]
enum Items {
    Customer(Customer),
    Order(Order),
}

#[derive(Collection)]
enum References {
    Customer(Option<Customer>),
}

#[derive(Collection)]
enum Unknown {
    Customer(Custmer),
}

fn main() {}
