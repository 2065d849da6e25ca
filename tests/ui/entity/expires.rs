use ddbx::{Entity, Table};
use std::time::SystemTime;

type Time = SystemTime;

#[derive(Entity)]
#[entity(table = "t")]
struct Text {
    #[entity(pk)]
    id: String,
    #[entity(expires)]
    expires: String,
}

#[derive(Entity)]
#[entity(table = "t")]
struct HiddenTimestamp {
    #[entity(pk)]
    id: String,
    #[entity(expires)]
    expires: Time,
}

#[derive(Entity)]
#[entity(table = "t")]
struct Milliseconds {
    #[entity(pk)]
    id: String,
    #[entity(expires, unix_millis)]
    expires: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = "t")]
struct WithoutUnit {
    #[entity(pk)]
    id: String,
    #[entity(expires(after = "90"))]
    expires: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = "t")]
struct UnknownOption {
    #[entity(pk)]
    id: String,
    #[entity(expires(in = "90s"))]
    expires: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = "t")]
struct AValue {
    #[entity(pk)]
    id: String,
    #[entity(expires = "90s")]
    expires: Option<SystemTime>,
}

#[derive(Table)]
#[table(name = "shop")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}")]
struct OfATableThatDoesNotExpire {
    id: String,
    #[entity(expires)]
    expires: Option<SystemTime>,
}

#[derive(Table)]
#[table(name = "sessions", ttl = "ttl")]
struct Sessions;

#[derive(Entity)]
#[entity(table = Sessions, pk = "A#{id}")]
struct ByAnotherAttribute {
    id: String,
    #[entity(expires)]
    expires: Option<SystemTime>,
}

fn main() {}
