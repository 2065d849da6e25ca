use ddbx::{Collection, Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, tag = "Customer", pk = "CUSTOMER#{id}", sk = "OLD")]
struct Old {
    id: String,
}

#[derive(Collection)]
enum SameTag {
    Customer(Customer),
    Old(Old),
}

#[derive(Collection)]
enum SameEntity {
    New(Customer),
    Old(Customer),
}

fn main() {}
