use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use ddbx_core::Error;
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::ReadInfo;
use super::reader::Reader;
use super::rows::{Rows, Standing};
use crate::executor::Executor;
use crate::ops::Cursor;
use crate::read::Shape;

/// What a query finds, as a stream: page by page beneath, each asked for when the one before is used up.
///
/// ```
/// use ddbx::{Entity, Pool};
/// use futures_util::TryStreamExt;
///
/// #[derive(Entity)]
/// #[entity(table = "orders")]
/// struct Order {
///     #[entity(pk)]
///     customer: String,
///     #[entity(sk)]
///     number: u64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Order,)>().await?;
/// for number in 1..=5 {
///     ddbx::put(Order { customer: "ann".into(), number }).execute(&pool).await?;
/// }
///
/// let mut orders = ddbx::query::<Order>().filter(|order| order.customer.eq("ann")).fetch(&pool);
/// while let Some(order) = orders.try_next().await? {
///     if order.number == 3 {
///         break;
///     }
/// }
///
/// // In the middle of a page: a query goes on from there.
/// let rest = ddbx::query::<Order>().filter(|order| order.customer.eq("ann")).start_at(orders.cursor());
/// assert_eq!(rest.fetch_all(&pool).await?.len(), 2);
/// assert_eq!(orders.info().pages, 1);
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Found<'a, T> {
    pages: BoxStream<'a, Result<Rows<T>, Error>>,
    items: vec::IntoIter<T>,
    /// Where the items of the page at hand stand in its answer.
    standing: Option<Standing>,
    attributes: Vec<&'static str>,
    partition: u32,
    partitions: u32,
    /// How many items of the page at hand were given out.
    given: usize,
    left: usize,
    info: ReadInfo,
    start: Option<Cursor>,
}

impl<'a, T: Send + 'static> Found<'a, T> {
    pub(super) fn new<S: Shape<T>>(reader: Reader<T, S>, executor: &'a (impl Executor + ?Sized)) -> Self {
        let (requests, start) = (reader.requests(), reader.start());
        let (attributes, partitions) = (requests.key_attributes(), requests.partitions());
        let left = reader.take().unwrap_or(usize::MAX);
        let pages = stream::try_unfold(reader, move |mut reader| async move {
            let rows = reader.next(executor).await?;
            Ok(rows.map(|rows| (rows, reader)))
        });
        Self {
            partition: start.as_ref().map_or(0, Cursor::partition),
            start,
            left,
            attributes,
            partitions,
            ..Self::of(pages.boxed())
        }
    }

    /// Nothing, only this error.
    pub(crate) fn failed(error: Error) -> Self {
        Self {
            left: usize::MAX,
            ..Self::of(stream::once(std::future::ready(Err(error))).boxed())
        }
    }

    fn of(pages: BoxStream<'a, Result<Rows<T>, Error>>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
            standing: None,
            attributes: Vec::new(),
            partition: 0,
            partitions: 1,
            given: 0,
            left: 0,
            info: ReadInfo::default(),
            start: None,
        }
    }

    /// What the pages that were read so far say about themselves.
    pub fn info(&self) -> &ReadInfo {
        &self.info
    }

    /// Where a query goes on behind the last item that was given out, also in the middle of a page. `None` at the end of
    /// the data; before the first item, where the query began.
    ///
    /// It is read out of the page, and costs nothing until it is asked for.
    pub fn cursor(&self) -> Option<Cursor> {
        let Some(standing) = &self.standing else {
            return self.start.clone();
        };
        if self.items.len() == 0 {
            return self.info.cursor.clone();
        }
        let Some(last) = self.given.checked_sub(1) else {
            return self.start.clone();
        };
        let cursor = standing.cursor(last, &self.attributes)?;
        Some(if self.partitions > 1 {
            cursor.within(self.partition)
        } else {
            cursor
        })
    }

    /// All that is left, in one vector.
    ///
    /// # Errors
    ///
    /// The first error of a page. What was read before is dropped.
    pub async fn collect(self) -> Result<Vec<T>, Error> {
        self.collect_with_info().await.map(|(items, _)| items)
    }

    /// All that is left, and what the read says about itself.
    ///
    /// # Errors
    ///
    /// The first error of a page. What was read before is dropped.
    pub async fn collect_with_info(mut self) -> Result<(Vec<T>, ReadInfo), Error> {
        let mut all = Vec::new();
        loop {
            let (items, left) = (self.items.len(), self.left);
            if all.is_empty() && items <= left {
                // The first page is a vector already.
                all = std::mem::take(&mut self.items).collect();
            } else {
                all.extend(self.items.by_ref().take(left));
            }
            let given = items.min(left);
            (self.given, self.left) = (self.given + given, left - given);
            if self.left == 0 {
                break;
            }
            match self.pages.next().await {
                Some(rows) => self.turn(rows?),
                None => break,
            }
        }
        self.info.cursor = self.cursor();
        Ok((all, self.info))
    }
}

impl<T> Found<'_, T> {
    /// Goes on with the next page.
    fn turn(&mut self, rows: Rows<T>) {
        // Behind the page before, if nothing of this one is given out.
        if self.standing.is_some() {
            self.start = self.info.cursor.take();
        }
        self.partition = self.start.as_ref().map_or(0, Cursor::partition);
        let (page, standing) = rows.into_parts();
        self.info
            .add(page.count, page.scanned_count, page.cursor.as_ref(), &page.info);
        (self.items, self.standing, self.given) = (page.items.into_iter(), Some(standing), 0);
    }
}

impl<T> Stream for Found<'_, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.left == 0 {
                return Poll::Ready(None);
            }
            if let Some(item) = this.items.next() {
                (this.given, this.left) = (this.given + 1, this.left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.pages.poll_next_unpin(context)) {
                Some(Ok(rows)) => this.turn(rows),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// An item is moved out of it, never pinned.
impl<T> Unpin for Found<'_, T> {}

impl<T> fmt::Debug for Found<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found")
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}
