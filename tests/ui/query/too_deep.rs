use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Node {
    name: String,
    next: Option<Box<Node>>,
}

#[derive(Entity)]
#[entity(table = "lists", pk = id)]
struct List {
    id: String,
    head: Node,
}

fn main() {
    let _ = ddbx::query!(List, id == "a" && head.next.next.next.next.next.next.name == "seven");
    let _ = ddbx::query!(List, id == "a" && head.next.next.next.next.next.next.next.name == "eight");
}
