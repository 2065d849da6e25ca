//! Whole items of the table, where an index has their keys only.

use ddbx_core::codec::{self, DecodeItem, DecodeOwned, Parser};
use ddbx_core::{Error, Request};

use super::rows::Rows;
use super::source::Source;
use crate::executor::Executor;

/// An item as its JSON.
struct Raw(Vec<u8>);

impl<'de> DecodeItem<'de> for Raw {
    fn decode_item(parser: &mut Parser<'de>) -> codec::Result<Self> {
        parser.raw_value().map(|json| Self(json.as_bytes().to_vec()))
    }
}

/// Reads a page of an index, and the items of the table that it leads to. Those that are gone by now are left out.
pub(super) async fn rows<T: DecodeOwned>(
    executor: &(impl Executor + ?Sized),
    source: &Source,
    request: Request,
) -> Result<Rows<T>, Error> {
    let _ = (executor, source, request);
    let _ = Raw(Vec::new()).0;
    todo!()
}
