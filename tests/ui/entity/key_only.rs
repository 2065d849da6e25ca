use std::time::SystemTime;

use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", by_name(pk = "{name}"))]
struct NotInTheKey {
    id: String,
    #[entity(key_only)]
    name: String,
    #[entity(key_only)]
    age: u32,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", sk = "{weight:010}")]
struct NoWayBack {
    #[entity(key_only)]
    id: Vec<u8>,
    #[entity(key_only)]
    weight: f64,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", sk = "{active}#{seen:i64}")]
struct Optional {
    #[entity(key_only)]
    id: Option<String>,
    #[entity(key_only)]
    active: bool,
    #[entity(key_only, unix)]
    seen: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", sk = "{tags}", by_id(pk = id))]
struct Options {
    #[entity(key_only, rename = "user_id")]
    id: String,
    #[entity(key_only = true)]
    tags: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct ByItself {
    #[entity(pk, key_only)]
    id: String,
}

fn main() {}
