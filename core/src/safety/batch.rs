//! Writes of many items, and PartiQL.

use std::borrow::Cow;

use super::{of_statement, once};
use crate::codec::Parser;
use crate::limits::TRANSACTION_TOKEN_CHARS;
use crate::operation::Safety;

/// `BatchWriteItem`: puts and deletes without conditions, and nothing of the items is returned.
pub(super) fn writes(parser: &mut Parser<'_>) -> Option<Safety> {
    let mut requests = None;
    members(parser, |name, parser| match name {
        "RequestItems" => once(&mut requests, parser.skim_value().ok()?),
        _ => None,
    })?;
    requests.map(|_| Safety::Repeatable)
}

/// `TransactWriteItems`: DynamoDB does not apply a token twice.
pub(super) fn transaction(parser: &mut Parser<'_>) -> Option<Safety> {
    let (mut items, mut token) = (None, None);
    members(parser, |name, parser| match name {
        "TransactItems" => once(&mut items, parser.skim_value().ok()?),
        "ClientRequestToken" => read_token(&mut token, parser),
        _ => None,
    })?;
    items.and(token).map(|()| Safety::Repeatable)
}

/// `ExecuteStatement`
pub(super) fn statement(parser: &mut Parser<'_>) -> Option<Safety> {
    let mut safety = None;
    members(parser, |name, parser| match name {
        "Statement" => once(&mut safety, of_statement(&parser.string().ok()?)),
        "Parameters" | "ConsistentRead" | "NextToken" | "Limit" => parser.skim_value().ok().map(drop),
        _ => None,
    })?;
    safety
}

/// `BatchExecuteStatement`
pub(super) fn statements(parser: &mut Parser<'_>) -> Option<Safety> {
    let mut safety = None;
    members(parser, |name, parser| match name {
        "Statements" => once(&mut safety, list(parser)?),
        _ => None,
    })?;
    safety
}

/// `ExecuteTransaction`
pub(super) fn transaction_of_statements(parser: &mut Parser<'_>) -> Option<Safety> {
    let (mut safety, mut token) = (None, None);
    members(parser, |name, parser| match name {
        "TransactStatements" => once(&mut safety, list(parser)?),
        "ClientRequestToken" => read_token(&mut token, parser),
        _ => None,
    })?;
    match safety? {
        Safety::Read => Some(Safety::Read),
        _ => token.map(|()| Safety::Repeatable),
    }
}

/// The most dangerous of a list of statements.
fn list(parser: &mut Parser<'_>) -> Option<Safety> {
    let mut all = Safety::Read;
    parser.begin_array().ok()?;
    while parser.next_element().ok()? {
        all = all.max(statement(parser)?);
    }
    Some(all)
}

fn read_token(token: &mut Option<()>, parser: &mut Parser<'_>) -> Option<()> {
    let text: Cow<'_, str> = parser.string().ok()?;
    let is_valid = (1..=TRANSACTION_TOKEN_CHARS).contains(&text.chars().count());
    is_valid.then_some(())?;
    once(token, ())
}

/// Reads an object member by member: those that only ask for accounting are passed, and `read` is given the others.
fn members<'a>(parser: &mut Parser<'a>, mut read: impl FnMut(&str, &mut Parser<'a>) -> Option<()>) -> Option<()> {
    parser.begin_object().ok()?;
    while let Some(name) = parser.next_key().ok()? {
        match &*name {
            "ReturnConsumedCapacity" | "ReturnItemCollectionMetrics" | "ReturnValuesOnConditionCheckFailure" => {
                parser.skim_value().ok()?;
            }
            name => read(name, parser)?,
        }
    }
    Some(())
}
