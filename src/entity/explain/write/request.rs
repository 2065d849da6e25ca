//! What the request of a write says.

use ddbx_core::codec::{self, Parser};
use ddbx_core::schema::Schema;
use ddbx_core::{Item, Request};

use super::super::text::plain;
use crate::entity::tag;

/// The members of a write's request that an explanation goes by.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Of a put.
    pub(super) item: Option<Item>,
    condition: Option<String>,
    update: Option<String>,
    /// The attributes, by the numbers of their placeholders.
    names: Vec<String>,
}

/// One attribute of an update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed<'a> {
    pub(super) attribute: &'a str,
    pub(super) is_removed: bool,
}

impl Written {
    pub(super) fn read(request: &Request) -> codec::Result<Self> {
        let (mut written, mut parser) = (Self::default(), Parser::from_slice(&request.body)?);
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            match &*name {
                "Item" => written.item = Some(codec::item_from_slice(parser.raw_value()?.as_bytes())?),
                "ConditionExpression" => written.condition = Some(parser.string()?.into_owned()),
                "UpdateExpression" => written.update = Some(parser.string()?.into_owned()),
                "ExpressionAttributeNames" => {
                    parser.begin_object()?;
                    // They stand in the order of their numbers.
                    while parser.next_key()?.is_some() {
                        written.names.push(parser.string()?.into_owned());
                    }
                }
                _ => parser.skip_value()?,
            }
        }
        Ok(written)
    }

    /// The condition, with the tags of the entity by their names.
    pub(super) fn condition(&self, schema: &Schema) -> Option<String> {
        let text = self.condition.as_deref()?;
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        let Some((tags, at, end)) = self.tag_test(schema, text) else {
            return Some(plain(text, &names));
        };
        Some(format!(
            "{}{} is {}{}",
            plain(&text[..at], &names),
            tags.attribute(),
            tags.names().join(" or "),
            plain(&text[end..], &names),
        ))
    }

    /// Where the text asks for the entity's tag. No field is stored in its attribute, so that nothing else asks for it.
    fn tag_test(&self, schema: &Schema, text: &str) -> Option<(ddbx_core::schema::Tags, usize, usize)> {
        let tags = tag::shared(schema)?;
        let number = self.names.iter().position(|name| name == tags.attribute())?;
        let at = text.find(&format!("#{number} "))?;
        let rest = &text[at..];
        let length = if tags.names().len() > 1 {
            rest.find(')')? + 1
        } else {
            let value = rest.find(':')? + 1;
            let digits = rest[value..].find(|character: char| !character.is_ascii_digit());
            digits.map_or(rest.len(), |digits| value + digits)
        };
        Some((tags, at, at + length))
    }

    /// The clauses of the update, a line for each.
    pub(super) fn changes(&self) -> Vec<String> {
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        self.clauses().map(|clause| plain(clause, &names)).collect()
    }

    /// What the update changes.
    pub(super) fn changed(&self) -> impl Iterator<Item = Changed<'_>> {
        self.clauses().flat_map(|clause| {
            let (word, changes) = clause.split_once(' ').unwrap_or((clause, ""));
            let attributes = changes.split(", ").filter_map(|change| {
                let placeholder = change.split(' ').next()?.strip_prefix('#')?;
                self.names.get(placeholder.parse::<usize>().ok()?)
            });
            attributes.map(move |attribute| Changed {
                attribute,
                is_removed: word == "REMOVE",
            })
        })
    }

    /// The text of the update, cut before the words that begin its clauses: all else in it are placeholders.
    fn clauses(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.update.as_deref().unwrap_or_default();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let ends = [" SET ", " REMOVE ", " ADD ", " DELETE "];
            let end = ends.iter().filter_map(|word| rest.find(word)).min();
            let (clause, after) = rest.split_at(end.unwrap_or(rest.len()));
            rest = after.trim_start();
            Some(clause)
        })
    }
}
