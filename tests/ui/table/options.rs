use ddbx::Table;

#[derive(Table)]
struct NoName;

#[derive(Table)]
#[table(name = "my shop")]
struct Spaces;

#[derive(Table)]
#[table(name = "shop", idnex(name = "by_status", pk = "gsi1pk"))]
struct Typo;

#[derive(Table)]
#[table(name = "shop", index(name = "by_status"))]
struct NoKey;

#[derive(Table)]
#[table(name = "shop", index(name = "by_status", pk = status))]
struct NoString;

#[derive(Table)]
#[table(name = "shop", local_index(name = "by_total", sk = "lsi1sk"))]
struct NoSort;

#[derive(Table)]
#[table(name = "shop", sk = "sk", local_index(name = "by_total", pk = "pk", sk = "lsi1sk"))]
struct LocalWithPartition;

#[derive(Table)]
#[table(name = "shop", index(name = "by_x", pk = "a"), index(name = "by_x", pk = "b"))]
struct Twice;

#[derive(Table)]
#[table(name = "shop", index(name = "by_x", pk = ["a", "b", "c", "d", "e"]))]
struct TooMany;

#[derive(Table)]
#[table(name = "shop")]
struct Generic<T>(T);

#[derive(Table)]
#[table(name = "t", provisioned(read = 0, write = 5))]
struct NoCapacity;

#[derive(Table)]
#[table(name = "t", provisioned)]
struct NoNumbers;

#[derive(Table)]
#[table(name = "t", ttl = expires)]
struct TtlWithoutQuotes;

fn main() {}
