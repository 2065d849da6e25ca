use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "zoo", pk = "A#{id}", sk = lives, by_breed(pk = breed, sk = "{idd}"))]
enum Keys {
    Cat { id: String, lives: u8 },
    Dog { id: u32, breed: String },
}

#[derive(Entity)]
#[entity(table = "zoo")]
enum OnAField {
    Cat {
        #[entity(pk)]
        id: String,
    },
    Dog {
        id: String,
    },
}

#[derive(Entity)]
#[entity(table = "zoo", pk = id)]
enum Duplicates {
    Cat { id: String, a: u8, #[entity(rename = "a")] b: u8 },
    Dog { id: String, a: u8 },
}

#[derive(Entity)]
#[entity(table = "zoo", pk = id)]
enum Animal {
    Cat { id: String, lives: u8 },
    Dog { id: String, breed: String },
}

fn main() {
    let update = ddbx::update::<Animal>("1").set(|animal| animal.lives, 7);
}
