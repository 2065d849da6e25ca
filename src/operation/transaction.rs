//! What transactions have in common: their parts, and the token that makes a repeated one harmless.

use std::fmt;
use std::sync::Arc;

use ddbx_core::codec::{self, DecodeOwned, Parser, Writer};
use ddbx_core::limits::{TRANSACTION_ITEMS, TRANSACTION_TOKEN_CHARS};
use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Clock as _, Error, Operation, Request, Token};
use ddbx_middleware::TokioClock;

use super::answer::{self, ResponseInfo, array, object};
use super::encoded::Encoded;
use super::members::Members as _;
use crate::executor::Executor;

/// The parts of a transaction, encoded one by one.
#[derive(Clone, Default)]
pub(super) struct Parts {
    parts: Vec<Encoded>,
    tables: Vec<TableName>,
    /// The first part that cannot be sent, by its index.
    error: Option<(usize, Arc<Error>)>,
}

impl Parts {
    pub(super) fn push(&mut self, table: Option<&TableName>, part: Result<Vec<u8>, Error>) {
        let part = part.unwrap_or_else(|error| {
            self.error.get_or_insert((self.parts.len(), Arc::new(error)));
            Vec::new()
        });
        self.parts.push(Encoded::new(part));
        if let Some(table) = table.filter(|table| !self.tables.contains(table)) {
            self.tables.push(table.clone());
        }
    }

    pub(super) fn tables(&self) -> Tables {
        self.tables.iter().cloned().collect()
    }

    /// Writes the list of them, if there are as many as `operation` takes.
    pub(super) fn write(&self, operation: Operation, member: &str, writer: &mut Writer) -> Result<(), Error> {
        let named = |error: Error| error.in_operation(operation);
        let way_out = "split it, where the halves need not be atomic together";
        check_count(operation, self.parts.len(), TRANSACTION_ITEMS, "parts", way_out)?;
        if let Some((index, error)) = &self.error {
            let message = format!("part {index} (counted from 0) cannot be sent");
            return Err(named(Error::new(error.kind(), message).with_source(Arc::clone(error))));
        }
        writer.array(member, &self.parts, |writer, part| writer.raw(part.json()));
        Ok(())
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("count", &self.parts.len())
            .field("tables", &self.tables)
            .field("error", &self.error)
            .finish()
    }
}

/// Refuses a request with nothing in it, or with more than DynamoDB takes.
pub(super) fn check_count(
    operation: Operation,
    count: usize,
    limit: usize,
    what: &str,
    way_out: &str,
) -> Result<(), Error> {
    let message = match count {
        0 => format!("there is nothing to do: it takes 1 to {limit} {what}"),
        _ if count > limit => format!("{count} {what} were given, DynamoDB takes at most {limit}; {way_out}"),
        _ => return Ok(()),
    };
    Err(Error::invalid(message).in_operation(operation))
}

/// A token that nobody has.
pub(crate) fn minted() -> Token {
    given(uuid::Uuid::new_v4().to_string())
}

/// A token of the caller's own, which is used from now on.
pub(crate) fn given(token: impl Into<String>) -> Token {
    Token::new(token.into(), TokioClock.wall())
}

/// Writes `ClientRequestToken`: what makes a repeated transaction harmless for ten minutes.
pub(super) fn write_token(token: &Token, operation: Operation, writer: &mut Writer) -> Result<(), Error> {
    let length = token.as_str().chars().count();
    if length == 0 || length > TRANSACTION_TOKEN_CHARS {
        let message = format!("a token has 1 to {TRANSACTION_TOKEN_CHARS} characters, this one has {length}");
        return Err(Error::invalid(message).in_operation(operation));
    }
    writer.text("ClientRequestToken", token.as_str());
    Ok(())
}

/// Sends a transaction that reads: one entry for each item asked for.
pub(super) async fn fetch_items<T: DecodeOwned>(
    executor: &(impl Executor + ?Sized),
    request: Request,
) -> Result<(Vec<Option<T>>, ResponseInfo), Error> {
    answer::send(executor, request, Vec::new(), |items, name, parser| {
        if name == "Responses" {
            *items = array(parser, item_response::<T>).map_err(|error| error.at("Responses"))?;
        }
        Ok(name == "Responses")
    })
    .await
}

/// Reads an `ItemResponse`: `{"Item":{…}}`, or `{}` where there was no item.
fn item_response<T: DecodeOwned>(parser: &mut Parser<'_>) -> codec::Result<Option<T>> {
    let mut item = None;
    if parser.null_literal() {
        return Ok(item);
    }
    object(parser, |name, parser| {
        if name == "Item" {
            item = Some(T::decode_item(parser)?);
        }
        Ok(name == "Item")
    })?;
    Ok(item)
}
