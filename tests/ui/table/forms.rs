use ddbx::{Attribute, Entity, Table};
use std::time::SystemTime;

#[derive(Table)]
#[table(name = "shop", timestamps = unix, booleans = unix, binary = "base64", dates)]
struct WrongForms;

struct Nothing;

#[derive(Entity)]
#[entity(table = Nothing, pk = "A#{id}")]
struct NoTable {
    id: String,
    open: bool,
    at: Option<SystemTime>,
    bytes: Vec<u8>,
}

#[derive(Table)]
#[table(name = "unix", timestamps = unix)]
struct Unix;

#[derive(Attribute)]
struct Timestamp(String);

#[derive(Entity)]
#[entity(table = Unix, pk = "A#{id}")]
struct NoTimestamp {
    id: String,
    at: Timestamp,
}

#[derive(Table)]
#[table(name = "plain")]
struct Plain;

#[derive(Entity)]
#[entity(table = Plain, pk = "A#{open}")]
struct NoKey {
    open: bool,
}

#[derive(Entity)]
#[entity(table = Plain, pk = "A#{id}")]
struct NoValue {
    id: String,
    open: bool,
}

fn main() {
    let _ = ddbx::delete::<NoValue>("a").when(|entity| entity.open.eq("true"));
}
