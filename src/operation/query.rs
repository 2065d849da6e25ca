use ddbx_core::codec::DecodeOwned;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::expression::Expression;
use super::follow::{PageRequests, count, follow};
use super::members::Members as _;
use super::paging::Progress;
use super::reading::Reading;
use super::setters::setters;
use super::{Items, Page, Pages, Select};
use crate::executor::Executor;

/// Reads the items of one partition, in the order of their sort key.
///
/// [`send`](Self::send) reads one page; [`pages`](Self::pages), [`fetch`](Self::fetch) and
/// [`fetch_all`](Self::fetch_all) follow the pages to the end, or to a limit.
///
/// Source: [Query](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("orders").partition_key("customer", ops::KeyType::S).sort_key("n", ops::KeyType::N).send(&pool).await?;
/// let newest = ops::Query::new("orders")
///     .key_condition("customer = :c AND n > :n")
///     .value(":c", "c1")
///     .value(":n", 100)
///     .descending()
///     .take(20)
///     .fetch_all::<Item>(&pool)
///     .await?;
/// assert!(newest.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct Query {
    reading: Reading,
    key_condition: Option<Expression>,
    descending: bool,
}

impl Query {
    /// On this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            reading: Reading::new(table.into()),
            key_condition: None,
            descending: false,
        }
    }

    /// The partition, and a range of its sort key (`KeyConditionExpression`).
    pub fn key_condition(mut self, expression: impl Into<Expression>) -> Self {
        self.key_condition = Some(expression.into());
        self
    }

    /// In ascending order of the sort key: the default.
    pub fn ascending(mut self) -> Self {
        self.descending = false;
        self
    }

    /// In descending order of the sort key (`ScanIndexForward`: false).
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    setters! { reading }

    /// At most this many requests are sent by [`fetch`](Self::fetch), [`fetch_all`](Self::fetch_all),
    /// [`pages`](Self::pages) and [`count`](Self::count).
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.reading.paging.max_pages = Some(pages);
        self
    }

    /// The request for the first page, not sent.
    ///
    /// # Errors
    ///
    /// No key condition, a page size of zero, a value that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        let (requests, progress) = self.prepare()?;
        Ok(requests.next(&progress))
    }

    /// The requests for its pages.
    pub(crate) fn into_page_requests(self) -> Result<PageRequests, Error> {
        Ok(self.prepare()?.0)
    }

    fn prepare(self) -> Result<(PageRequests, Progress), Error> {
        let Self {
            reading,
            key_condition,
            descending,
        } = self;
        reading.prepare(Operation::Query, |writer| {
            let Some(key_condition) = &key_condition else {
                return Err(Error::invalid(
                    "a query needs a key condition: `.key_condition(\"id = :id\")`; to read everything, use `Scan`",
                ));
            };
            writer.text("KeyConditionExpression", key_condition.as_str());
            if descending {
                writer.flag("ScanIndexForward", false);
            }
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

    /// All pages, one request each, when they are asked for. Errors of the query itself come with the first one.
    pub fn pages<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> Pages<'a, T> {
        follow(self.prepare(), executor)
    }

    /// All items, as a stream.
    pub fn fetch<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, T> {
        let take = self.reading.paging.take;
        Items::new(self.pages(executor), take)
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), for any page.
    pub async fn fetch_all<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<T>, Error> {
        self.fetch(executor).collect().await
    }

    /// How many items there are; none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), for any page.
    pub async fn count(self, executor: &(impl Executor + ?Sized)) -> Result<u64, Error> {
        let take = self.reading.paging.take;
        count(self.select(Select::Count).pages(executor), take).await
    }
}
