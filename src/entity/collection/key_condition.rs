//! The partition of several entities, and a range of it.

use std::fmt::Write as _;

use ddbx_core::Error;
use ddbx_core::codec::{Bound, CodecError, Kind, Writer};
use ddbx_core::expression::Expressions;
use ddbx_core::limits::PARTITION_KEY_BYTES;
use ddbx_core::schema::{Index, Key, Schema, is_same_partition};

use super::Collection;

/// A condition on the text of the sort key.
#[derive(Clone, Debug)]
pub(super) enum Range {
    BeginsWith(Bound),
    Between(Bound, Bound),
}

/// The index, which all members have, with partition keys that are made alike.
pub(super) fn index<C: Collection>(first: &'static Schema, name: Option<&str>) -> Result<&'static Index, Error> {
    // Of the table's own key that was checked when compiling.
    let Some(name) = name else { return Ok(first.primary()) };
    let of = |member: &'static Schema| {
        member.index(name).ok_or_else(|| {
            let known: Vec<_> = member.indexes().iter().map(|index| format!("\n  {index}")).collect();
            Error::invalid(format!(
                "`{}` cannot be read by index `{}`: `{}` is not in it, but in{}",
                C::NAME,
                name.escape_debug(),
                member.entity(),
                known.concat()
            ))
        })
    };
    let index = of(first)?;
    for member in &C::MEMBERS[1..] {
        let other = of(member)?;
        if !is_same_partition(first, index, member, other) {
            return Err(Error::invalid(format!(
                "`{}` cannot be read by index `{name}`: the partition keys of its entities are not made alike\n  `{}` has {index}\n  `{}` has {other}",
                C::NAME,
                first.entity(),
                member.entity(),
            )));
        }
    }
    Ok(index)
}

/// The condition on the partition key.
pub(super) fn partition<C: Collection>(
    first: &'static Schema,
    index: &'static Index,
    values: &[Bound],
    expressions: &mut Expressions,
) -> Result<String, Error> {
    let mut fields: Vec<u16> = Vec::new();
    for field in index.partition().iter().flat_map(Key::fields) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if fields.len() != values.len() {
        return Err(Error::invalid(format!(
            "the partition of `{}` takes one value for each of its {} placeholders, and {} were given\n  {index}",
            C::NAME,
            fields.len(),
            values.len(),
        )));
    }
    let mut text = String::new();
    for key in index.partition() {
        let mut writer = Writer::new();
        key.write(first, &mut writer, PARTITION_KEY_BYTES, &mut |field| {
            let value = fields.iter().position(|&known| known == field).map(|at| &values[at]);
            let kind = first.fields()[usize::from(field)].kind();
            match value {
                Some(value) if value.kind() != kind => Err(CodecError::custom(format!(
                    "this part of the partition key is {}, and {} was given",
                    kind,
                    value.kind()
                ))
                .at(first.fields()[usize::from(field)].attribute())),
                Some(value) => value.key_part().ok_or_else(CodecError::missing),
                None => Err(CodecError::missing()),
            }
        })
        .map_err(|error| Error::encode(error.of(first.entity())))?;
        let value = Bound::Encoded {
            json: writer.into_vec().into(),
            kind: key.kind(),
        };
        let and = if text.is_empty() { "" } else { " AND " };
        let name = expressions.name(key.attribute());
        // Writing into a `String` never fails.
        let _ = write!(text, "{and}{name} = {}", expressions.value(&value));
    }
    Ok(text)
}

/// The condition on the sort key.
pub(super) fn sort<C: Collection>(
    index: &'static Index,
    ranges: &[Range],
    text: &mut String,
    expressions: &mut Expressions,
) -> Result<(), Error> {
    let range = match ranges {
        [] => return Ok(()),
        [range] => range,
        _ => {
            return Err(Error::invalid(format!(
                "this query on `{}` has several conditions on the sort key: DynamoDB takes one",
                C::NAME
            )));
        }
    };
    let key = match index.sort() {
        [key, ..] if key.kind() == Kind::S => key,
        [key, ..] => {
            return Err(Error::invalid(format!(
                "the sort key of `{}` is no text, but {}: it has no range of text\n  {index}",
                C::NAME,
                key.kind()
            )));
        }
        [] => {
            return Err(Error::invalid(format!(
                "`{}` has no sort key to take a range of\n  {index}",
                C::NAME
            )));
        }
    };
    let is_empty = |bound: &Bound| matches!(bound, Bound::S(text) if text.is_empty());
    let name = expressions.name(key.attribute());
    let (Range::BeginsWith(from) | Range::Between(from, _)) = range;
    if is_empty(from) || matches!(range, Range::Between(_, to) if is_empty(to)) {
        return Err(Error::invalid(format!(
            "a range of the sort key of `{}` begins or ends with an empty text, which DynamoDB has no keys of: leave it out",
            C::NAME
        )));
    }
    let from = expressions.value(from);
    // Writing into a `String` never fails.
    let _ = match range {
        Range::BeginsWith(_) => write!(text, " AND begins_with({name}, {from})"),
        Range::Between(_, to) => write!(text, " AND {name} BETWEEN {from} AND {}", expressions.value(to)),
    };
    Ok(())
}
