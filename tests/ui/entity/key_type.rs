use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", sk = "EMAIL#{email}")]
struct User {
    #[entity(pk)]
    tags: Vec<String>,
    email: Option<String>,
}

fn main() {}
