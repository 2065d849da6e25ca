use ddbx::Entity;

#[derive(Entity)]
#[entity(tabel = "users", pk = "USER#{id}")]
struct User {
    id: String,
    #[entity(renam = "mail")]
    email: String,
    #[entity(colour)]
    name: String,
}

fn main() {}
