//! Reading with conditions: what is said of a query, of one entity as of several, and how its pages are followed.

mod hydrate;
mod info;
mod pluck;
mod prepared;
mod projected;
mod reader;
mod requests;
mod rows;
mod sorted;
mod source;
mod stream;

pub use info::ReadInfo;
pub use pluck::Plucked;
pub use prepared::Prepared;
pub(super) use prepared::{Content, Purpose};
pub(super) use reader::Reader;
pub(super) use requests::Composed;
pub(super) use rows::RowTest;
pub(super) use sorted::sortable;
pub use sorted::{Sortable, Sorted};
pub(super) use source::{Built, Manner, Planning, Source, key_attributes};
pub use stream::Found;

use ddbx_core::request::TableName;
use ddbx_core::{Error, ErrorKind, Operation};

use crate::ops::{Cursor, Paging, Returns};

/// How much a query reads, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) descending: bool,
    pub(super) start: Option<Cursor>,
    pub(super) paging: Paging,
    pub(super) sees_expired: bool,
    /// Whether a cursor may be asked for between two of its items.
    pub(super) gives_cursors: bool,
    pub(super) returns: Returns,
    /// Of a query that reads several partitions: whether the last one comes first.
    last_partition_first: bool,
}

impl Reading {
    /// Reads this many at most, whatever was said before.
    pub(super) fn at_most(&mut self, entities: usize) {
        let take = self.paging.take.unwrap_or(usize::MAX);
        self.paging.take = Some(take.min(entities));
    }

    /// Gives pages that may end before DynamoDB's: more is read than is taken where a filter looks at it.
    pub(super) fn cuts_pages(&mut self) {
        self.gives_cursors |= self.paging.take.is_some();
    }

    /// Reads from the end.
    ///
    /// # Errors
    ///
    /// A cursor: what it says is where to begin, which is the other end.
    pub(super) fn turn(&mut self) -> Result<(), Error> {
        if self.start.is_some() {
            return Err(Error::invalid(
                "`.last()` reads from the end, and the cursor of `.start_at(..)` says where to begin: \
                 leave one of them out",
            )
            .in_operation(Operation::Query));
        }
        self.descending = !self.descending;
        self.last_partition_first = true;
        Ok(())
    }

    /// How its requests are made, for this.
    pub(super) fn manner(&self, content: Content) -> Manner {
        Manner {
            purpose: Purpose {
                content,
                sees_expired: self.sees_expired,
                gives_cursors: self.gives_cursors,
            },
            descending: self.descending,
            last_partition_first: self.last_partition_first,
            returns: self.returns,
        }
    }
}

/// The error of a read that must find something.
pub(super) fn nothing(name: &str, table: TableName) -> Error {
    Error::new(
        ErrorKind::NotFound,
        format!("there is no `{name}` that this query asks for"),
    )
    .in_operation(Operation::Query)
    .on_table(table)
}

/// The error of a read that must find one thing.
pub(super) fn several(name: &str, table: TableName) -> Error {
    Error::new(
        ErrorKind::TooManyItems,
        format!("there are several of `{name}` that this query asks for, and one was expected"),
    )
    .in_operation(Operation::Query)
    .on_table(table)
}

