//! How a view reads a field: as the field's handle says, which is all that a view knows of its entity.

use std::borrow::Cow;

use ddbx_core::codec::{self, Decode, Parser};
use ddbx_core::expression::Field;

use super::Entity;
use crate::__private as private;

/// A slot for the field's value: the code of the macros cannot name its type.
#[must_use]
pub fn slot<E, T>(_: &Field<E, T>) -> Option<T> {
    None
}

/// Whether the attribute `name` is the field. One that is stored in the key only has none.
#[inline]
#[must_use]
pub fn is_called<E, T>(field: &Field<E, T>, name: &str) -> bool {
    field.reader().key.is_none() && field.reference().attribute == name
}

/// Reads the field's attribute into its slot.
///
/// # Errors
///
/// A value that does not fit the field's type.
#[inline]
pub fn read_field<'de, E, T: Decode<'de>>(
    field: &Field<E, T>,
    parser: &mut Parser<'de>,
    slot: &mut Option<T>,
) -> codec::Result<()> {
    read_as(field, parser, slot, field.reference().attribute)
}

#[inline]
fn read_as<'de, E, T: Decode<'de>>(
    field: &Field<E, T>,
    parser: &mut Parser<'de>,
    slot: &mut Option<T>,
    name: &'static str,
) -> codec::Result<()> {
    let Some(decode) = field.reader().decode else {
        return private::read(parser, slot, name);
    };
    *slot = Some(decode(parser).map_err(|error| error.at(name))?);
    Ok(())
}

/// Fills the slot of a field that was not read: out of the key, from an alias, or with what a missing attribute reads as;
/// or takes note of its name. `item` is where the item starts.
///
/// # Errors
///
/// A value that does not fit the field's type, and a key that does not hold it.
#[inline]
pub fn settle_field<'de, E: Entity, T: Decode<'de>>(
    field: &Field<E, T>,
    item: &Parser<'de>,
    slot: &mut Option<T>,
    missing: &mut Option<&'static str>,
) -> codec::Result<()> {
    if slot.is_none() {
        settle_absent(field, item, slot, missing)?;
    }
    Ok(())
}

/// Called, not inlined, as it is rare: an item of a view is projected, so that to look through it again costs little.
#[inline(never)]
fn settle_absent<'de, E: Entity, T: Decode<'de>>(
    field: &Field<E, T>,
    item: &Parser<'de>,
    slot: &mut Option<T>,
    missing: &mut Option<&'static str>,
) -> codec::Result<()> {
    let (reference, reader) = (field.reference(), field.reader());
    if let Some(read) = reader.key {
        *slot = Some(from_key::<E, T>(reference.index, item, read)?);
        return Ok(());
    }
    for alias in E::SCHEMA.fields()[usize::from(reference.index)].aliases() {
        if let Some(mut value) = find(item, alias)? {
            return read_as(field, &mut value, slot, alias);
        }
    }
    match reader.absent {
        Some(absent) => *slot = Some(absent()),
        None => private::settle(slot, reference.attribute, missing),
    }
    Ok(())
}

fn from_key<E: Entity, T>(field: u16, item: &Parser<'_>, read: fn(&str) -> codec::Result<T>) -> codec::Result<T> {
    let Some(key) = E::SCHEMA.key_of(field) else {
        unreachable!("the derive refuses `key_only` on a field that is in no template of the primary key")
    };
    let mut text: Option<Cow<'_, str>> = None;
    if let Some(mut value) = find(item, key.attribute())? {
        private::read_key(&mut value, &mut text, key.attribute())?;
    }
    private::read_key_only(E::SCHEMA, key, &text, field, read)
}

/// Where the value of an attribute is.
pub(super) fn find<'de>(item: &Parser<'de>, attribute: &str) -> codec::Result<Option<Parser<'de>>> {
    let mut ahead = item.clone();
    ahead.begin_object()?;
    while let Some(name) = ahead.next_key()? {
        if name == attribute {
            return Ok(Some(ahead));
        }
        ahead.skip_value()?;
    }
    Ok(None)
}
