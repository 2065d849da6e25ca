use ddbx::{Attribute, Entity};

#[derive(Attribute)]
struct Tags(Vec<String>);

#[derive(Entity)]
#[entity(table = "posts", pk = tags)]
struct Post {
    tags: Tags,
}

fn main() {}
