use ddbx::Entity;

fn five() -> &'static str {
    "5"
}

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(default = five)]
    visits: u32,
    #[entity(default = six)]
    stars: u32,
}

fn main() {}
