use ddbx::Entity;

#[derive(Entity)]
#[entity(table = users, pk = 5)]
struct Struct {
    id: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct Fields {
    #[entity(pk = "USER#{id}")]
    id: String,
    #[entity(default = "five")]
    visits: u32,
    #[entity(rename)]
    name: String,
    #[entity]
    note: String,
}

#[derive(Entity)]
#[entity(table = "my users", pk = id)]
struct Table {
    id: String,
}

fn main() {}
