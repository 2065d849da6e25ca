use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    id: String,
    #[entity(sk)]
    email: String,
}

fn main() {}
