use ddbx::Entity;

#[derive(Entity)]
struct User {
    #[entity(pk)]
    id: String,
}

fn main() {}
