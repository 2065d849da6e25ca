use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "files", pk = "FILE#{digest}")]
struct File {
    digest: Vec<u8>,
}

fn main() {}
