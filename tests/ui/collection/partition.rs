use ddbx::{Collection, Entity, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "TENANT#{tenant}#{id}", sk = "PROFILE")]
struct Customer {
    tenant: String,
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "FIRM#{tenant}#{id}", sk = "TEXT")]
struct Text {
    tenant: String,
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "TENANT#{tenant}#{number}", sk = "TYPE")]
struct Type {
    tenant: String,
    number: u32,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "TENANT#{tenant}#{number:04}", sk = "WIDTH")]
struct Width {
    tenant: String,
    number: u32,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "TENANT#{id}#{id}", sk = "REPEATED")]
struct Repeated {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = id, sk = "FIELD")]
struct Plain {
    id: String,
}

#[derive(Collection)]
enum Items {
    Customer(Customer),
    Text(Text),
    Type(Type),
    Repeated(Repeated),
    Plain(Plain),
}

#[derive(Collection)]
enum Widths {
    Type(Type),
    Width(Width),
}

fn main() {}
