//! Whole items of the table, where an index has their keys only.

use ddbx_core::codec::{self, DecodeOwned, Parser, Writer};
use ddbx_core::schema::Key;
use ddbx_core::{Error, Request};

use super::rows::Rows;
use super::source::Source;
use crate::batch::read_keys;
use crate::executor::Executor;
use crate::ops::ConsumedCapacity;
use crate::read::RawItem;

/// Reads a page of an index, and the items of the table that it leads to. Those that are gone by now, that were given
/// another key, or that are none of the entity's, are left out.
pub(super) async fn rows<T: DecodeOwned>(
    executor: &(impl Executor + ?Sized),
    source: &Source,
    request: Request,
) -> Result<Rows<T>, Error> {
    let mut rows = Rows::<RawItem>::fetch(executor, request, &source.index_test).await?;
    let attributes: Vec<_> = source.schema().primary().keys().map(Key::attribute).collect();
    let keys = rows.page.items.iter().map(|RawItem(item)| key(item, &attributes));
    let keys: Vec<Vec<u8>> = keys.collect::<codec::Result<_>>().map_err(Error::decode)?;
    // Consistently: what the index shows is what the table had, or has since.
    let (items, tally) = read_keys::<RawItem>(
        executor,
        source.table().clone(),
        keys,
        source.table_projection.as_deref(),
        source.capacity(),
    )
    .await?;
    // The page took these requests, too.
    let info = &mut rows.page.info;
    ConsumedCapacity::add_all(&mut info.consumed_capacity, &tally.capacity);
    info.attempts = info
        .attempts
        .saturating_add(u32::try_from(tally.requests).unwrap_or(u32::MAX));
    rows.hydrated(&items, |RawItem(item)| {
        let mut parser = Parser::from_slice(item)?;
        if !source.test.passes(&parser)? {
            return Ok(None);
        }
        T::decode_item(&mut parser).map(Some)
    })
    .map_err(|error| {
        Error::decode(error)
            .in_operation(source.operation())
            .on_table(source.table())
    })
}

/// The key of an item, as a JSON object.
fn key(item: &[u8], attributes: &[&str]) -> codec::Result<Vec<u8>> {
    let mut writer = Writer::with_capacity(item.len());
    let mut parser = Parser::from_slice(item)?;
    writer.begin_object();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if attributes.contains(&&*name) {
            writer.key(&name);
            writer.raw(parser.raw_value()?.as_bytes());
        } else {
            parser.skip_value()?;
        }
    }
    writer.end_object();
    Ok(writer.into_vec())
}
