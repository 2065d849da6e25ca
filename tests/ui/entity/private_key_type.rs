use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Email(String);

#[derive(Entity)]
#[entity(table = "users")]
pub struct User {
    #[entity(pk)]
    email: Email,
}

fn main() {}
