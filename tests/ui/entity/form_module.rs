use ddbx::codec::{Kind, Parser, Result, Writer};
use ddbx::{Entity, Number};

mod empty {}

mod other {
    use super::*;

    pub const KIND: Kind = Kind::N;

    pub fn encode(_: &u8, _: &mut Writer) -> Result<()> {
        Ok(())
    }

    pub fn decode(_: &mut Parser<'_>) -> Result<u8> {
        Ok(0)
    }
}

#[derive(Entity)]
#[entity(table = "things")]
struct Thing {
    #[entity(pk)]
    id: String,
    #[entity(with = empty)]
    price: Number,
    #[entity(with = other)]
    total: Option<Number>,
}

fn main() {}
