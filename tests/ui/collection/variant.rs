use ddbx::{Collection, Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

#[derive(Collection)]
enum Items {
    Nothing,
    Brackets(),
    Two(Customer, Customer),
    Named { customer: Customer },
    Customer(Customer),
}

#[derive(Collection)]
#[collection(table = Shop)]
enum Options {
    #[collection(tag = "customer")]
    Customer(#[collection(rename = "c")] Customer),
}

#[derive(Collection)]
#[collection]
enum Bare {
    Customer(Customer),
}

fn main() {}
