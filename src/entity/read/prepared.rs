//! What a planned query writes into every request: the texts of its expressions, and the names in them.

use ddbx_core::codec::Writer;
use ddbx_core::expression::{Clause, Listed, Names, Operand};
use ddbx_core::plan::{Access, Plan};
use ddbx_core::schema::{Index, Schema, Scope};

use crate::entity::tag;
use crate::ops::Members as _;

/// What is read of the items that are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Their number.
    Count,
    /// Nothing but what they are told by: where they stand, and whether they count.
    Keys,
    /// These fields; all that there is without.
    Rows(Option<&'static [u16]>),
}

/// What a request is made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purpose {
    pub(crate) content: Content,
    pub(crate) sees_expired: bool,
    /// Whether a cursor may be asked for between two of its items.
    pub(crate) gives_cursors: bool,
}

/// The members of a request that stay the same, whatever its values are.
#[derive(Debug)]
pub struct Prepared {
    /// Members of the request, without braces.
    members: Vec<u8>,
    /// Members of `ExpressionAttributeValues`, without braces.
    values: Vec<u8>,
    /// Whether the filter asks for the time.
    asks_for_time: bool,
    has_filter: bool,
}

/// The placeholder of the time that nothing which is read may have expired by.
pub(crate) const NOW: &str = ":now";

impl Prepared {
    /// Writes them; of the items, `attributes` are asked for. How many values a list has is part of the text: `values` are
    /// asked for that alone.
    pub(super) fn new(
        schema: &'static Schema,
        plan: &Plan,
        clauses: &[Clause],
        values: &[Operand],
        purpose: Purpose,
        attributes: Option<&[&'static str]>,
    ) -> Self {
        let (mut names, index) = (Names::default(), plan.index(schema));
        let mut members = Writer::with_capacity(256);
        if index.scope() != Scope::Primary {
            members.text("IndexName", index.name());
        }
        let mut this = Self {
            members: Vec::new(),
            values: Vec::new(),
            asks_for_time: false,
            has_filter: false,
        };
        if plan.access() == Access::Query {
            members.text(
                "KeyConditionExpression",
                &plan.key_condition(schema, clauses, &mut names),
            );
            let listed = Listed {
                clauses,
                values,
                first: 0,
            };
            let filter = this.filter(schema, plan, listed, purpose, &mut names);
            if !filter.is_empty() {
                this.has_filter = true;
                members.text("FilterExpression", &filter);
            }
        }
        match attributes {
            Some(attributes) => members.text("ProjectionExpression", &projection(attributes, &mut names)),
            None if purpose.content == Content::Count => members.text("Select", "COUNT"),
            // DynamoDB reads the table itself.
            None if plan.hydrates() && index.scope() == Scope::Local => members.text("Select", "ALL_ATTRIBUTES"),
            None => {}
        }
        if !names.attributes().is_empty() {
            members.object("ExpressionAttributeNames", |writer| {
                for (number, attribute) in names.attributes().iter().enumerate() {
                    writer.text(&format!("#{number}"), attribute);
                }
            });
        }
        this.members = members.into_vec();
        this
    }

    fn filter(
        &mut self,
        schema: &'static Schema,
        plan: &Plan,
        listed: Listed<'_>,
        purpose: Purpose,
        names: &mut Names,
    ) -> String {
        let index = plan.index(schema);
        // Where the index lacks them, the table's items are looked at.
        let tags = tag::shared(schema).filter(|tags| index.copies(schema, tags.attribute()));
        let expires = schema
            .expires()
            .filter(|field| !purpose.sees_expired && index.copies(schema, field.attribute()))
            // No filter names a key attribute: what has expired is left out when it has come.
            .filter(|_| !is_sorted_by_expiry(schema, index));
        let mut text = String::new();
        let beside = tags.is_some() || expires.is_some();
        names.write(listed, |at| plan.filter().has(at), beside, &mut text);
        let mut values = Writer::new();
        if let Some(tags) = tags {
            let placeholders: Vec<_> = (0..tags.names().len()).map(|number| format!(":tag{number}")).collect();
            for (placeholder, tag) in placeholders.iter().zip(tags.names()) {
                values.key(placeholder);
                values.s(tag);
            }
            let name = names.number(tags.attribute());
            let test = match &placeholders[..] {
                [placeholder] => format!("#{name} = {placeholder}"),
                several => format!("#{name} IN ({})", several.join(", ")),
            };
            and(&mut text, &test);
        }
        if let Some(expires) = expires {
            let name = names.number(expires.attribute());
            let alive = format!("attribute_not_exists(#{name}) OR #{name} > {NOW}");
            if text.is_empty() {
                text = alive;
            } else {
                and(&mut text, &format!("({alive})"));
            }
            self.asks_for_time = true;
        }
        self.values = values.into_vec();
        text
    }

    pub(crate) fn members(&self) -> &[u8] {
        &self.members
    }

    pub(crate) fn values(&self) -> &[u8] {
        &self.values
    }

    pub(crate) fn asks_for_time(&self) -> bool {
        self.asks_for_time
    }

    pub(crate) fn has_filter(&self) -> bool {
        self.has_filter
    }
}

/// Whether the time by which an item expires is a key attribute.
pub(crate) fn is_sorted_by_expiry(schema: &Schema, index: &Index) -> bool {
    let is_key = |attribute| index.keys().any(|key| key.attribute() == attribute);
    schema.expires().is_some_and(|field| is_key(field.attribute()))
}

fn and(text: &mut String, test: &str) {
    if !text.is_empty() {
        text.push_str(" AND ");
    }
    text.push_str(test);
}

fn projection(attributes: &[&'static str], names: &mut Names) -> String {
    let names: Vec<_> = attributes
        .iter()
        .map(|attribute| format!("#{}", names.number(attribute)))
        .collect();
    names.join(", ")
}
