use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Address {
    city: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct FlattenedKey {
    #[entity(pk, flatten)]
    id: Address,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}#{home}", by_home(pk = home))]
struct FlattenedPlaceholder {
    id: String,
    #[entity(flatten)]
    home: Address,
}

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct FlattenWithOptions {
    id: String,
    #[entity(flatten, rename = "address", json)]
    home: Address,
    #[entity(flatten, rest)]
    work: Address,
    #[entity(flatten = work_)]
    prefix: Address,
}

fn main() {}
