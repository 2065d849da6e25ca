use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    visits: u32,
}

fn main() {
    let _ = User::FIELDS.visit;
}
