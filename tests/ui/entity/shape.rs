use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = id)]
enum Empty {}

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct Tuple(String);

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct Unit;

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct Generic<T> {
    id: T,
}

#[derive(Entity)]
#[entity(table = "users", pk = id)]
struct Borrowed<'a> {
    id: &'a str,
}

#[derive(Entity)]
#[entity(table = "users", pk = id)]
union Union {
    id: u32,
}

fn main() {}
