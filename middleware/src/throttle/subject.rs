//! What a request is about, read from its body: only where a limiter has to know.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};

use ddbx_core::Operation;
use ddbx_core::codec::{Parser, Result};

/// The index that a read goes to.
pub(super) fn index(body: &[u8]) -> Option<Cow<'_, str>> {
    members(body, |name, parser| match name {
        "IndexName" => parser.optional_string(),
        _ => skipped(parser),
    })
}

/// The tables of a transaction's actions, in their order; those before the first that cannot be read.
pub(super) fn action_tables(body: &[u8]) -> Vec<Option<String>> {
    let mut tables = Vec::new();
    members(body, |name, parser| -> Result<Option<()>> {
        if name != "TransactItems" {
            return skipped(parser);
        }
        parser.begin_array()?;
        while parser.next_element()? {
            tables.push(action_table(parser)?);
        }
        Ok(Some(()))
    });
    tables
}

/// `{"Put": {"TableName": "users", …}}`
fn action_table(parser: &mut Parser<'_>) -> Result<Option<String>> {
    let mut table = None;
    parser.begin_object()?;
    while parser.next_key()?.is_some() {
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            if name == "TableName" {
                table = parser.optional_string()?.map(Cow::into_owned);
            } else {
                parser.skip_value()?;
            }
        }
    }
    Ok(table)
}

/// A number for the partition key that a request goes to, if its body tells which that is: never the key itself.
///
/// The partition key is the only attribute of a `Key` or the only equality of a key condition; among several, the
/// attribute that the caller named. Where it did not, the whole key counts: what is slowed then is the one item, which
/// is too little, and not every item with the same sort key, which would be the wrong ones.
pub(super) fn partition(
    operation: Operation,
    body: &[u8],
    attribute: Option<&str>,
    hasher: &RandomState,
) -> Option<u64> {
    let key = match operation {
        Operation::DeleteItem | Operation::GetItem | Operation::UpdateItem => attributes_of("Key", body)?,
        Operation::PutItem => {
            let mut item = attributes_of("Item", body)?;
            item.retain(|(name, _)| Some(&**name) == attribute);
            item
        }
        Operation::Query => KeyCondition::of(body)?.equalities(),
        _ => return None,
    };
    let of_table = |(name, _): &&Attribute<'_>| Some(&**name) == attribute;
    match &*key {
        [] => None,
        [(_, value)] => Some(hasher.hash_one(value)),
        several => Some(match several.iter().find(of_table) {
            Some((_, value)) => hasher.hash_one(value),
            // In whatever order they stand.
            None => several
                .iter()
                .fold(0, |sum, attribute| sum ^ hasher.hash_one(attribute)),
        }),
    }
}

/// An attribute's name, and its value as type and text.
type Attribute<'b> = (Cow<'b, str>, (Cow<'b, str>, Cow<'b, str>));

fn attributes_of<'b>(member: &str, body: &'b [u8]) -> Option<Vec<Attribute<'b>>> {
    members(body, |name, parser| {
        if name == member {
            attributes(parser).map(Some)
        } else {
            skipped(parser)
        }
    })
}

fn attributes<'b>(parser: &mut Parser<'b>) -> Result<Vec<Attribute<'b>>> {
    let mut attributes = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        parser.begin_object()?;
        while let Some(kind) = parser.next_key()? {
            // Those that a key can have are strings.
            let value = match &*kind {
                "S" | "N" | "B" => parser.string()?,
                _ => Cow::from(parser.raw_value()?),
            };
            attributes.push((name.clone(), (kind, value)));
        }
    }
    Ok(attributes)
}

#[derive(Default)]
struct KeyCondition<'b> {
    text: Cow<'b, str>,
    names: Vec<(Cow<'b, str>, Cow<'b, str>)>,
    values: Vec<Attribute<'b>>,
}

impl<'b> KeyCondition<'b> {
    fn of(body: &'b [u8]) -> Option<Self> {
        let mut condition = Self::default();
        members(body, |name, parser| -> Result<Option<()>> {
            match name {
                "KeyConditionExpression" => condition.text = parser.string()?,
                "ExpressionAttributeNames" => {
                    parser.begin_object()?;
                    while let Some(placeholder) = parser.next_key()? {
                        condition.names.push((placeholder, parser.string()?));
                    }
                }
                "ExpressionAttributeValues" => condition.values = attributes(parser)?,
                _ => parser.skip_value()?,
            }
            Ok(None)
        });
        (!condition.text.is_empty()).then_some(condition)
    }

    /// The attributes that the condition binds to one value.
    fn equalities(mut self) -> Vec<Attribute<'b>> {
        let text = std::mem::take(&mut self.text);
        let in_token = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '#' | ':');
        let mut bound = Vec::new();
        for (at, _) in text.match_indices('=') {
            let (before, after) = (text[..at].trim_end(), text[at + 1..].trim_start());
            // `<=` and `>=` have no token before them.
            let start = before.trim_end_matches(in_token).len();
            let end = after.len() - after.trim_start_matches(in_token).len();
            let (left, right) = (&before[start..], &after[..end]);
            let (name, value) = if left.starts_with(':') {
                (right, left)
            } else {
                (left, right)
            };
            let value = self.values.iter().find(|(placeholder, _)| placeholder == value);
            if let (false, Some((_, value))) = (name.is_empty(), value) {
                let full = self.names.iter().find(|(placeholder, _)| placeholder == name);
                let name = full.map_or_else(|| Cow::from(name.to_owned()), |(_, full)| full.clone());
                bound.push((name, value.clone()));
            }
        }
        bound
    }
}

/// What `read` finds first in the members of the body; nothing of what cannot be read.
fn members<'b, T>(body: &'b [u8], mut read: impl FnMut(&str, &mut Parser<'b>) -> Result<Option<T>>) -> Option<T> {
    let mut parser = Parser::from_slice(body).ok()?;
    parser.begin_object().ok()?;
    while let Some(name) = parser.next_key().ok()? {
        if let Some(found) = read(&name, &mut parser).ok()? {
            return Some(found);
        }
    }
    None
}

fn skipped<T>(parser: &mut Parser<'_>) -> Result<Option<T>> {
    parser.skip_value().map(|()| None)
}
