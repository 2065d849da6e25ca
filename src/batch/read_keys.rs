use bytes::Bytes;
use ddbx_core::codec::{self, DecodeOwned};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{Answered, Flow, Given, RawAnswer, ReadOptions, Tally, Unprocessed, UnprocessedKeys};
use crate::executor::Executor;
use crate::ops::Capacity;

/// The items with these keys, which are JSON objects, in their order, read consistently; `None` where there is none. Of
/// them, these attributes, those of the key included; all without.
///
/// # Errors
///
/// A key that lacks an attribute which the first one has, the errors of the requests, an item that does not fit `T`, and
/// keys that stay unprocessed.
pub(crate) async fn read_keys<T: DecodeOwned>(
    executor: &(impl Executor + ?Sized),
    table: TableName,
    keys: Vec<Vec<u8>>,
    attributes: Option<&[&'static str]>,
    capacity: Capacity,
) -> Result<(Vec<Option<T>>, Tally), Error> {
    let options = ReadOptions {
        consistent: true,
        capacity,
        ..ReadOptions::default()
    };
    let inputs = keys.len();
    let keys = stream::iter(keys).map(|key| Ok(Bytes::from(key))).boxed();
    let mut flow = Flow::new(executor, table.clone(), keys, options.clone()).projecting(attributes);
    let (mut items, mut unprocessed) = (Vec::with_capacity(inputs), Vec::new());
    while let Some(Answered { position, key, answer }) = flow.try_next().await? {
        items.push(match answer {
            RawAnswer::Found(item) => Some(decode(&item, position, &table)?),
            RawAnswer::Missing => None,
            RawAnswer::Unprocessed => {
                unprocessed.push(Given { position, key });
                None
            }
        });
    }
    let tally = flow.into_tally();
    if unprocessed.is_empty() {
        return Ok((items, tally));
    }
    let unprocessed = Unprocessed {
        table,
        keys: unprocessed,
        inputs,
        requests: tally.requests,
        options,
        cause: tally.cause,
    };
    Err(UnprocessedKeys::new(unprocessed).into_error())
}

/// Reads the item of the input at this position.
pub(crate) fn decode<T: DecodeOwned>(item: &[u8], position: usize, table: &TableName) -> Result<T, Error> {
    codec::item_from_slice(item).map_err(|error| {
        Error::decode(error.at_index(position).at("keys"))
            .in_operation(Operation::BatchGetItem)
            .on_table(table)
    })
}
