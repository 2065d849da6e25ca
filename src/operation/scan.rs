use std::marker::PhantomData;
use std::pin::Pin;

use ddbx_core::codec::DecodeOwned;
use ddbx_core::limits::SCAN_SEGMENTS;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};
use futures_util::TryStreamExt as _;

use super::follow::{PageRequests, count, follow};
use super::members::Members as _;
use super::paging::Progress;
use super::reading::Reading;
use super::setters::setters;
use super::{Items, Page, Pages, ParallelScan, Select};
use crate::executor::Executor;
use crate::read::Shape;

/// Reads a table or an index, item by item, in no order.
///
/// A scan must say how far it goes: [`send`](Self::send) reads one page; [`pages`](Self::pages),
/// [`fetch`](Self::fetch), [`fetch_all`](Self::fetch_all) and [`count`](Self::count) compile after
/// [`all_pages`](Self::all_pages) or [`max_pages`](Self::max_pages) only.
///
/// Source: [Scan](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let grown_up = ops::Scan::new("users")
///     .filter("age >= :age")
///     .value(":age", 18)
///     .all_pages()
///     .fetch_all::<Item>(&pool)
///     .await?;
/// assert!(grown_up.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct Scan<H = OnePage> {
    reading: Reading,
    segment: Option<(u32, u32)>,
    how_far: PhantomData<H>,
}

/// A [`Scan`] of one page.
#[derive(Clone, Copy, Debug)]
pub enum OnePage {}

/// A [`Scan`] that was told how many pages to follow.
#[derive(Clone, Copy, Debug)]
pub enum ManyPages {}

/// Said how far it goes: true for a [`Scan`] after [`all_pages`](Scan::all_pages) or [`max_pages`](Scan::max_pages).
///
/// ```compile_fail,E0277
/// # async fn example(pool: ddbx::Pool) -> Result<(), ddbx::Error> {
/// let users = ddbx::ops::Scan::new("users").fetch_all::<ddbx::Item>(&pool).await?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "a scan must say how far: `.all_pages()`, `.max_pages(n)`, or one page by `.send()`, of entities by `.fetch_page()`",
    label = "this scan does not say how far it goes",
    note = "each page is a request, and a scan of a large table has many"
)]
pub trait SaysHowFar {}

#[diagnostic::do_not_recommend]
impl SaysHowFar for ManyPages {}

impl Scan {
    /// Of this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            reading: Reading::new(table.into()),
            segment: None,
            how_far: PhantomData,
        }
    }
}

impl<H> Scan<H> {
    setters! { reading }

    /// Only this segment of `total`, counted from zero: for scans that run side by side (`Segment`, `TotalSegments`).
    pub fn segment(mut self, segment: u32, total: u32) -> Self {
        self.segment = Some((segment, total));
        self
    }

    /// Follows the pages to the end.
    pub fn all_pages(self) -> Scan<ManyPages> {
        Scan {
            reading: self.reading,
            segment: self.segment,
            how_far: PhantomData,
        }
    }

    /// Follows the pages, and sends at most this many requests.
    pub fn max_pages(self, pages: u64) -> Scan<ManyPages> {
        let mut scan = self.all_pages();
        scan.reading.paging.max_pages = Some(pages);
        scan
    }

    /// The request for the first page, not sent.
    ///
    /// # Errors
    ///
    /// A segment that is none of the total, a page size of zero, a value that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        let (requests, progress) = self.prepare()?;
        Ok(requests.next(&progress))
    }

    /// In this many segments at once, as one stream: see [`ParallelScan`]. There are 1 to 1,000,000 of them; the settings
    /// of the scan are made before.
    pub fn segments(self, segments: u32) -> ParallelScan
    where
        H: SaysHowFar,
    {
        ParallelScan::new(self.reading, segments, self.segment.is_some())
    }

    fn prepare(self) -> Result<(PageRequests, Progress), Error> {
        let segment = self.segment;
        self.reading.prepare(Operation::Scan, |writer| {
            let Some((segment, total)) = segment else {
                return Ok(());
            };
            if segment >= total || total as usize > SCAN_SEGMENTS {
                return Err(Error::invalid(format!(
                    "there is no segment {segment} of {total}: segments count from 0, and there are 1 to {SCAN_SEGMENTS} of them",
                )));
            }
            writer.number("Segment", segment.into());
            writer.number("TotalSegments", total.into());
            Ok(())
        })
    }

    /// Reads one page as items of type `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<Page<T>, Error> {
        Page::fetch(executor, self.into_request()?).await
    }

    /// The pages, one request each, when they are asked for. Errors of the scan itself come with the first one.
    pub fn pages<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> Pages<'a, T>
    where
        H: SaysHowFar,
    {
        follow(self.prepare(), executor)
    }

    /// One page of items of this shape.
    pub(crate) async fn send_shaped<T, S: Shape<T>>(
        self,
        executor: &(impl Executor + ?Sized),
        shape: &S,
    ) -> Result<Page<T>, Error> {
        let request = self.into_request()?;
        let context = request.without_body();
        let page = Page::<S::Raw>::fetch(executor, request).await?;
        page.shaped(shape)
            .map_err(|error| Error::decode(error).during(&context))
    }

    /// The pages of items of this shape.
    pub(crate) fn shaped_pages<'a, T: Send + 'static, S: Shape<T>>(
        self,
        executor: &'a (impl Executor + ?Sized),
        shape: S,
    ) -> Pages<'a, T>
    where
        H: SaysHowFar,
    {
        let table = self.reading.table.clone();
        let pages: Pages<'a, S::Raw> = self.pages(executor);
        Pages::new((pages, shape, table), |(mut pages, shape, table)| async move {
            let Some(page) = pages.try_next().await? else {
                return Ok(None);
            };
            let named = |error| Error::decode(error).in_operation(Operation::Scan).on_table(&table);
            let page = page.shaped(&shape).map_err(named)?;
            Ok(Some((page, (pages, shape, table))))
        })
    }

    /// The items, as a stream.
    pub fn fetch<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, T>
    where
        H: SaysHowFar,
    {
        let take = self.reading.paging.take;
        Items::new(self.pages(executor), take)
    }

    /// The items.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), for any page.
    pub fn fetch_all<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, Vec<T>>
    where
        H: SaysHowFar,
    {
        let items = self.fetch(executor);
        Box::pin(async move { items.collect().await })
    }

    /// How many items there are; all are read, none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), for any page.
    pub fn count<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, u64>
    where
        H: SaysHowFar,
    {
        let take = self.reading.paging.take;
        Box::pin(count(self.select(Select::Count).pages(executor), take))
    }
}

/// What comes of many pages. A future of a type of its own would say thrice what a scan without [`SaysHowFar`] lacks.
type Many<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;
