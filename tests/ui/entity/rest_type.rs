use ddbx::{Entity, Item};
use std::collections::HashMap;

#[derive(Entity)]
#[entity(table = "users")]
struct List {
    #[entity(pk)]
    id: String,
    #[entity(rest)]
    rest: Vec<String>,
}

#[derive(Entity)]
#[entity(table = "users")]
struct Optional {
    #[entity(pk)]
    id: String,
    #[entity(rest)]
    rest: Option<Item>,
}

struct Unstored;

#[derive(Entity)]
#[entity(table = "users")]
struct Values {
    #[entity(pk)]
    id: String,
    #[entity(rest)]
    rest: HashMap<String, Unstored>,
}

fn main() {}
