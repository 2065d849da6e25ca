use ddbx::Entity;

#[derive(Entity)]
#[entity(table: "users")]
struct User {
    #[entity(pk rename = "key")]
    id: String,
}

fn main() {}
