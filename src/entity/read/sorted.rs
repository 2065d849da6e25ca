//! What is sorted by something else than the key: read as a whole, and no more of it than was said.

use std::cmp::Ordering;
use std::fmt;

use ddbx_core::request::TableName;
use ddbx_core::{Error, ErrorKind, Operation};
use futures_core::future::BoxFuture;

use crate::executor::Executor;

/// A read whose answer is sorted in memory: see [`Query::sort_in_memory`](crate::Query::sort_in_memory).
///
/// All is read before the first one can be given, so it is bounded: if there are more than that, it is an error that says
/// so, never the first of them in some order. Equal ones stay in the order in which they were read.
///
/// `take` before the sort limits what is read, in the order of the key; [`take`](Self::take) behind it what is returned.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Clone, Debug, PartialEq)]
/// #[entity(table = "orders")]
/// struct Order {
///     #[entity(pk)]
///     customer: String,
///     #[entity(sk)]
///     number: u64,
///     total: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Order,)>().await?;
/// for (number, total) in [(1, 30), (2, 10), (3, 20)] {
///     ddbx::put(Order { customer: "ann".into(), number, total }).execute(&pool).await?;
/// }
///
/// let orders = || ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
/// let cheapest = orders().sort_in_memory(1000, |order| order.total).fetch_one(&pool).await?;
/// assert_eq!(cheapest.number, 2);
///
/// let dearest = orders().sort_in_memory_by(1000, |a, b| b.total.cmp(&a.total)).take(2).fetch_all(&pool).await?;
/// assert_eq!(dearest.iter().map(|order| order.number).collect::<Vec<_>>(), [1, 3]);
///
/// let error = orders().sort_in_memory(2, |order| order.total).fetch_all(&pool).await.unwrap_err();
/// assert_eq!(error.kind(), ddbx::ErrorKind::TooManyItems);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a read does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct Sorted<S, F> {
    statement: S,
    most: usize,
    compare: F,
    take: Option<usize>,
}

impl<S, F> Sorted<S, F> {
    pub(crate) fn new(statement: S, most: usize, compare: F) -> Self {
        Self {
            statement,
            most,
            compare,
            take: None,
        }
    }
}

impl<S: Sortable, F: FnMut(&S::Item, &S::Item) -> Ordering + Send> Sorted<S, F> {
    /// At most this many are returned, of all that are sorted.
    pub fn take(mut self, entities: usize) -> Self {
        self.take = Some(entities);
        self
    }

    /// All of them, sorted.
    ///
    /// # Errors
    ///
    /// Those of the statement, and [`ErrorKind::TooManyItems`] if there are more than may be sorted.
    pub async fn fetch_all(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<S::Item>, Error> {
        let Self {
            statement,
            most,
            compare,
            take,
        } = self;
        let read = statement.__at_most(most.saturating_add(1));
        let mut all = read.__fetch_all(executor).await?;
        if all.len() > most {
            let (name, operation, table) = S::__place(executor);
            let message = format!(
                "there are more than {most} of `{name}`, and no more than that are sorted in memory: read fewer, by conditions or by `.take(n)`, or raise the bound, or have the sort key of an index sort them"
            );
            let error = Error::new(ErrorKind::TooManyItems, message);
            return Err(error.in_operation(operation).on_table(table));
        }
        all.sort_by(compare);
        all.truncate(take.unwrap_or(usize::MAX));
        Ok(all)
    }

    /// The one that sorts first, if there is one. All are read.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_all`](Self::fetch_all).
    pub async fn fetch_optional(self, executor: &(impl Executor + ?Sized)) -> Result<Option<S::Item>, Error> {
        Ok(self.fetch_all(executor).await?.into_iter().next())
    }

    /// The one that sorts first. All are read.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_all`](Self::fetch_all), and [`Error::is_not_found`] if there is none.
    pub async fn fetch_one(self, executor: &(impl Executor + ?Sized)) -> Result<S::Item, Error> {
        let first = self.fetch_optional(executor).await?;
        first.ok_or_else(|| {
            let (name, operation, table) = S::__place(executor);
            let message = format!("there is no `{name}` to sort");
            Error::new(ErrorKind::NotFound, message)
                .in_operation(operation)
                .on_table(table)
        })
    }
}

impl<S: fmt::Debug, F> fmt::Debug for Sorted<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorted")
            .field("statement", &self.statement)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

/// A read whose answer can be sorted in memory: a query, or a scan that says how far it goes.
pub trait Sortable: Sized {
    /// What it reads.
    type Item: Send;

    /// The same, of which no more than these are read.
    #[doc(hidden)]
    fn __at_most(self, items: usize) -> Self;

    #[doc(hidden)]
    fn __fetch_all<'a>(self, executor: &'a (impl Executor + ?Sized)) -> BoxFuture<'a, Result<Vec<Self::Item>, Error>>
    where
        Self: 'a;

    /// What it is called, and where it reads.
    #[doc(hidden)]
    fn __place(executor: &(impl Executor + ?Sized)) -> (&'static str, Operation, TableName);
}

/// Implements [`Sortable`] for a statement with the methods that `reads!` writes.
macro_rules! sortable {
    ([$($generics:tt)*] $statement:ty, $item:ty, |$executor:ident| $place:expr) => {
        impl<$($generics)*> crate::read::Sortable for $statement {
            type Item = $item;

            fn __at_most(self, items: usize) -> Self {
                let take = self.reading.paging.take;
                self.take(take.map_or(items, |take| take.min(items)))
            }

            fn __fetch_all<'a>(
                self,
                executor: &'a (impl crate::Executor + ?Sized),
            ) -> futures_core::future::BoxFuture<'a, Result<Vec<$item>, ddbx_core::Error>>
            where
                Self: 'a,
            {
                Box::pin(self.fetch_all(executor))
            }

            fn __place(
                $executor: &(impl crate::Executor + ?Sized),
            ) -> (&'static str, ddbx_core::Operation, ddbx_core::request::TableName) {
                let (name, table) = $place;
                (name, ddbx_core::Operation::Query, table)
            }
        }
    };
}

pub(in crate::entity) use sortable;
