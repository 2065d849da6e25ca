use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Address {
    city: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(flatten)]
    home: Address,
}

fn main() {
    let _ = ddbx::delete::<User>("ann").when(|user| user.home.exists());
}
