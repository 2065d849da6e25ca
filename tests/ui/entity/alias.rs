use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", sk = "NAME#{name}", write_id)]
struct User {
    #[entity(pk, alias = "key")]
    id: String,
    #[entity(alias = "full_name", alias = "full_name")]
    name: String,
    #[entity(alias = "name")]
    nick: String,
    #[entity(alias = "full_name", alias = "")]
    other: String,
    #[entity(alias = "sk", alias = "_w", alias = "email")]
    email: String,
    #[entity(alias = old)]
    new: String,
    #[entity(skip, alias = "cached")]
    cache: String,
}

fn main() {}
