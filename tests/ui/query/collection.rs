use ddbx::{Attribute, Collection, Entity, Table, View};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk"), index(name = "by_day", pk = "gsi2pk"))]
struct Shop;

#[derive(Attribute)]
struct Address {
    city: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
#[entity(by_status(pk = "STATUS#{status}"), by_day(pk = "{day}"))]
struct Customer {
    id: String,
    status: String,
    day: String,
    name: String,
    #[entity(rename = "size")]
    height: u32,
    home: Address,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}"))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    height: u32,
    home: Address,
}

#[derive(Collection)]
enum CustomerItem {
    Customer(Customer),
    Order(Order),
}

#[derive(View)]
#[view(Customer)]
struct Name {
    name: String,
}

enum NoCollection {
    Customer(Customer),
}

fn main() {
    // What one of them lacks, stores elsewhere, or may have other things in.
    let _ = ddbx::query!(CustomerItem, id == "ann" && name == "Ann");
    let _ = ddbx::query!(CustomerItem, id == "ann" && height > 3);
    let _ = ddbx::query!(CustomerItem, id == "ann" && (status == "open" || home.city == "Oslo"));
    // Fields are called as the first one's.
    let _ = ddbx::query!(CustomerItem, customer == "ann");
    // No partition, or one of an index that not all are in.
    let _ = ddbx::query!(CustomerItem);
    let _ = ddbx::query!(CustomerItem, day == "today");
    let _ = ddbx::query!(CustomerItem, id == "ann", index = "by_day");
    // Statements of one entity.
    let _ = ddbx::query!(CustomerItem, id == "ann", select = Name);
    let _ = ddbx::scan!(CustomerItem);
    let _ = ddbx::query!(NoCollection, id == "ann");
}
