use ddbx::Entity;

struct Cache;

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(skip)]
    cache: Cache,
}

fn main() {}
