use ddbx::{Entity, Table};

#[derive(Entity)]
#[entity(table = "users", by_name(pk = name, projection = some))]
struct Unknown {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(Entity)]
#[entity(table = "users", by_name(pk = name, projection = include()))]
struct Nothing {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(Entity)]
#[entity(table = "users", by_name(pk = name, projection = include("age", "name", "age", "")))]
struct Twice {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(Entity)]
#[entity(table = "users", by_name(pk = name, projection = include(id)), by_age(pk = name, projection("id")))]
struct NoString {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(Table)]
#[table(name = "shop", index(name = "by_name", pk = "gsi1pk"))]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = id, by_name(pk = name, projection = keys_only))]
struct Shared {
    id: String,
    name: String,
}

fn main() {}
