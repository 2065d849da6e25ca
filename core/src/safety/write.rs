//! Writes of one item.

use std::borrow::Cow;

use super::after::Effect;
use super::condition;
use super::item::Item;
use super::key::Key;
use super::once;
use super::outlook::Outlook;
use super::path::Path;
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
    let item = Item::new(item);
    let outlook = condition::read(condition, &body.placeholders, &Effect::Put(&item))?;
    Some(conditional(outlook, true, body.returns))
}

pub(super) fn delete(parser: &mut Parser<'_>) -> Option<Safety> {
    let body = Body::read(parser, "Key", false)?;
    body.object?;
    let Some(condition) = &body.condition else {
        return Some(unconditional(true, body.returns));
    };
    let outlook = condition::read(condition, &body.placeholders, &Effect::Delete)?;
    Some(conditional(outlook, true, body.returns))
}

/// Additions to the attribute `counter` do not count.
pub(super) fn update(parser: &mut Parser<'_>, counter: Option<&str>) -> Option<Safety> {
    let body = Body::read(parser, "Key", true)?;
    let key = body.object?;
    let (mut repeatable, mut actions) = (true, Vec::new());
    if let Some(text) = &body.update {
        update::read(text, &body.placeholders, |action| {
            let counts =
                |path: Path<'_>| path.is_attribute() && counter.is_some_and(|counter| path.attribute() == counter);
            repeatable &= action.is_repeatable() || counts(action.path);
            // Only a condition asks what they were.
            if body.condition.is_some() {
                actions.push(action);
            }
        })?;
    }
    let Some(condition) = &body.condition else {
        return Some(unconditional(repeatable, body.returns));
    };
    let key = Key::read(key)?;
    let effect = Effect::Update {
        key: &key,
        actions: &actions,
    };
    let outlook = condition::read(condition, &body.placeholders, &effect)?;
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
    placeholders: Placeholders<'a>,
    /// Whether return values are asked for.
    returns: bool,
}

impl<'a> Body<'a> {
    fn read(parser: &mut Parser<'a>, object: &str, updates: bool) -> Option<Self> {
        let mut body = Self::default();
        let (mut return_values, mut names, mut values) = (None, None, None);
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            match &*name {
                // Accounting says how much was used; and what comes with a failure is no answer.
                "TableName"
                | "ReturnConsumedCapacity"
                | "ReturnItemCollectionMetrics"
                | "ReturnValuesOnConditionCheckFailure" => drop(parser.skim_value().ok()?),
                "ReturnValues" => once(&mut return_values, parser.string().ok()?)?,
                "ConditionExpression" => once(&mut body.condition, parser.string().ok()?)?,
                "UpdateExpression" if updates => once(&mut body.update, parser.string().ok()?)?,
                "ExpressionAttributeNames" => once(&mut names, body.placeholders.read(b'#', parser)?)?,
                "ExpressionAttributeValues" => once(&mut values, body.placeholders.read(b':', parser)?)?,
                name if name == object => once(&mut body.object, parser.skim_value().ok()?)?,
                _ => return None,
            }
        }
        body.placeholders.sort()?;
        body.returns = return_values.is_some_and(|values| values != "NONE");
        Some(body)
    }
}
