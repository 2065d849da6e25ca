use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "users", schema_version = 2)]
struct User {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(View)]
#[view(User)]
struct Name {
    name: String,
}

fn main() {}
