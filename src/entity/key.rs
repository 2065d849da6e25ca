use ddbx_core::codec::{self, Attribute, Bind, Bound, CodecError, Encode as _, KeyPart, Member, Writer};
use ddbx_core::limits::{PARTITION_KEY_BYTES, SORT_KEY_BYTES};
use ddbx_core::schema::{Index, Schema};

use super::Entity;

/// What may be given for the key `K` of an entity: the value itself where the key has one field, a tuple where it has
/// several, in the order of the placeholders, partition key first.
///
/// ```
/// use ddbx::Entity;
///
/// #[derive(Entity)]
/// #[entity(table = "shop", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:010}")]
/// struct Order {
///     customer: String,
///     number: u64,
/// }
///
/// let get = ddbx::get::<Order>(("c1", 7));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the key: it takes `{K}`",
    label = "not a key of this entity",
    note = "a key of one field is given as it is, a key of several fields as a tuple"
)]
pub trait IntoKey<K> {
    /// The values, one for each field of the key.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored.
    fn into_key(self) -> codec::Result<Vec<Bound>>;
}

#[diagnostic::do_not_recommend]
impl<V, T: Attribute> IntoKey<(T,)> for V
where
    V: Bind<T::Cmp>,
{
    fn into_key(self) -> codec::Result<Vec<Bound>> {
        Ok(vec![self.bind()?])
    }
}

/// The key of an entity that did not compile: any value fits, so that its errors stay the only ones.
#[derive(Debug)]
pub struct Faulty;

#[diagnostic::do_not_recommend]
impl<V> IntoKey<Faulty> for V {
    fn into_key(self) -> codec::Result<Vec<Bound>> {
        Ok(Vec::new())
    }
}

/// The key of an entity whose templates are text alone: there is one such item.
#[diagnostic::do_not_recommend]
impl IntoKey<()> for () {
    fn into_key(self) -> codec::Result<Vec<Bound>> {
        Ok(Vec::new())
    }
}

macro_rules! tuple_keys {
    ($(($($value:ident: $type:ident),+);)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($value, $type: Attribute),+> IntoKey<($($type,)+)> for ($($value,)+)
        where
            $($value: Bind<$type::Cmp>),+
        {
            #[expect(non_snake_case, reason = "a value is named after its type parameter")]
            fn into_key(self) -> codec::Result<Vec<Bound>> {
                let ($($value,)+) = self;
                Ok(vec![$($value.bind()?),+])
            }
        }
    )*};
}

tuple_keys! {
    (A: T, B: U);
    (A: T, B: U, C: V);
    (A: T, B: U, C: V, D: W);
    (A: T, B: U, C: V, D: W, F: X);
    (A: T, B: U, C: V, D: W, F: X, G: Y);
}

/// Writes the primary key as a JSON object, from the values of its fields.
pub(super) fn write<'a>(
    schema: &Schema,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    writer.begin_object();
    write_members(schema, writer, value)?;
    writer.end_object();
    Ok(())
}

/// Writes the key of an index as a JSON object, and whether the item is in the index at all.
pub(super) fn write_index_key<'a>(
    schema: &'static Schema,
    index: &Index,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<bool> {
    if !index.has_values(value).map_err(|error| error.of(schema.entity()))? {
        return Ok(false);
    }
    writer.begin_object();
    write_keys(schema, index, writer, value)?;
    writer.end_object();
    Ok(true)
}

fn write_members<'a>(
    schema: &Schema,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    write_keys(schema, schema.primary(), writer, value)
}

fn write_keys<'a>(
    schema: &Schema,
    index: &Index,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    for (keys, limit) in [(index.partition(), PARTITION_KEY_BYTES), (index.sort(), SORT_KEY_BYTES)] {
        for key in keys {
            writer.key(key.attribute());
            key.write(schema, writer, limit, value)
                .map_err(|error| error.of(schema.entity()))?;
        }
    }
    Ok(())
}

/// Writes an item: its keys, and the members of its other fields.
///
/// # Errors
///
/// A value that no key can hold, or that cannot be stored; it names the entity and the field.
pub fn write_item<E: Entity>(
    entity: &E,
    writer: &mut Writer,
    members: &[(&'static str, Member<'_>)],
) -> codec::Result<()> {
    write_item_keys(entity, writer)
        .and_then(|()| writer.fields(members))
        .map_err(|error| error.of(E::SCHEMA.entity()))
}

/// Writes the attributes of an item's keys, in which form it is, and what it is.
///
/// # Errors
///
/// A value that no key can hold; it names the field.
pub fn write_item_keys<E: Entity>(entity: &E, writer: &mut Writer) -> codec::Result<()> {
    write_keys_and_tag(E::SCHEMA, writer, &mut |field| entity.__key_part(field))
}

/// Writes the attributes of an item's keys, of its primary one and of the indexes that it is in, and in which form it is.
///
/// # Errors
///
/// A value that no key can hold; it names the field.
pub fn write_all_keys<E: Entity>(entity: &E, writer: &mut Writer) -> codec::Result<()> {
    write_keys_of_all(E::SCHEMA, writer, &mut |field| entity.__key_part(field))
}

// By the schema, not by the entity: what follows is compiled once.

fn write_keys_and_tag<'a>(
    schema: &'static Schema,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    write_keys_of_all(schema, writer, value)?;
    if let Some(tags) = schema.tags()
        && let [tag] = tags.names()
    {
        writer.key(tags.attribute());
        writer.s(tag);
    }
    Ok(())
}

fn write_keys_of_all<'a>(
    schema: &'static Schema,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    write_members(schema, writer, value)?;
    if schema.indexes().len() > 1 {
        write_index_keys(schema, writer, value)?;
    }
    if let Some((attribute, form)) = schema.schema_version() {
        writer.key(attribute);
        form.encode(writer)?;
    }
    Ok(())
}

/// Writes the composed and copied attributes of the secondary indexes that an item is in.
fn write_index_keys<'a>(
    schema: &'static Schema,
    writer: &mut Writer,
    value: &mut dyn FnMut(u16) -> codec::Result<KeyPart<'a>>,
) -> codec::Result<()> {
    let mut written: Vec<&str> = Vec::new();
    for index in &schema.indexes()[1..] {
        // One that lacks a part of the key is not in the index, and needs none of its attributes.
        if !index.has_values(value)? {
            continue;
        }
        for (keys, limit) in [(index.partition(), PARTITION_KEY_BYTES), (index.sort(), SORT_KEY_BYTES)] {
            for key in keys {
                let attribute = key.attribute();
                let is_primary = || schema.primary().keys().any(|primary| primary.attribute() == attribute);
                // Two indexes may share an attribute: it is written with the first.
                if key.is_own(schema) || written.contains(&attribute) || is_primary() {
                    continue;
                }
                written.push(attribute);
                writer.key(attribute);
                key.write(schema, writer, limit, value)
                    .map_err(|error| error.of(schema.entity()))?;
            }
        }
    }
    Ok(())
}

/// The encoded key of an entity, from the values a caller gave.
pub(crate) fn encode<E: Entity>(values: codec::Result<Vec<Bound>>) -> codec::Result<Vec<u8>> {
    let (values, fields) = (values?, E::SCHEMA.key_fields());
    let mut writer = Writer::new();
    write(E::SCHEMA, &mut writer, &mut |field| {
        fields
            .iter()
            .position(|&key_field| key_field == field)
            .and_then(|position| values.get(position)?.key_part())
            .ok_or_else(|| CodecError::custom("this type cannot stand in a key"))
    })?;
    Ok(writer.into_vec())
}
