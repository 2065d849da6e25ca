use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use ddbx_core::codec::Writer;
use ddbx_core::limits::LIST_TABLES_NAMES;
use ddbx_core::{Error, ErrorKind, Operation, Request};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::answer::{self, ResponseInfo, array, text};
use super::members::Members as _;
use crate::executor::Executor;

/// Lists the names of the account's tables in a region.
///
/// [`send`](Self::send) gives one page; [`fetch`](Self::fetch) and [`fetch_all`](Self::fetch_all) follow the pages.
///
/// Source: [ListTables](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html).
///
/// ```
/// # use ddbx::{Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// assert_eq!(ops::ListTables::new().fetch_all(&pool).await?, ["users"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct ListTables {
    start: Option<String>,
    limit: Option<u32>,
}

/// The answer to [`ListTables`].
#[derive(Clone, Debug)]
#[must_use = "a page may have a `last`: there are more names"]
#[non_exhaustive]
pub struct ListTablesOutput {
    /// The names.
    pub names: Vec<String>,
    /// Where the page ended, for [`ListTables::start_after`]; `None` at the end (`LastEvaluatedTableName`).
    pub last: Option<String>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl ListTables {
    /// All of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on after a page that ended with this name (`ExclusiveStartTableName`).
    pub fn start_after(mut self, name: impl Into<Option<String>>) -> Self {
        self.start = name.into();
        self
    }

    /// At most this many names on a page, 1 to 100; 100 by default.
    pub fn limit(mut self, names: u32) -> Self {
        self.limit = Some(names);
        self
    }

    /// The request for the first page, not sent.
    ///
    /// # Errors
    ///
    /// A limit that is not from 1 to 100.
    pub fn into_request(self) -> Result<Request, Error> {
        if let Some(limit) = self
            .limit
            .filter(|&limit| limit == 0 || limit as usize > LIST_TABLES_NAMES)
        {
            return Err(Error::invalid(format!(
                "a page has 1 to {LIST_TABLES_NAMES} names, {limit} were asked for; `.fetch(&pool)` lists all, over any number of pages",
            ))
            .in_operation(Operation::ListTables));
        }
        let mut writer = Writer::with_capacity(64);
        writer.element(|writer| {
            if let Some(start) = &self.start {
                writer.text("ExclusiveStartTableName", start);
            }
            if let Some(limit) = self.limit {
                writer.number("Limit", limit.into());
            }
        });
        Ok(Request::new(Operation::ListTables, writer.into_vec()))
    }

    /// Sends it, for one page.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<ListTablesOutput, Error> {
        let start = self.start.clone();
        let empty = (Vec::new(), None);
        let ((names, last), info) =
            answer::send(executor, self.into_request()?, empty, |(names, last), name, parser| {
                match name {
                    "TableNames" => *names = array(parser, text)?,
                    "LastEvaluatedTableName" => *last = Some(text(parser)?),
                    _ => return Ok(false),
                }
                Ok(true)
            })
            .await?;
        if last.is_some() && last == start {
            return Err(Error::new(
                ErrorKind::UnexpectedResponse,
                "the page ended where it began (the same `LastEvaluatedTableName` twice); reading on would never end",
            )
            .in_operation(Operation::ListTables));
        }
        Ok(ListTablesOutput { names, last, info })
    }

    /// All names, as a stream.
    pub fn fetch<'a>(self, executor: &'a (impl Executor + ?Sized)) -> TableNames<'a> {
        let pages = stream::try_unfold(Some(self), move |next| async move {
            let Some(request) = next else {
                return Ok::<_, Error>(None);
            };
            let limit = request.limit;
            let page = request.send(executor).await?;
            let next = page.last.map(|last| Self {
                start: Some(last),
                limit,
            });
            Ok(Some((stream::iter(page.names.into_iter().map(Ok)), next)))
        });
        TableNames(pages.try_flatten().boxed())
    }

    /// All names.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), for any page.
    pub async fn fetch_all(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<String>, Error> {
        self.fetch(executor).0.try_collect().await
    }
}

/// The names of tables, page by page beneath.
#[must_use = "a stream does nothing until it is polled"]
pub struct TableNames<'a>(BoxStream<'a, Result<String, Error>>);

impl Stream for TableNames<'_> {
    type Item = Result<String, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl fmt::Debug for TableNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableNames").finish_non_exhaustive()
    }
}
