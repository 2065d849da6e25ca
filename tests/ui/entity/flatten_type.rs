use ddbx::{Attribute, Entity};
use std::collections::BTreeMap;

#[derive(Attribute)]
enum Level {
    Low,
}

#[derive(Attribute)]
struct Email(String);

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(flatten)]
    name: String,
    #[entity(flatten = "level_")]
    level: Option<Level>,
    #[entity(flatten)]
    email: Email,
    #[entity(flatten)]
    map: BTreeMap<String, String>,
}

fn main() {}
