//! How far a query or a scan reads: limits that are never mixed up, and what they make of `Limit`.

use ddbx_core::codec::Writer;
use ddbx_core::{Error, ErrorKind};

use super::follow::write_page;
use super::{Cursor, Page};

/// With a filter, a request for fewer items would find next to nothing.
const LEAST_WITH_FILTER: u64 = 25;

/// The limits of a query or a scan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paging {
    /// Items to return.
    pub(crate) take: Option<usize>,
    /// Items to read in one request.
    pub(crate) page_size: Option<u32>,
    /// Items to read altogether.
    pub(crate) max_scanned: Option<u64>,
    /// Requests to send.
    pub(crate) max_pages: Option<u64>,
}

impl Paging {
    /// Refuses a page that could hold nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match self.page_size {
            Some(0) => Err(Error::invalid(
                "a page has at least one item: `.page_size(0)` reads nothing",
            )),
            _ => Ok(()),
        }
    }
}

/// How far it has come.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    paging: Paging,
    filtered: bool,
    returned: u64,
    scanned: u64,
    pages: u64,
    /// Doubled by every page on which the filter left too little.
    growth: u64,
    cursor: Option<Cursor>,
    /// Where a page before ended: after each number of pages that is a power of two, the last one.
    mark: Option<Cursor>,
    finished: bool,
}

impl Progress {
    pub(crate) fn new(paging: Paging, filtered: bool, start: Option<Cursor>) -> Self {
        let nothing = paging.take == Some(0) || paging.max_scanned == Some(0) || paging.max_pages == Some(0);
        Self {
            paging,
            filtered,
            returned: 0,
            scanned: 0,
            pages: 0,
            growth: 1,
            cursor: start,
            mark: None,
            finished: nothing,
        }
    }

    /// Reads nothing more.
    pub(crate) fn finish(&mut self) {
        self.finished = true;
    }

    /// Whether nothing more is to be read.
    pub(crate) fn is_finished(&self) -> bool {
        self.finished
    }

    /// Where the next request starts.
    pub(crate) fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// Writes where the next request starts, and how much it reads.
    pub(crate) fn write(&self, writer: &mut Writer) {
        write_page(self.limit(), self.cursor(), writer);
    }

    /// How many items are still to be returned, if that is limited.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.paging.take.map(|take| (take as u64).saturating_sub(self.returned))
    }

    /// `Limit` of the next request: items *read*, which with a filter are more than those returned.
    pub(crate) fn limit(&self) -> Option<u32> {
        let wanted = self.remaining().map(|remaining| {
            if self.filtered {
                remaining.max(LEAST_WITH_FILTER).saturating_mul(self.growth)
            } else {
                remaining
            }
        });
        let left = self.paging.max_scanned.map(|most| most.saturating_sub(self.scanned));
        [wanted, left, self.paging.page_size.map(u64::from)]
            .into_iter()
            .flatten()
            .min()
            // A page never holds more than 1 MB: a larger number says the same.
            // And none is asked for nothing: what takes nothing is finished before, except for one page by itself.
            .map(|limit| u32::try_from(limit).unwrap_or(u32::MAX).clamp(1, i32::MAX as u32))
    }

    /// Takes note of a page.
    ///
    /// # Errors
    ///
    /// A page that ended where it began, or where one before it did: following it would never end.
    pub(crate) fn read<T>(&mut self, page: &Page<T>) -> Result<(), Error> {
        if page.cursor.is_some() && page.cursor == self.cursor {
            return Err(Error::new(
                ErrorKind::UnexpectedResponse,
                "the page ended where it began (the same `LastEvaluatedKey` twice); reading on would never end",
            ));
        }
        // However long a circle is, a mark is set in it, and is met again.
        if page.cursor.is_some() && page.cursor == self.mark {
            return Err(Error::new(
                ErrorKind::UnexpectedResponse,
                "pages go round in a circle (the same `LastEvaluatedKey` again); reading on would never end",
            ));
        }
        if self.remaining().is_some_and(|remaining| page.count * 2 < remaining) {
            self.growth = self.growth.saturating_mul(2);
        }
        self.returned += page.count;
        self.scanned += page.scanned_count;
        self.pages += 1;
        self.cursor.clone_from(&page.cursor);
        if self.pages.is_power_of_two() {
            self.mark.clone_from(&page.cursor);
        }
        self.finished = self.cursor.is_none()
            || self.remaining() == Some(0)
            || self.paging.max_scanned.is_some_and(|most| self.scanned >= most)
            || self.paging.max_pages.is_some_and(|most| self.pages >= most);
        Ok(())
    }
}
