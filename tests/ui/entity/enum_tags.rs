use ddbx::{Entity, Table};

#[derive(Table)]
#[table(name = "zoo", tag = "kind")]
struct Zoo;

#[derive(Entity)]
#[entity(table = Zoo, pk = "A#{id}")]
enum Same {
    Cat { id: String },
    #[entity(tag = "Cat")]
    Dog { id: String },
    #[entity(tag = "")]
    Fish { id: String },
}

#[derive(Entity)]
#[entity(table = Zoo, pk = "A#{id}", tag_attribute = "type")]
enum TableSaysIt {
    Cat { id: String },
}

#[derive(Entity)]
#[entity(table = Zoo, pk = "A#{id}")]
enum TakenInTheTable {
    Cat { id: String },
    Dog { id: String, kind: String },
}

#[derive(Entity)]
#[entity(table = "animals", pk = id, tag_attribute = "kind")]
enum Taken {
    Cat { id: String },
    Dog { id: String, kind: String },
}

#[derive(Entity)]
#[entity(table = "animals", pk = "A#{id}", tag_attribute = "pk")]
enum TakenByKey {
    Cat { id: String },
}

#[derive(Entity)]
#[entity(table = "animals", pk = id, tag_attribute = "kind")]
struct NoEnum {
    id: String,
}

fn main() {}
