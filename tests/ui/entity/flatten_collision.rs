use ddbx::{Attribute, Entity, Item, Table};

#[derive(Attribute)]
struct Address {
    city: String,
    #[attribute(alias = "place")]
    town: String,
}

#[derive(Attribute)]
#[attribute(tag = "kind")]
enum Kind {
    Cat { name: String },
    Home(Address),
}

#[derive(Attribute)]
struct Kept {
    id: String,
    #[attribute(rest)]
    rest: Item,
}

#[derive(Attribute)]
struct Nested {
    #[attribute(flatten = "home_")]
    home: Address,
}

type Maybe = Option<Address>;

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct WithField {
    id: String,
    city: String,
    #[entity(flatten)]
    home: Address,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct WithAlias {
    id: String,
    place: String,
    #[entity(flatten)]
    home: Address,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}", by_kind(pk = "KIND#{id}"), write_id = "work_town")]
struct WithEachOther {
    id: String,
    name: String,
    #[entity(flatten)]
    home: Address,
    #[entity(flatten)]
    kind: Kind,
    #[entity(flatten = "work_")]
    work: Address,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct WithNested {
    id: String,
    home_city: String,
    #[entity(flatten)]
    nested: Nested,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct WithTheirRest {
    id: String,
    #[entity(flatten = "kept_")]
    kept: Kept,
}

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct Hidden {
    id: String,
    #[entity(flatten)]
    home: Maybe,
}

#[derive(Table)]
#[table(name = "shop", tag = "city")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "USER#{id}")]
struct WithTag {
    id: String,
    #[entity(flatten)]
    home: Address,
    #[entity(alias = "pk")]
    name: String,
}

#[derive(Attribute)]
struct InAttribute {
    city: String,
    #[attribute(flatten)]
    home: Address,
}

#[derive(Attribute)]
#[attribute(tag = "city")]
enum WithItsTag {
    Home {
        #[attribute(flatten)]
        home: Address,
    },
}

fn main() {}
