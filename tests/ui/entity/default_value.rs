use ddbx::{Attribute, Entity};

#[derive(Attribute)]
enum Currency {
    Eur,
}

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(default = "0")]
    visits: u32,
    #[entity(default = 0)]
    name: String,
    #[entity(default = 300)]
    stars: u8,
    #[entity(default = true)]
    maybe: Option<u8>,
    #[entity(default = "EUR")]
    currency: Currency,
    #[entity(default = Some(1))]
    some: u8,
    #[entity(default = Currency::Eur)]
    constant: u8,
    #[entity(default = Currency::eur)]
    missing: Currency,
}

fn main() {}
