use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(default(0))]
    visits: u32,
}

fn main() {}
