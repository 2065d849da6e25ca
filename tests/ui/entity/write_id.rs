use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", write_id)]
struct Taken {
    #[entity(pk)]
    id: String,
    _w: String,
}

#[derive(Entity)]
#[entity(table = "users", pk = "U#{id}", write_id = "pk")]
struct OfTheKey {
    id: String,
}

#[derive(Entity)]
#[entity(table = "users", write_id = 5)]
struct NoName {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "users", write_id = "")]
struct Empty {
    #[entity(pk)]
    id: String,
}

fn main() {}
