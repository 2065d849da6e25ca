//! Following the pages of a query or a scan.

use std::sync::Arc;

use ddbx_core::codec::{DecodeOwned, Writer};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Item, Operation, Request};
use futures_util::TryStreamExt as _;

use super::members::Members as _;
use super::paging::Progress;
use super::{Cursor, Page, Pages};
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
        self.page(progress.limit(), progress.cursor(), |_| {})
    }

    /// The request for one page; `write` adds what differs from page to page besides.
    pub(super) fn page(&self, limit: Option<u32>, start: Option<&Cursor>, write: impl FnOnce(&mut Writer)) -> Request {
        let mut writer = Writer::with_capacity(self.members.len() + 256);
        writer.begin_object();
        writer.raw(&self.members);
        write(&mut writer);
        write_page(limit, start, &mut writer);
        writer.end_object();
        Request::new(self.operation, writer.into_vec()).on(&self.table)
    }
}

/// Writes where a page starts, and how much of it is read.
pub(crate) fn write_page(limit: Option<u32>, start: Option<&Cursor>, writer: &mut Writer) {
    if let Some(limit) = limit {
        writer.number("Limit", limit.into());
    }
    match start {
        // The first of a partition has no key before it.
        Some(cursor) if !cursor.json().is_empty() => writer.encoded("ExclusiveStartKey", cursor.json()),
        _ => {}
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
