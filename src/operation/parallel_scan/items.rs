use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ddbx_core::Error;
use futures_core::Stream;

use super::checkpoint::ScanCheckpoint;
use super::merge::Merge;
use super::page::SegmentPage;

/// The items of a [parallel scan](super::ParallelScan), of all its segments as they come.
///
/// It ends after its first error: then too, the [checkpoint](Self::checkpoint) has everything that was not returned.
/// Dropped, it cancels the requests in flight.
#[must_use = "a stream does nothing until it is polled"]
pub struct ScanItems<'a, T>(State<'a, T>);

enum State<'a, T> {
    Failed(Option<Error>, ScanCheckpoint),
    Running {
        merge: Box<Merge<'a, T>>,
        page: Option<SegmentPage<T>>,
        /// Items still to return.
        left: Option<usize>,
    },
}

impl<'a, T: Send + 'static> ScanItems<'a, T> {
    pub(super) fn new(merge: Merge<'a, T>, take: Option<usize>) -> Self {
        Self(State::Running {
            merge: Box::new(merge),
            page: None,
            left: take,
        })
    }

    /// No item, only this error: of a scan that would have begun there.
    pub(crate) fn failed(error: Error, start: ScanCheckpoint) -> Self {
        Self(State::Failed(Some(error), start))
    }
}

impl<T> ScanItems<'_, T> {
    /// Where it is, behind the item that was returned last: what a later scan is
    /// [resumed](super::ParallelScan::resume) at.
    ///
    /// In the middle of a page it looks for the item's key in the page's answer, of up to 1 MB: for that, the answers
    /// are kept as long as their items. A checkpoint now and then costs next to nothing, one after each item does not.
    pub fn checkpoint(&self) -> ScanCheckpoint {
        match &self.0 {
            State::Failed(_, start) => start.clone(),
            State::Running { merge, page, .. } => {
                let mut checkpoint = merge.checkpoint();
                if let Some(page) = page {
                    checkpoint.set(page.segment(), page.place(merge.keys()));
                }
                checkpoint
            }
        }
    }
}

impl<T: Send + 'static> Stream for ScanItems<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (merge, page, left) = match &mut self.0 {
            State::Failed(error, _) => return Poll::Ready(error.take().map(Err)),
            State::Running { merge, page, left } => (merge, page, left),
        };
        loop {
            if *left == Some(0) {
                merge.end();
                return Poll::Ready(None);
            }
            if let Some(item) = page.as_mut().and_then(SegmentPage::next) {
                *left = left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(page) = page.take() {
                merge.returned(page.segment(), page.end());
            }
            match ready!(merge.poll_page(context)) {
                Some(Ok(next)) => *page = Some(next),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// The items are moved out, and never pinned.
impl<T> Unpin for ScanItems<'_, T> {}

impl<T> fmt::Debug for ScanItems<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScanItems").finish_non_exhaustive()
    }
}
