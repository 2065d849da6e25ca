use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    id: String,
}

fn main() {
    // A faulty entity is still one: nothing here is a further error.
    let _ = ddbx::query::<User>();
}
