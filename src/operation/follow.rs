//! Following the pages of a query or a scan.

use std::sync::Arc;

use ddbx_core::codec::{DecodeOwned, Writer};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Item, Operation, Request};
use futures_util::TryStreamExt as _;

use super::paging::Progress;
use super::{Page, Pages};
use crate::executor::Executor;

/// The requests for page after page: the same but for where they start and how much they read.
pub(crate) struct PageRequests {
    pub(crate) operation: Operation,
    pub(crate) table: TableName,
    /// The members that stay, without braces.
    pub(crate) members: Vec<u8>,
}

impl std::fmt::Debug for PageRequests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageRequests({} on {})", self.operation, self.table)
    }
}

impl PageRequests {
    pub(crate) fn next(&self, progress: &Progress) -> Request {
        let mut writer = Writer::with_capacity(self.members.len() + 256);
        writer.begin_object();
        writer.raw(&self.members);
        progress.write(&mut writer);
        writer.end_object();
        Request::new(self.operation, writer.into_vec()).on(&self.table)
    }
}

/// Follows the pages until the data or the limits end.
pub(super) fn follow<'a, T: DecodeOwned>(
    prepared: Result<(PageRequests, Progress), Error>,
    executor: &'a (impl Executor + ?Sized),
) -> Pages<'a, T> {
    let prepared = prepared.map(|(requests, progress)| (Arc::new(requests), progress));
    Pages::new(prepared, move |prepared| async move {
        let (requests, mut progress) = prepared?;
        if progress.is_finished() {
            return Ok(None);
        }
        let page = Page::fetch(executor, requests.next(&progress)).await?;
        progress
            .read(&page)
            .map_err(|error| error.in_operation(requests.operation).on_table(&requests.table))?;
        Ok(Some((page, Ok((requests, progress)))))
    })
}

/// Counts what the pages count, up to `take`; none of them holds an item.
pub(super) async fn count(mut pages: Pages<'_, Item>, take: Option<usize>) -> Result<u64, Error> {
    let mut count = 0;
    while let Some(page) = pages.try_next().await? {
        count += page.count;
    }
    Ok(take.map_or(count, |take| count.min(take as u64)))
}
