use ddbx::Table;

#[derive(Table)]
#[table(name = "shop", sk = "sk", index(name = "by_name", pk = "gsi1pk", projection = "ALL"))]
#[table(local_index(name = "by_total", sk = "lsi1sk", projection = include("total", "total")))]
struct Shop;

#[derive(Table)]
#[table(name = "shop", index(name = "by_name", pk = "gsi1pk", projection = include()))]
#[table(index(name = "by_name", pk = "gsi1pk"), index(name = "by_id", pk = ["a", "b", "c", "d", "e"]))]
struct Other;

fn main() {}
