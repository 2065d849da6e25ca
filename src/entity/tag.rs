//! What items say they are, in a table that entities share.

use std::borrow::Cow;

use ddbx_core::Error;
use ddbx_core::codec::{self, Bound, CodecError, DecodeItem, Parser};
use ddbx_core::expression::{Comparison, Expressions, Node, Test};
use ddbx_core::schema::{Schema, Tags};

use super::Entity;
use super::condition::leaf;
use crate::ops::Expression;

/// An item where an `E` may be; `None` if it is another entity's, or does not say whose it is.
pub(super) struct Own<E>(pub(super) Option<E>);

impl<'de, E: Entity> DecodeItem<'de> for Own<E> {
    fn decode_item(parser: &mut Parser<'de>) -> codec::Result<Self> {
        if !is_of(E::SCHEMA, parser)? {
            parser.skip_value()?;
            return Ok(Self(None));
        }
        E::decode_item(parser).map(|entity| Self(Some(entity)))
    }
}

/// Whether the item that is next is the entity's.
pub(super) fn is_of(schema: &Schema, parser: &Parser<'_>) -> codec::Result<bool> {
    let Some(tags) = shared(schema) else { return Ok(true) };
    Ok(read(parser, tags.attribute())?.is_some_and(|tag| tags.has(&tag)))
}

/// Whether an item is plainly not the entity's.
pub(super) fn is_foreign(schema: &Schema, item: &[u8]) -> bool {
    Parser::from_slice(item)
        .and_then(|parser| is_of(schema, &parser))
        .is_ok_and(|own| !own)
}

/// The tags of an entity that has neighbours: in a table of its own, every item is one of it.
pub(super) fn shared(schema: &Schema) -> Option<Tags> {
    schema.tags().filter(|_| schema.table_schema().is_some())
}

/// What the item that is next says it is, in this attribute; the item itself is still to be read. `None` if it has no
/// such attribute, or one that is no string.
pub(super) fn read<'de>(parser: &Parser<'de>, attribute: &str) -> codec::Result<Option<Cow<'de, str>>> {
    let mut ahead = parser.clone();
    ahead.begin_object()?;
    while let Some(name) = ahead.next_key()? {
        if name == attribute {
            return Ok(ahead.s("String").ok());
        }
        ahead.skip_value()?;
    }
    Ok(None)
}

/// Which variant of an enum the item is that is next; of one that does not say, `untagged` is said.
///
/// # Errors
///
/// An item without a tag.
pub fn read_variant<'de>(
    parser: &Parser<'de>,
    attribute: &'static str,
    untagged: &'static str,
) -> codec::Result<Cow<'de, str>> {
    read(parser, attribute)?.ok_or_else(|| CodecError::custom(untagged).at(attribute))
}

/// That an item has one of these tags.
pub(super) fn test(attribute: &'static str, names: &[&str]) -> Node {
    let bound = |name: &&str| Bound::S((*name).to_owned());
    let test = match names {
        [name] => Test::Compare(Comparison::Equal, bound(name)),
        names => Test::In(names.iter().map(bound).collect()),
    };
    leaf(attribute, test)
}

/// The filter by which a query meets neither neighbours nor what has expired; `None` where there is nothing to leave out.
pub(super) fn filter(
    entity: &'static str,
    tags: Option<Node>,
    alive: Option<Node>,
    expressions: &mut Expressions,
) -> Result<Option<Expression>, Error> {
    let filter = match (tags, alive) {
        (Some(tags), Some(alive)) => Node::And(vec![tags, alive]),
        (tags, alive) => match tags.or(alive) {
            Some(filter) => filter,
            None => return Ok(None),
        },
    };
    expressions
        .condition(filter)
        .map(|text| Some(Expression::composed(text)))
        .map_err(|error| Error::encode(error.of(entity)))
}
