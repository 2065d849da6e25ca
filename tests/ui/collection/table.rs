use ddbx::{Collection, Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Table)]
#[table(name = "archive", sk = "sk")]
struct Archive;

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

#[derive(Entity)]
#[entity(table = Archive, pk = "CUSTOMER#{id}", sk = "OLD")]
struct Old {
    id: String,
}

#[derive(Entity)]
#[entity(table = "users", pk = "CUSTOMER#{id}", sk = "USER")]
struct User {
    id: String,
}

#[derive(Collection)]
enum OtherTable {
    Customer(Customer),
    Old(Old),
}

#[derive(Collection)]
enum OwnTable {
    Customer(Customer),
    User(User),
}

#[derive(Collection)]
enum OwnTableFirst {
    User(User),
    Customer(Customer),
}

fn main() {}
