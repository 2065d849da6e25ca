use std::marker::PhantomData;

use ddbx_core::codec::{self, DecodeItem, Kind, Parser};
use ddbx_core::schema::Schema;

use super::field::find;
use super::{Entity, Selection};
use crate::entity::expired::Expired;
use crate::entity::tag;

/// An item where an `E` may be, read as a `V`.
pub(in crate::entity) struct Found<E, V> {
    /// `None` if it is another entity's, or does not say whose it is.
    value: Option<V>,
    /// When its time is over, where the value does not say it.
    expires: Option<i64>,
    entity: PhantomData<fn() -> E>,
}

impl<'de, E: Entity, V: Selection<E>> DecodeItem<'de> for Found<E, V> {
    fn decode_item(parser: &mut Parser<'de>) -> codec::Result<Self> {
        let mut found = Self {
            value: None,
            expires: None,
            entity: PhantomData,
        };
        if !tag::is_of(E::SCHEMA, parser)? {
            parser.skip_value()?;
            return Ok(found);
        }
        if V::SELECTED.is_some() {
            found.expires = expires(E::SCHEMA, parser)?;
        }
        found.value = Some(V::decode_item(parser)?);
        Ok(found)
    }
}

impl<E: Entity, V: Selection<E>> Found<E, V> {
    /// What was read, unless it has expired.
    pub(in crate::entity) fn alive(self, expiry: Option<Expired>) -> Option<V> {
        let value = self.value?;
        let is_over = expiry.is_some_and(|expiry| {
            let now = expiry.now();
            value.__is_over(now) || self.expires.is_some_and(|expires| expires <= now)
        });
        (!is_over).then_some(value)
    }
}

/// When the item that is next expires, in seconds since 1970; as for DynamoDB, anything but a number is no time.
fn expires(schema: &Schema, item: &Parser<'_>) -> codec::Result<Option<i64>> {
    let Some(field) = schema.expires() else { return Ok(None) };
    let Some(mut value) = find(item, field.attribute())? else {
        return Ok(None);
    };
    if value.begin_value()? != Kind::N {
        return Ok(None);
    }
    Ok(value.string()?.parse().ok())
}
