use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", by_email(sk = name))]
struct NoPartition {
    #[entity(pk)]
    id: String,
    name: String,
}

#[derive(Entity)]
#[entity(table = "users", by_email(pk = emial))]
struct NoField {
    #[entity(pk)]
    id: String,
    email: String,
}

#[derive(Entity)]
#[entity(table = "users", by_email(pk = [a, b, c, d, e]))]
struct FiveFields {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "users", by_email(pk = email, sorted = name))]
struct UnknownOption {
    #[entity(pk)]
    id: String,
    email: String,
}

#[derive(Entity)]
#[entity(table = "users", by_email(pk = email), by_email(pk = id))]
struct Twice {
    #[entity(pk)]
    id: String,
    email: String,
}

#[derive(Entity)]
#[entity(table = "users", by_visits(pk = "V", sk = "{visits}"))]
struct Unpadded {
    #[entity(pk)]
    id: String,
    visits: u32,
}

#[derive(Entity)]
#[entity(table = "users", by_tags(pk = tags))]
struct NoKeyType {
    #[entity(pk)]
    id: String,
    tags: Vec<String>,
}

#[derive(Entity)]
#[entity(table = "users", tag = "user")]
struct TagOfItsOwn {
    #[entity(pk)]
    id: String,
}

fn main() {}
