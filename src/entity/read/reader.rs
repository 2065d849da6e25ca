use std::marker::PhantomData;

use ddbx_core::{Error, Item};

use super::hydrate;
use super::requests::Requests;
use super::rows::Rows;
use super::stream::Found;
use crate::executor::Executor;
use crate::ops::{Cursor, Page, Pages, Paging, Progress};
use crate::read::{Shape, Whole};

/// A query on its way, page by page.
pub(crate) struct Reader<T, S = Whole> {
    requests: Requests,
    progress: Progress,
    take: Option<usize>,
    shape: S,
    marker: PhantomData<fn() -> T>,
}

impl<T: Send + 'static, S: Shape<T>> Reader<T, S> {
    pub(crate) fn new(
        requests: impl Into<Requests>,
        paging: Paging,
        start: Option<Cursor>,
        shape: S,
    ) -> Result<Self, Error> {
        let requests = requests.into();
        let named = |error: Error| error.in_operation(requests.operation()).on_table(requests.table());
        paging.check().map_err(named)?;
        let beyond = |cursor: &Cursor| cursor.partition() >= requests.partitions();
        if start.as_ref().is_some_and(beyond) {
            return Err(named(Error::invalid(
                "the cursor is of a query with more partitions than this one has: it belongs to another",
            )));
        }
        let is_over = requests.is_empty() || (requests.is_get() && start.is_some());
        let mut progress = Progress::new(paging, requests.has_filter(), start);
        if is_over {
            progress.finish();
        }
        Ok(Self {
            requests,
            progress,
            take: paging.take,
            shape,
            marker: PhantomData,
        })
    }

    pub(super) fn requests(&self) -> &Requests {
        &self.requests
    }

    pub(super) fn start(&self) -> Option<Cursor> {
        self.progress.cursor().cloned()
    }

    pub(super) fn take(&self) -> Option<usize> {
        self.take
    }

    /// The next page, until the data or the limits end.
    pub(super) async fn next(&mut self, executor: &(impl Executor + ?Sized)) -> Result<Option<Rows<T>>, Error> {
        if self.progress.is_finished() {
            return Ok(None);
        }
        let mut rows = self.request(executor).await?;
        if self.requests.has_one_item_each() && rows.page.scanned_count > 0 {
            // Behind the one item there is nothing to ask for; an engine would answer with the item again.
            rows.page.cursor = None;
        }
        self.continue_elsewhere(&mut rows.page);
        self.progress.read(&rows.page).map_err(|error| {
            error
                .in_operation(self.requests.operation())
                .on_table(self.requests.table())
        })?;
        Ok(Some(rows))
    }

    async fn request(&self, executor: &(impl Executor + ?Sized)) -> Result<Rows<T>, Error> {
        let request = self.requests.next(&self.progress)?;
        let rows: Rows<S::Raw> = match &self.requests {
            Requests::Planned(source) if source.hydrates() => hydrate::rows(executor, source, request).await?,
            requests => Rows::fetch(executor, request, requests.test()).await?,
        };
        rows.shaped(&self.shape).map_err(|error| {
            Error::decode(error)
                .in_operation(self.requests.operation())
                .on_table(self.requests.table())
        })
    }

    /// Where a partition ends, the next one begins.
    fn continue_elsewhere(&self, page: &mut Page<T>) {
        if self.requests.partitions() == 1 {
            return;
        }
        let partition = self.progress.cursor().map_or(0, Cursor::partition);
        page.cursor = match page.cursor.take() {
            Some(cursor) => Some(cursor.within(partition)),
            None => Some(partition + 1)
                .filter(|next| *next < self.requests.partitions())
                .map(Cursor::before),
        };
    }

    /// One page.
    pub(crate) async fn page(mut self, executor: &(impl Executor + ?Sized)) -> Result<Page<T>, Error> {
        let page = self.next_page(executor).await?;
        Ok(page.unwrap_or_else(Page::empty))
    }

    pub(crate) fn pages<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Pages<'a, T> {
        Pages::new(self, move |mut this| async move {
            let page = this.next_page(executor).await?;
            Ok(page.map(|page| (page, this)))
        })
    }

    /// The next page, cut off behind the last item that is still to be returned.
    async fn next_page(&mut self, executor: &(impl Executor + ?Sized)) -> Result<Option<Page<T>>, Error> {
        let partition = self.progress.cursor().map_or(0, Cursor::partition);
        let left = self.progress.remaining().unwrap_or(u64::MAX);
        let Some(rows) = self.next(executor).await? else {
            return Ok(None);
        };
        let (mut page, standing) = rows.into_parts();
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        if page.items.len() > left
            && let Some(last) = left.checked_sub(1)
            // Without a cursor to go on from, what is cut off would be lost.
            && let Some(cursor) = standing.cursor(last, &self.requests.key_attributes())
        {
            page.items.truncate(left);
            page.count = left as u64;
            page.cursor = Some(self.within(cursor, partition));
        }
        Ok(Some(page))
    }

    fn within(&self, cursor: Cursor, partition: u32) -> Cursor {
        match self.requests.partitions() {
            1 => cursor,
            _ => cursor.within(partition),
        }
    }

    pub(crate) fn entities<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Found<'a, T> {
        Found::new(self, executor)
    }
}

impl Reader<Item> {
    /// How many there are.
    pub(crate) async fn count(mut self, executor: &(impl Executor + ?Sized)) -> Result<u64, Error> {
        let mut count = 0;
        while let Some(rows) = self.next(executor).await? {
            count += rows.page.count;
        }
        Ok(self.take.map_or(count, |take| count.min(take as u64)))
    }
}
