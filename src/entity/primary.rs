//! Conditions on the key of a table or an index: what [`query`](super::query()) takes.

use std::fmt::Write as _;

use ddbx_core::Error;
use ddbx_core::codec::{Bound, CodecError, Writer};
use ddbx_core::expression::{Comparison, Expressions, Node, Test};
use ddbx_core::limits::{PARTITION_KEY_BYTES, SORT_KEY_BYTES};
use ddbx_core::schema::{Index, Key, Schema};

use crate::ops::Expression;

/// One condition on one field of the key.
struct Leaf {
    field: u16,
    test: Test,
}

/// The key condition that the conditions say.
pub(super) fn key_condition(
    schema: &'static Schema,
    index: &'static Index,
    conditions: Vec<Node>,
    expressions: &mut Expressions,
) -> Result<Expression, Error> {
    let mut leaves = Vec::new();
    for condition in conditions {
        flatten(schema, condition, &mut leaves)?;
    }
    let mut text = String::new();
    for key in index.partition() {
        let Some(value) = equality(schema, key, PARTITION_KEY_BYTES, &mut leaves)? else {
            return Err(Error::invalid(format!(
                "this query on `{}` has no partition: every field of the partition key must be bound by `eq`\n  {index}",
                schema.entity(),
            )));
        };
        compare(&mut text, expressions, key, &value);
    }
    if let [key] = index.sort() {
        if let Some(value) = equality(schema, key, SORT_KEY_BYTES, &mut leaves)? {
            compare(&mut text, expressions, key, &value);
        } else if key.is_field()
            && let Some(leaf) = take(&mut leaves, |leaf| {
                key.parts() == [ddbx_core::schema::Part::field(leaf.field)]
            })
        {
            range(schema, &mut text, expressions, key, &leaf.test)?;
        }
    }
    match leaves.first() {
        None => Ok(Expression::composed(text)),
        Some(leaf) => {
            let field = &schema.fields()[usize::from(leaf.field)];
            let filter = if field.is_key_only() {
                " (nor a filter, for it is stored in the key only)"
            } else {
                ""
            };
            Err(Error::invalid(format!(
                "the condition on `{}` cannot be part of this query on `{}`{filter}: a key condition takes the whole partition key by `eq`, and one condition on the sort key\n  {index}",
                field.name(),
                schema.entity(),
            )))
        }
    }
}

/// The conditions that all must hold, one by one.
fn flatten(schema: &Schema, node: Node, leaves: &mut Vec<Leaf>) -> Result<(), Error> {
    match node {
        Node::And(nodes) => nodes.into_iter().try_for_each(|node| flatten(schema, node, leaves)),
        Node::Leaf {
            field,
            test: Test::Failed(error),
        } => Err(Error::encode(error.at(field.attribute).of(schema.entity()))),
        Node::Leaf { field, test } => {
            leaves.push(Leaf {
                field: field.index,
                test,
            });
            Ok(())
        }
        Node::Not(_) | Node::Or(_) => Err(Error::invalid(format!(
            "a key condition of `{}` knows neither `or` nor `!`: DynamoDB reads one range of one partition",
            schema.entity(),
        ))),
    }
}

fn take(leaves: &mut Vec<Leaf>, wanted: impl Fn(&Leaf) -> bool) -> Option<Leaf> {
    leaves.iter().position(wanted).map(|position| leaves.remove(position))
}

/// The value of a key all of whose fields are bound by equality; `None` if one is not.
fn equality(schema: &'static Schema, key: &Key, limit: usize, leaves: &mut Vec<Leaf>) -> Result<Option<Bound>, Error> {
    let fields: Vec<u16> = key.fields().collect();
    if !fields.iter().all(|&field| bound_at(leaves, field).is_some()) {
        return Ok(None);
    }
    let mut writer = Writer::new();
    key.write(schema, &mut writer, limit, &mut |field| match bound_at(leaves, field)
        .map(|position| &leaves[position].test)
    {
        Some(Test::Compare(_, value)) => value
            .key_part()
            .ok_or_else(|| CodecError::custom("this type cannot stand in a key")),
        _ => Err(CodecError::missing()),
    })
    .map_err(|error| Error::encode(error.of(schema.entity())))?;
    for field in fields {
        if let Some(position) = bound_at(leaves, field) {
            leaves.remove(position);
        }
    }
    Ok(Some(Bound::Encoded {
        json: writer.into_vec().into(),
        kind: key.kind(),
    }))
}

/// The equality that binds a field.
fn bound_at(leaves: &[Leaf], field: u16) -> Option<usize> {
    leaves
        .iter()
        .position(|leaf| leaf.field == field && matches!(leaf.test, Test::Compare(Comparison::Equal, _)))
}

fn compare(text: &mut String, expressions: &mut Expressions, key: &Key, value: &Bound) {
    if !text.is_empty() {
        text.push_str(" AND ");
    }
    let name = expressions.name(key.attribute());
    // Writing into a `String` never fails.
    let _ = write!(text, "{name} = {}", expressions.value(value));
}

/// The one condition on a sort key.
fn range(
    schema: &Schema,
    text: &mut String,
    expressions: &mut Expressions,
    key: &Key,
    test: &Test,
) -> Result<(), Error> {
    let name = expressions.name(key.attribute());
    let condition = match test {
        Test::BeginsWith(prefix) => format!("begins_with({name}, {})", expressions.value(prefix)),
        Test::Between(from, to) => {
            let from = expressions.value(from);
            format!("{name} BETWEEN {from} AND {}", expressions.value(to))
        }
        Test::Compare(comparison, value) if *comparison != Comparison::NotEqual => {
            format!("{name} {} {}", comparison.symbol(), expressions.value(value))
        }
        _ => {
            return Err(Error::invalid(format!(
                "the sort key `{key}` of `{}` takes one of `eq`, `lt`, `le`, `gt`, `ge`, `between` and `begins_with`",
                schema.entity(),
            )));
        }
    };
    text.push_str(" AND ");
    text.push_str(&condition);
    Ok(())
}
