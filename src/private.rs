//! What the code of the macros names: this module alone, so that nothing else of it is a promise.
//!
//! What reads a field of a view is called, not inlined: it is there once for a type, not once for each field, which would
//! be most of what a view costs in a release build.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

pub use ddbx_core::codec::form;
pub use ddbx_core::codec::{
    Attribute, BesideTag, Bind, BindAll, Bound, CodecError, Container, Decode, DecodeItem, Document, Encode,
    EncodeItem, Flatten, FormedPlace, FromKey, FromText, Indexed, KeyAttribute, KeyOnly, KeyPart, Keyed, Kind, Members,
    Numeric, Ordered, Parser, Prefix, Rest, Result, SetMember, Slots, Type, Unread, Writer, integer_from_key,
};
pub use ddbx_core::expression::{Clause, Field, Join, element, entry, kind, members};
use ddbx_core::expression::{Clauses, Node, Operand, Values};
pub use ddbx_core::managed::{Expiry, Stamp, Version};
pub use ddbx_core::plan::{Asked, KeyFields, Statement, Told, conditions, planned, scanned, statement};
pub use ddbx_core::schema::{
    Beside, FieldDef, Format, Index, Integer, Key, Managed, Part, Projection, Schema, TableIndex, TableSchema, Tags,
    all_tags, check_alias, check_beside_tag, check_expires, check_expires_attribute, check_field_attribute,
    check_flattened, check_index_key, check_key_kind, check_member, check_not_binary, check_number,
    check_shared_attributes, check_sort_placeholder, check_table_key, check_text, check_view, common_count,
    common_indexes, opaque_sorts, tag_count,
};

#[cfg(feature = "garde-0_23")]
pub use crate::entity::GardeRules;
use crate::entity::scan_of;
pub use crate::entity::{
    Faulty, GeneratedId, NoHooks, OwnHooks, Prepared, Refusal, SCHEMA_VERSION, Table, UlidKind, UuidV7, WithValues,
    after_read, fill_id, get_by as get, is_called, member, no_upcast, read_again, read_field, read_variant,
    settle_field, slot, upcast, valid, with_values, write_all_keys, write_item, write_item_keys,
};
#[cfg(feature = "embedded")]
pub use crate::testing::run as run_test;
use crate::{Get, PlannedQuery, Scan};
#[cfg(feature = "macros")]
pub use ddbx_macros::{get as get_macro, get_many as get_many_macro, query as query_macro, scan as scan_macro};

/// The slot of a key's text, out of which fields are read.
#[must_use]
pub fn key_text<'de>() -> FormedPlace<'de, Cow<'de, str>> {
    FormedPlace::required(|parser| parser.s("String"))
}

/// What is selected where nothing is said of it.
pub const ALL_FIELDS: Option<&'static [u16]> = None;

/// What stands for a query that did not compile.
pub fn unplanned<E, T, const C: usize, const V: usize>(
    _: &Schema,
    _: Asked,
    _: [Clause; C],
    _: [Result<Operand>; V],
) -> PlannedQuery<E, T> {
    unreachable!("it did not compile")
}

/// What stands for a scan that did not compile.
pub fn unscanned<E, const C: usize, const V: usize>(
    _: &Schema,
    _: Asked,
    _: [Clause; C],
    _: [Result<Operand>; V],
) -> Scan<E> {
    unreachable!("it did not compile")
}

/// A scan with conditions that a macro wrote as constants, and their values. That `E` is an entity is asked by the macro
/// itself, or a message would name this function.
pub fn scan<E, const N: usize, const V: usize>(clauses: &'static [Clause; N], values: [Result<Operand>; V]) -> Scan<E> {
    let mut values = values;
    scan_of(match Values::taken_from(clauses, &mut values) {
        Ok(values) => Clauses {
            entries: clauses.to_vec(),
            values: values.to_vec(),
        }
        .into_nodes(),
        // Told when the scan runs.
        Err(error) => vec![Node::failed(error)],
    })
}

/// What stands for a read by key that did not compile.
pub fn keyless<E, T, const V: usize>(_: Option<&'static [u16]>, _: [Result<Operand>; V]) -> Get<E, T> {
    unreachable!("it did not compile")
}

/// Reads the member `name` into the slot of its field.
///
/// # Errors
///
/// A value that does not fit the field's type.
#[inline(never)]
pub fn read<'de, T: Decode<'de>>(parser: &mut Parser<'de>, slot: &mut Option<T>, name: &'static str) -> Result<()> {
    *slot = Some(parser.field(name)?);
    Ok(())
}

/// Reads the text of the key attribute `name`, out of which fields are read afterwards.
///
/// # Errors
///
/// Anything else than a string.
pub fn read_key<'de>(parser: &mut Parser<'de>, text: &mut Option<Cow<'de, str>>, name: &'static str) -> Result<()> {
    *text = Some(parser.s("String").map_err(|error| error.at(name))?);
    Ok(())
}

/// Reads a field out of the text of the key that alone stores it.
///
/// # Errors
///
/// A key that is missing, that its template does not write, or whose text stands for none of the field's type.
pub fn read_key_only<T>(
    schema: &Schema,
    key: &Key,
    text: &Option<Cow<'_, str>>,
    field: u16,
    read: impl FnOnce(&str) -> Result<T>,
) -> Result<T> {
    let name = schema.fields()[usize::from(field)].name();
    let unread = |why: &str| {
        let attribute = key.attribute();
        CodecError::custom(format!(
            "it is stored in the key only, and the attribute `{attribute}` {why} the template \"{key}\""
        ))
    };
    let text = text.as_deref().ok_or_else(|| unread("is missing, which has"));
    text.and_then(|text| {
        let value = key.read(schema, text, field);
        value.ok_or_else(|| unread("does not match"))
    })
    .and_then(|value| read(&value))
    .map_err(|error| error.at(name))
}

