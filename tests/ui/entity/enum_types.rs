use ddbx::{Entity, Table};

struct Opaque;

#[derive(Table)]
#[table(name = "zoo", sk = "sk")]
struct Zoo;

#[derive(Entity)]
#[entity(table = Zoo, pk = "A#{id}")]
enum NoSort {
    Cat { id: String },
    Dog { id: String },
}

#[derive(Entity)]
#[entity(table = "animals", pk = "A#{id}", sk = "{number}")]
enum Unpadded {
    Cat { id: String, number: u32 },
    Dog { id: String, number: u32 },
}

#[derive(Entity)]
#[entity(table = "animals", pk = id)]
enum Key {
    Cat { id: f64 },
    Dog { id: f64 },
}

#[derive(Entity)]
#[entity(table = "animals", pk = id)]
enum Stored {
    Cat { id: String, of_one: Opaque },
    Dog { id: String },
}

fn main() {}
