//! Writes of one item.

use std::borrow::Cow;

use super::after::Effect;
use super::condition;
use super::members::{Members, once, raw};
use super::outlook::Outlook;
use super::placeholders::Placeholders;
use super::update;
use crate::codec::Parser;
use crate::operation::Safety;

pub(super) fn put(parser: &mut Parser<'_>) -> Option<Safety> {
    let body = Body::read(parser, "Item", false)?;
    let item = body.object?;
    let Some(condition) = &body.condition else {
        return Some(unconditional(true, body.returns));
    };
    let item = Members::read(&mut Parser::new(item), raw)?;
    let outlook = condition::read(condition, &body.placeholders()?, &Effect::Put(&item))?;
    Some(conditional(outlook, true, body.returns))
}

pub(super) fn delete(parser: &mut Parser<'_>) -> Option<Safety> {
    let body = Body::read(parser, "Key", false)?;
    body.object?;
    let Some(condition) = &body.condition else {
        return Some(unconditional(true, body.returns));
    };
    let outlook = condition::read(condition, &body.placeholders()?, &Effect::Delete)?;
    Some(conditional(outlook, true, body.returns))
}

pub(super) fn update(parser: &mut Parser<'_>) -> Option<Safety> {
    let body = Body::read(parser, "Key", true)?;
    let key = body.object?;
    let placeholders = body.placeholders()?;
    let (mut repeatable, mut actions) = (true, Vec::new());
    if let Some(text) = &body.update {
        update::read(text, &placeholders, |action| {
            repeatable &= action.is_repeatable();
            // Only a condition asks what they were.
            if body.condition.is_some() {
                actions.push(action);
            }
        })?;
    }
    let Some(condition) = &body.condition else {
        return Some(unconditional(repeatable, body.returns));
    };
    let key = Members::read(&mut Parser::new(key), raw)?;
    let effect = Effect::Update {
        key: &key,
        actions: &actions,
    };
    let outlook = condition::read(condition, &placeholders, &effect)?;
    Some(conditional(outlook, repeatable, body.returns))
}

fn unconditional(repeatable: bool, returns: bool) -> Safety {
    if repeatable && !returns {
        Safety::Repeatable
    } else {
        Safety::Unsafe
    }
}

/// The class of a write whose success does this to its condition.
fn conditional(outlook: Outlook, repeatable: bool, returns: bool) -> Safety {
    if outlook.always_fails() {
        // A repeat that succeeds is the first success, so what it returns is right, too.
        Safety::Conditional
    } else if !repeatable || returns {
        Safety::Unsafe
    } else if outlook.holds_again() {
        Safety::Repeatable
    } else {
        Safety::Conditional
    }
}

/// The members that matter, each of which may be there once.
#[derive(Default)]
struct Body<'a> {
    /// The item, or the key.
    object: Option<&'a str>,
    update: Option<Cow<'a, str>>,
    condition: Option<Cow<'a, str>>,
    names: Option<&'a str>,
    values: Option<&'a str>,
    /// Whether return values are asked for.
    returns: bool,
}

impl<'a> Body<'a> {
    fn read(parser: &mut Parser<'a>, object: &str, updates: bool) -> Option<Self> {
        let mut body = Self::default();
        let mut return_values = None;
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            match &*name {
                // Accounting says how much was used; and what comes with a failure is no answer.
                "TableName"
                | "ReturnConsumedCapacity"
                | "ReturnItemCollectionMetrics"
                | "ReturnValuesOnConditionCheckFailure" => parser.skip_value().ok()?,
                "ReturnValues" => once(&mut return_values, parser.string().ok()?)?,
                "ConditionExpression" => once(&mut body.condition, parser.string().ok()?)?,
                "UpdateExpression" if updates => once(&mut body.update, parser.string().ok()?)?,
                "ExpressionAttributeNames" => once(&mut body.names, parser.raw_value().ok()?)?,
                "ExpressionAttributeValues" => once(&mut body.values, parser.raw_value().ok()?)?,
                name if name == object => once(&mut body.object, parser.raw_value().ok()?)?,
                _ => return None,
            }
        }
        body.returns = return_values.is_some_and(|values| values != "NONE");
        Some(body)
    }

    fn placeholders(&self) -> Option<Placeholders<'a>> {
        Placeholders::read(self.names, self.values)
    }
}
