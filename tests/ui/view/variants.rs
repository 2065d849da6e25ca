use ddbx::{Entity, View};

#[derive(Entity)]
#[entity(table = "pets", pk = "PET#{id}")]
enum Pet {
    Cat { id: String, lives: u8 },
    Dog { id: String, tricks: u8 },
}

#[derive(View)]
#[view(Pet)]
struct Lives {
    id: String,
    lives: u8,
}

fn main() {}
