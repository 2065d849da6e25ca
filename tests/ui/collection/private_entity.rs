use ddbx::{Collection, Entity, Table};

mod shop {
    use super::*;

    #[derive(Table)]
    #[table(name = "shop", sk = "sk")]
    struct Shop;

    #[derive(Entity)]
    #[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
    struct Customer {
        id: String,
    }

    // Who queries it names the first entity's fields.
    #[derive(Collection)]
    pub enum Items {
        Customer(Customer),
    }
}

fn main() {}
