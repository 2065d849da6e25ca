use ddbx::{Attribute, Entity, Item, View};

#[derive(Attribute)]
struct Address {
    city: String,
}

#[derive(Entity)]
#[entity(table = "customers")]
struct Customer {
    #[entity(pk)]
    id: String,
    #[entity(flatten)]
    address: Address,
    #[entity(skip)]
    shown: bool,
    #[entity(rest)]
    rest: Item,
}

#[derive(View)]
#[view(Customer)]
struct Whole {
    address: Address,
}

#[derive(View)]
#[view(Customer)]
struct City {
    id: String,
    city: String,
}

#[derive(View)]
#[view(Customer)]
struct Others {
    shown: bool,
    rest: Item,
}

fn main() {}
