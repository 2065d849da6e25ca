//! Whether a request may be repeated, computed from its body.
//!
//! Builders that know their own expression need not ask. Bodies that were written elsewhere are read here: those of
//! raw requests, and of the official SDK.
//!
//! Two questions are asked of a write of one item.
//!
//! **What does the write do a second time?** An unconditional put or delete, `SET path = :v`,
//! `SET path = if_not_exists(path, :v)`, `REMOVE path`, and elements added to a set or deleted from it leave the item
//! as they left it the first time: `Repeatable`. A number that is added, a right side that reads anything else, and any
//! list index may not: `Unsafe`. A list index is not what it seems: `SET l[9] = :v` appends to a shorter list, and
//! `REMOVE l[0]` moves the rest up.
//!
//! **What does its success do to its condition?** Each part of the condition is taken for what it can be before the
//! write and after it: `version = :v` with `ADD version :one` cannot hold both times. `AND`, `OR` and `NOT` combine what
//! their parts can be. From before the write, only that the whole held is known. So the condition
//!
//! - *holds again*, and says nothing about a repeat: the request has the class of its write;
//! - *always fails*, so that DynamoDB itself refuses the repeat: `Conditional`, whatever the write;
//! - or may do either: `Conditional` if the write may be repeated, and otherwise `Unsafe`.
//!
//! All of this is about one write and its repeat. A writer in between can make a condition true again, a lock that is
//! freed for one, and let the repeat through: what must not be applied twice even then needs a condition that never comes
//! back, such as a version, or a transaction with its token.
//!
//! **Values that are returned** describe the item as one attempt found it. `Conditional` requests keep their class where
//! the condition always fails after a success: a repeat that succeeds proves that no attempt before it did, and what it
//! returns is what the caller asked for. Everything else that asks for return values is `Unsafe`, because a repeat may
//! return what an earlier attempt has left. `ReturnValuesOnConditionCheckFailure` is no such value: it comes with a
//! failure, of which a repeat proves nothing anyway.
//!
//! Whatever is not understood is `Unsafe`: text that is no expression, a placeholder nobody defined, a member that this
//! version does not know, the legacy parameters, a member that is there twice, brackets within brackets without end.
//! Nothing is checked for DynamoDB's sake. A body that it refuses may have any class.

mod after;
mod batch;
mod condition;
mod item;
mod key;
mod literal;
mod outlook;
mod path;
mod placeholders;
mod scanner;
mod update;
mod write;

#[cfg(test)]
mod tests;

use crate::codec::Parser;
use crate::operation::{Operation, Safety};

/// How deep brackets, and what `NOT` stands before, may be within each other.
const LEVELS: u32 = 64;

/// The safety of a request with this body; what is true of the [operation](Operation::safety) where the body says no
/// more.
///
/// ```
/// use ddbx_core::{Operation, Safety, safety};
///
/// let set = br#"{"TableName":"users","Key":{"id":{"S":"u1"}},"UpdateExpression":"SET visits = :n",
///     "ExpressionAttributeValues":{":n":{"N":"1"}}}"#;
/// assert_eq!(safety::of_body(Operation::UpdateItem, set), Safety::Repeatable);
///
/// let add = br#"{"TableName":"users","Key":{"id":{"S":"u1"}},"UpdateExpression":"ADD visits :n",
///     "ExpressionAttributeValues":{":n":{"N":"1"}}}"#;
/// assert_eq!(safety::of_body(Operation::UpdateItem, add), Safety::Unsafe);
///
/// assert_eq!(safety::of_body(Operation::GetItem, b"{}"), Safety::Read);
/// assert_eq!(safety::of_body(Operation::PutItem, b"?"), Safety::Unsafe);
/// ```
#[must_use]
pub fn of_body(operation: Operation, body: &[u8]) -> Safety {
    let read: fn(&mut Parser<'_>) -> Option<Safety> = match operation {
        Operation::PutItem => write::put,
        Operation::DeleteItem => write::delete,
        Operation::UpdateItem => |parser| write::update(parser, None),
        Operation::BatchWriteItem => batch::writes,
        Operation::TransactWriteItems => batch::transaction,
        Operation::ExecuteStatement => batch::statement,
        Operation::BatchExecuteStatement => batch::statements,
        Operation::ExecuteTransaction => batch::transaction_of_statements,
        _ => return operation.safety(),
    };
    of(body, read)
}

/// The safety of an update of one item that counts its writes in the attribute `counter`: that the number grows once
/// more with a repeat does no harm, because nobody asks of it but whether it is another one.
///
/// ```
/// use ddbx_core::{Safety, safety};
///
/// let update = br#"{"TableName":"users","Key":{"id":{"S":"u1"}},"UpdateExpression":"SET nick = :n ADD version :one",
///     "ExpressionAttributeValues":{":n":{"S":"al"},":one":{"N":"1"}}}"#;
/// assert_eq!(safety::of_counted_update(update, "version"), Safety::Repeatable);
/// assert_eq!(safety::of_counted_update(update, "visits"), Safety::Unsafe);
/// ```
#[must_use]
pub fn of_counted_update(body: &[u8], counter: &str) -> Safety {
    of(body, |parser| write::update(parser, Some(counter)))
}

fn of(body: &[u8], read: impl FnOnce(&mut Parser<'_>) -> Option<Safety>) -> Safety {
    Parser::from_slice(body)
        .ok()
        .and_then(|mut parser| {
            let safety = read(&mut parser)?;
            parser.end().ok()?;
            Some(safety)
        })
        .unwrap_or(Safety::Unsafe)
}

/// The safety of a PartiQL statement: a `SELECT` changes nothing, and of anything else it is unknown what a repeat would
/// do.
///
/// ```
/// use ddbx_core::{Safety, safety};
///
/// assert_eq!(safety::of_statement("select * from users"), Safety::Read);
/// assert_eq!(safety::of_statement("UPDATE users SET n = n + 1 WHERE id = 'u1'"), Safety::Unsafe);
/// ```
#[must_use]
pub fn of_statement(text: &str) -> Safety {
    match text.trim_start().split_at_checked(6) {
        Some((verb, rest)) if verb.eq_ignore_ascii_case("select") && rest.starts_with(char::is_whitespace) => {
            Safety::Read
        }
        _ => Safety::Unsafe,
    }
}

/// Fills the place of a member that may be there once.
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}
