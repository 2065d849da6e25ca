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
    Customer(Customer),
}

fn main() {
    let float = ddbx::collection::<Items>(1.5);
    let parts = ddbx::collection::<Items>(("ann", 1.5));
    let other = ddbx::collection::<Customer>("ann");
}
