use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use ddbx_core::codec::{self, DecodeOwned};
use ddbx_core::{Error, Request, Response};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::Cursor;
use super::answer::{self, ResponseInfo};
use crate::executor::Executor;
use crate::read::Shape;

/// One page of a query or a scan.
///
/// A page may be empty and still have a cursor: DynamoDB ends a page after 1 MB read, and filters afterwards.
#[derive(Clone, Debug)]
#[must_use = "a page may have a cursor: there is more to read"]
#[non_exhaustive]
pub struct Page<T> {
    /// The items. Empty when only counting.
    pub items: Vec<T>,
    /// How many items matched.
    pub count: u64,
    /// How many items were read to find them.
    pub scanned_count: u64,
    /// Where the page ended; `None` at the end of the data.
    pub cursor: Option<Cursor>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl<T> Page<T> {
    /// Nothing, and no more to come.
    pub(crate) fn empty() -> Self {
        Self {
            items: Vec::new(),
            count: 0,
            scanned_count: 0,
            cursor: None,
            info: ResponseInfo::default(),
        }
    }

    /// The page as what its items become.
    pub(crate) fn shaped<U, S: Shape<U, Raw = T>>(self, shape: &S) -> codec::Result<Page<U>> {
        Ok(Page {
            items: shape.__shape(self.items)?,
            count: self.count,
            scanned_count: self.scanned_count,
            cursor: self.cursor,
            info: self.info,
        })
    }
}

impl<T: DecodeOwned> Page<T> {
    pub(crate) async fn fetch(executor: &(impl Executor + ?Sized), request: Request) -> Result<Self, Error> {
        let context = request.without_body();
        Self::read(&context, executor.execute(request).await?)
    }

    /// The page that a request was answered with.
    pub(super) fn read(context: &Request, response: Response) -> Result<Self, Error> {
        let (mut page, info) = answer::receive(context, response, Self::empty(), |page, name, parser| {
            match name {
                "Items" => page.items = answer::items(parser, page.count)?,
                "Count" => page.count = parser.u64()?,
                "ScannedCount" => page.scanned_count = parser.u64()?,
                "LastEvaluatedKey" => page.cursor = Some(Cursor::read(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        page.info = info;
        Ok(page)
    }
}

/// The pages of a query or a scan, one request each, when they are asked for.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'a, T>(BoxStream<'a, Result<Page<T>, Error>>);

impl<'a, T: Send + 'static> Pages<'a, T> {
    /// The pages that `next` fetches, until it has no more.
    pub(crate) fn new<S, F>(state: S, next: impl FnMut(S) -> F + Send + 'a) -> Self
    where
        S: Send + 'a,
        F: Future<Output = Result<Option<(Page<T>, S)>, Error>> + Send + 'a,
    {
        Self(stream::try_unfold(state, next).boxed())
    }

    /// No page, only this error.
    pub(crate) fn failed(error: Error) -> Self {
        Self(stream::once(std::future::ready(Err(error))).boxed())
    }
}

impl<T> Stream for Pages<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> fmt::Debug for Pages<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a query, a scan or a [read of many keys](fn@crate::get_many), page by page beneath.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'a, T>(BoxStream<'a, Result<T, Error>>);

impl<'a, T: Send + 'static> Items<'a, T> {
    /// The items of the pages, `take` at most; the pages are limited by it, too.
    pub(crate) fn new(pages: Pages<'a, T>, take: Option<usize>) -> Self {
        let items = pages
            .map_ok(|page| stream::iter(page.items.into_iter().map(Ok)))
            .try_flatten();
        Self(match take {
            // Pages of which nothing is taken are none, unless they were refused: that must be told.
            None | Some(0) => items.boxed(),
            Some(take) => items.take(take).boxed(),
        })
    }

    /// The items of a stream.
    pub(crate) fn of(items: impl Stream<Item = Result<T, Error>> + Send + 'a) -> Self {
        Self(items.boxed())
    }

    /// All items in one vector.
    ///
    /// # Errors
    ///
    /// The first error. What was read before is dropped.
    pub async fn collect(self) -> Result<Vec<T>, Error> {
        self.0.try_collect().await
    }
}

impl<T> Stream for Items<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
