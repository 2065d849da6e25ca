use ddbx::{Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk", index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(local_index(name = "by_total", sk = "lsi1sk"))]
struct Shop;

#[derive(Table)]
#[table(name = "users")]
struct Users;

struct Nothing;

#[derive(Entity)]
#[entity(table = Nothing, pk = "A#{id}")]
struct NoTable {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}")]
struct NoSort {
    id: String,
}

#[derive(Entity)]
#[entity(table = Users, pk = "A#{id}", sk = "B")]
struct NoSuchSort {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B", by_sttaus(pk = "C#{id}", sk = "D"))]
struct NoSuchIndex {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B", by_status(pk = "C#{id}"))]
struct HalfAnIndex {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B", by_total(pk = "C#{id}", sk = "D"))]
struct LocalWithPartition {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B", by_total(local, sk = "D"))]
struct LocalTwice {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B")]
struct TakenByKey {
    id: String,
    sk: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B")]
struct TakenByTag {
    id: String,
    _type: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B", tag = "")]
struct EmptyTag {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "A#{id}", sk = "B")]
struct IntoAnIndexByAccident {
    id: String,
    gsi1pk: String,
}

fn main() {}