/// Fills the slot of a field that was not read with what a missing attribute reads as, or takes note of its name.
#[inline(never)]
pub fn settle<'de, T: Decode<'de>>(slot: &mut Option<T>, name: &'static str, missing: &mut Option<&'static str>) {
    if slot.is_none() {
        *slot = T::absent();
        if slot.is_none() {
            missing.get_or_insert(name);
        }
    }
}

/// The error of an item without an attribute that must be there.
#[cold]
#[must_use]
pub fn missing(name: Option<&'static str>) -> CodecError {
    name.into_iter().fold(CodecError::missing(), CodecError::at)
}

/// The tag of the map that is next, which is read from its start again afterwards: a tag may stand behind its data.
///
/// # Errors
///
/// Anything else than a map, and a map without the tag, of which `untagged` is said.
pub fn read_tag<'de>(
    parser: &Parser<'de>,
    rust: &'static str,
    tag: &'static str,
    untagged: &'static str,
) -> Result<Cow<'de, str>> {
    let mut ahead = parser.clone();
    ahead.begin_kind(Kind::M, rust)?;
    ahead.begin_object()?;
    while let Some(name) = ahead.next_key()? {
        if name == tag {
            return ahead.s("String").map_err(|error| error.at(tag));
        }
        ahead.skip_value()?;
    }
    Err(CodecError::custom(untagged).at(tag))
}

/// Passes the map that is next, which has nothing but the tag.
///
/// # Errors
///
/// Any other member.
pub fn read_tag_alone(parser: &mut Parser<'_>, rust: &'static str, tag: &'static str) -> Result<()> {
    let mut unread = Unread::new();
    parser.map(rust, |parser, name| unread.keep(name, parser))?;
    unread.deny(|name| name == tag)
}

/// Reads the member `content` of the map that is next with `read`; others are passed.
///
/// # Errors
///
/// Those of `read`, and a map without the member, unless `absent` has a value for it.
pub fn read_content<'de, T>(
    parser: &mut Parser<'de>,
    rust: &'static str,
    content: &'static str,
    mut read: impl FnMut(&mut Parser<'de>) -> Result<T>,
    absent: impl FnOnce() -> Option<T>,
) -> Result<T> {
    let mut value = None;
    parser.map(rust, |parser, name| {
        if name == content {
            value = Some(read(parser).map_err(|error| error.at(content))?);
            return Ok(());
        }
        parser.skip_value()
    })?;
    value.or_else(absent).ok_or_else(|| missing(Some(content)))
}

/// Counts a write in a version.
///
/// # Errors
///
/// A type that has no larger number.
pub fn count<T: Version>(version: &mut T) -> Result<()> {
    let full = || CodecError::custom("the type has no larger number to count this write with: use `u64`");
    *version = version.next().ok_or_else(full)?;
    Ok(())
}

/// The time of a write, as precise as the form stores it: whole milliseconds or seconds, where it refuses more.
///
/// # Errors
///
/// A time that the type does not reach to, or that the form cannot hold at all.
pub fn stamp<T: Stamp, F: form::Form<T>>(now: SystemTime) -> Result<T> {
    let time = T::at(now)?;
    let Err(refusal) = F::bound(&time) else { return Ok(time) };
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    for whole in [
        Duration::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)),
        Duration::from_secs(since.as_secs()),
    ] {
        let time = T::at(SystemTime::UNIX_EPOCH + whole)?;
        if F::bound(&time).is_ok() {
            return Ok(time);
        }
    }
    Err(refusal)
}

/// Sets a time of writing, if nobody has.
///
/// # Errors
///
/// Those of [`stamp`].
pub fn fill_stamp<T: Stamp, F: form::Form<T>>(time: &mut T, now: SystemTime) -> Result<()> {
    if time.is_unset() {
        *time = stamp::<T, F>(now)?;
    }
    Ok(())
}

/// The value that a field is set to, as its type; `None` for what does not fit it, which is refused elsewhere.
#[must_use]
pub fn set_value<T: for<'de> Decode<'de>>(value: &Bound) -> Option<T> {
    let mut json = Writer::new();
    value.write(&mut json);
    ddbx_core::codec::from_slice(json.as_slice()).ok()
}

/// [`read_content`] of a map that has nothing besides but the tag.
///
/// # Errors
///
/// Those of [`read_content`], and any other member.
pub fn read_content_alone<'de, T>(
    parser: &mut Parser<'de>,
    rust: &'static str,
    tag: &'static str,
    content: &'static str,
    read: impl FnMut(&mut Parser<'de>) -> Result<T>,
    absent: impl FnOnce() -> Option<T>,
) -> Result<T> {
    let (mut ahead, mut unread) = (parser.clone(), Unread::new());
    ahead.map(rust, |parser, name| unread.keep(name, parser))?;
    unread.deny(|name| name == tag || name == content)?;
    read_content(parser, rust, content, read, absent)
}

/// The answer to a question nobody asks: keys are made of key fields only.
///
/// # Errors
///
/// Always.
pub fn not_a_key_field(field: u16) -> Result<KeyPart<'static>> {
    Err(CodecError::custom(format!(
        "field {field} is not part of the primary key"
    )))
}
