use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct User {
    #[entity(skip)]
    id: String,
    #[entity(sk, default)]
    email: String,
}

fn main() {}
