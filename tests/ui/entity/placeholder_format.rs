use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "levels", pk = "PLACE#{place:i64}", sk = "{depth:escape}")]
struct WrongType {
    place: String,
    depth: i32,
}

#[derive(Entity)]
#[entity(table = "levels", pk = "PLACE#{place:escaped}", sk = "{depth:i65}")]
struct UnknownFormat {
    place: String,
    depth: i32,
}

#[derive(Entity)]
#[entity(table = "levels", pk = "{place:escape}{street}", sk = "100%{depth}-{level:escape}")]
struct NoEnd {
    place: String,
    street: String,
    depth: String,
    level: String,
}

#[derive(Entity)]
#[entity(table = "levels", pk = "{place:i64}", sk = "{depth:010}")]
struct Binary {
    place: Vec<u8>,
    depth: Vec<u8>,
}

fn main() {}
