use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", sk = "EMAIL#{email}")]
struct User {
    id: String,
    email: String,
    #[entity(rename = "email")]
    mail: String,
    pk: String,
    #[entity(rename = "sk")]
    sort: String,
    #[entity(rename = "")]
    name: String,
}

fn main() {}
