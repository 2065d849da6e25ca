//! The keys of one request, asked for until all are answered or given up.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use ddbx_core::codec::{self, DecodeItem, Parser};
use ddbx_core::error::FailureClass;
use ddbx_core::expression::Expressions;
use ddbx_core::limits::{BATCH_GET_BYTES, ITEM_BYTES};
use ddbx_core::request::TableName;
use ddbx_core::{Error, ErrorKind, Operation, Request};

use super::identity::{Identity, KeyAttributes};
use super::{RawAnswer, ReadOptions};
use crate::entity::project;
use crate::executor::Executor;
use crate::ops::{BatchGetItem, ConsumedCapacity};

/// The keys of one request.
pub(super) struct Chunk {
    pub(super) keys: Vec<(Identity, Bytes)>,
    pub(super) attributes: KeyAttributes,
    pub(super) table: TableName,
    pub(super) projection: Option<Arc<[&'static str]>>,
    pub(super) options: ReadOptions,
    pub(super) end: Option<Instant>,
}

/// What became of them.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) answers: Vec<(Identity, RawAnswer)>,
    pub(super) requests: u64,
    pub(super) capacity: Vec<ConsumedCapacity>,
    /// The error for which keys were left, if it was one.
    pub(super) cause: Option<Error>,
}

/// The text of an item.
struct RawItem(Bytes);

impl<'de> DecodeItem<'de> for RawItem {
    fn decode_item(parser: &mut Parser<'de>) -> codec::Result<Self> {
        Ok(Self(Bytes::copy_from_slice(parser.raw_value()?.as_bytes())))
    }
}

/// An answer of at least this many bytes ended because it was full: the next item did not fit. The text of items is no
/// shorter than DynamoDB counts them.
const FULL: usize = BATCH_GET_BYTES - ITEM_BYTES;

impl Chunk {
    pub(super) async fn load(self, executor: Arc<dyn Executor + '_>) -> Result<Loaded, Error> {
        let clock = executor.clock();
        let mut loaded = Loaded::default();
        let mut left: HashSet<Identity> = self.keys.iter().map(|(identity, _)| identity.clone()).collect();
        let mut batch = self.batch();
        let (mut fruitless, mut waits) = (0, 0);
        loop {
            let asked = left.len();
            loaded.requests += 1;
            let output = match batch.send::<RawItem>(&*executor).await {
                Ok(output) => output,
                Err(error) if may_pass(&error) => {
                    loaded.cause = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            };
            loaded.capacity.extend(output.info.consumed_capacity);
            let mut bytes = 0;
            for RawItem(item) in output.items.into_values().flatten() {
                bytes += item.len();
                let identity = self.take(&mut left, &item)?;
                loaded.answers.push((identity, RawAnswer::Found(item)));
            }
            let Some(rest) = output.unprocessed else {
                let missing = left.drain().map(|identity| (identity, RawAnswer::Missing));
                loaded.answers.extend(missing);
                break;
            };
            let mut unprocessed = HashSet::new();
            for key in rest.encoded_keys() {
                unprocessed.insert(self.take(&mut left, key)?);
            }
            let missing = left.drain().map(|identity| (identity, RawAnswer::Missing));
            loaded.answers.extend(missing);
            left = unprocessed;
            batch = rest;

            if left.len() == asked {
                fruitless += 1;
            } else {
                fruitless = 0;
                // Nothing was short but room: there is nothing to wait for.
                if bytes >= FULL {
                    continue;
                }
            }
            if fruitless >= self.options.attempts {
                break;
            }
            let Some(wait) = self.options.delay.before(waits) else {
                break;
            };
            waits += 1;
            let Some(time) = clock.now().checked_add(wait) else {
                break;
            };
            if self.end.is_some_and(|end| time >= end) {
                loaded.cause = Some(self.late());
                break;
            }
            clock.sleep_until(time).await;
        }
        let unprocessed = left.into_iter().map(|identity| (identity, RawAnswer::Unprocessed));
        loaded.answers.extend(unprocessed);
        Ok(loaded)
    }

    fn batch(&self) -> BatchGetItem {
        let keys = self.keys.iter().map(|(_, key)| key);
        let batch = BatchGetItem::of_encoded(&self.table, keys).return_consumed_capacity(self.options.capacity);
        let mut batch = match self.options.consistent {
            true => batch.consistent(&self.table),
            false => batch,
        };
        if let Some(attributes) = &self.projection {
            let mut expressions = Expressions::new();
            batch = batch.projection(&self.table, project(attributes, &mut expressions));
            for (placeholder, attribute) in expressions.names() {
                batch = batch.name(&self.table, &placeholder, attribute);
            }
        }
        batch.until(self.end)
    }

    /// Which of the keys that are left an item or key of the answer has. It is left no more.
    ///
    /// # Errors
    ///
    /// One that was not asked for: a key it stands for would else be taken for missing.
    fn take(&self, left: &mut HashSet<Identity>, item: &[u8]) -> Result<Identity, Error> {
        let named = |error: Error| error.in_operation(Operation::BatchGetItem).on_table(&self.table);
        let identity = self
            .attributes
            .identity(item)
            .map_err(|error| named(Error::decode(error)))?;
        left.take(&identity).ok_or_else(|| {
            let message = "the answer has an item or a key that was not asked for, or has it twice";
            named(Error::new(ErrorKind::UnexpectedResponse, message))
        })
    }

    fn late(&self) -> Error {
        late(&self.table)
    }
}

/// That the time for all keys is over.
pub(super) fn late(table: &TableName) -> Error {
    let request = Request::new(Operation::BatchGetItem, "").on(table);
    let message = "the time given to all keys together was over";
    Error::failed(ErrorKind::Timeout, FailureClass::NotSent, &request, message)
}

/// Whether the same keys may be answered later.
fn may_pass(error: &Error) -> bool {
    error.is_throttled() || error.is_timeout() || error.is_retryable()
}
