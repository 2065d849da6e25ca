use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Node {
    name: String,
    next: Vec<Node>,
}

#[derive(Entity)]
#[entity(table = "lists", pk = id)]
struct List {
    id: String,
    head: Node,
}

fn main() {
    let _ = ddbx::query!(List, id == "a" && head.next[0].next[0].next[0].name == "seven");
    let _ = ddbx::query!(List, id == "a" && head.next[0].next[0].next[0].next[0].name == "nine");
}