/// Writes the methods into an `impl` block of a statement with the field `reading`, and the methods `reader` and
/// `counter`, and the functions `nothing` and `several`, for items of this type.
macro_rules! reads {
    ($item:ident) => {
        /// Returns entities also if they have expired and DynamoDB has not deleted them yet. Without it, they are not there.
        pub fn include_expired(mut self) -> Self {
            self.reading.sees_expired = true;
            self
        }

        /// In ascending order of the sort key: the default.
        pub fn ascending(mut self) -> Self {
            self.reading.descending = false;
            self
        }

        /// In descending order of the sort key (`ScanIndexForward`: false).
        pub fn descending(mut self) -> Self {
            self.reading.descending = true;
            self
        }

        /// Goes on behind the item that a read before has ended with.
        pub fn start_at(mut self, cursor: impl Into<Option<crate::ops::Cursor>>) -> Self {
            self.reading.start = cursor.into();
            self
        }

        /// Sorts all that is found by what `key` makes of each, in memory; DynamoDB itself sorts by the sort key of the
        /// index, and by nothing else. If there are more than `most`, it is an error, and no answer: see
        /// [`Sorted`](crate::read::Sorted).
        pub fn sort_in_memory<K: Ord>(
            self,
            most: usize,
            key: impl Fn(&$item) -> K + Send,
        ) -> crate::read::Sorted<Self, impl FnMut(&$item, &$item) -> std::cmp::Ordering + Send> {
            self.sort_in_memory_by(most, move |left, right| key(left).cmp(&key(right)))
        }

        /// [`sort_in_memory`](Self::sort_in_memory) by a comparison.
        pub fn sort_in_memory_by<F: FnMut(&$item, &$item) -> std::cmp::Ordering + Send>(
            self,
            most: usize,
            compare: F,
        ) -> crate::read::Sorted<Self, F> {
            crate::read::Sorted::new(self, most, compare)
        }

        /// At most this many entities are returned.
        pub fn take(mut self, entities: usize) -> Self {
            self.reading.paging.take = Some(entities);
            self
        }

        /// At most this many entities are read per request (`Limit`), before the filter.
        pub fn page_size(mut self, entities: u32) -> Self {
            self.reading.paging.page_size = Some(entities);
            self
        }

        /// At most this many entities are read altogether, before the filter.
        pub fn max_scanned(mut self, entities: u64) -> Self {
            self.reading.paging.max_scanned = Some(entities);
            self
        }

        /// At most this many requests are sent.
        pub fn max_pages(mut self, pages: u64) -> Self {
            self.reading.paging.max_pages = Some(pages);
            self
        }

        /// Has answers say how much capacity was used (`ReturnConsumedCapacity`), which
        /// [`ReadInfo`](crate::ReadInfo) sums up.
        pub fn return_consumed_capacity(mut self, capacity: crate::ops::Capacity) -> Self {
            self.reading.returns.capacity = capacity;
            self
        }

        /// One page, with the cursor to the next. It may be empty and still have one. Of what [`take`](Self::take) leaves
        /// over, the cursor is behind the last entity that is returned.
        ///
        /// # Errors
        ///
        /// Conditions that no index serves, a value that cannot be stored, the errors of the request, an item that
        /// cannot be read.
        pub async fn fetch_page(
            mut self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<crate::ops::Page<$item>, ddbx_core::Error> {
            self.reading.cuts_pages();
            self.reader(executor)?.page(executor).await
        }

        /// All pages, one request each, when they are asked for.
        pub fn pages<'a>(mut self, executor: &'a (impl crate::Executor + ?Sized)) -> crate::ops::Pages<'a, $item> {
            self.reading.cuts_pages();
            match self.reader(executor) {
                Ok(reader) => reader.pages(executor),
                Err(error) => crate::ops::Pages::failed(error),
            }
        }

        /// All entities, as a stream. Errors of the query itself come as its first item.
        pub fn fetch<'a>(mut self, executor: &'a (impl crate::Executor + ?Sized)) -> crate::Found<'a, $item> {
            self.reading.gives_cursors = true;
            match self.reader(executor) {
                Ok(reader) => reader.entities(executor),
                Err(error) => crate::Found::failed(error),
            }
        }

        /// All entities.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), for any page.
        pub async fn fetch_all(
            self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Vec<$item>, ddbx_core::Error> {
            self.reader(executor)?.entities(executor).collect().await
        }

        /// The first entity, if there is one: no more is read than it takes to find it.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page).
        pub async fn fetch_optional(
            mut self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Option<$item>, ddbx_core::Error> {
            self.reading.at_most(1);
            Ok(self.fetch_all(executor).await?.pop())
        }

        /// The first entity.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), and [`Error::is_not_found`](crate::Error::is_not_found) if there is
        /// none.
        pub async fn fetch_one(self, executor: &(impl crate::Executor + ?Sized)) -> Result<$item, ddbx_core::Error> {
            let found = self.fetch_optional(executor).await?;
            found.ok_or_else(|| Self::nothing(executor))
        }

        /// The first entity, if there is one: [`fetch_optional`](Self::fetch_optional).
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page).
        pub async fn first(
            self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Option<$item>, ddbx_core::Error> {
            self.fetch_optional(executor).await
        }

        /// The last entity of all, if there is one: the first in the opposite order.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), and a cursor to start at: this reads from the other end.
        pub async fn last(
            mut self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Option<$item>, ddbx_core::Error> {
            self.reading.turn()?;
            self.fetch_optional(executor).await
        }

        /// The one entity there is, or none.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), and
        /// [`ErrorKind::TooManyItems`](crate::ErrorKind::TooManyItems) if there are more.
        pub async fn at_most_one(
            mut self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Option<$item>, ddbx_core::Error> {
            self.reading.at_most(2);
            let mut found = self.fetch_all(executor).await?;
            match found.len() {
                0 | 1 => Ok(found.pop()),
                _ => Err(Self::several(executor)),
            }
        }

        /// The one entity there is.
        ///
        /// # Errors
        ///
        /// Those of [`at_most_one`](Self::at_most_one), and
        /// [`Error::is_not_found`](crate::Error::is_not_found) if there is none.
        pub async fn exactly_one(self, executor: &(impl crate::Executor + ?Sized)) -> Result<$item, ddbx_core::Error> {
            let found = self.at_most_one(executor).await?;
            found.ok_or_else(|| Self::nothing(executor))
        }

        /// How many there are; none is transferred (`Select`: `COUNT`).
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), for any page.
        pub async fn count(self, executor: &(impl crate::Executor + ?Sized)) -> Result<u64, ddbx_core::Error> {
            self.counter(executor)?.count(executor).await
        }
    };
}

pub(super) use reads;
