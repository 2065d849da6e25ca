//! How much a query reads, and how: said of one entity as of several.

use crate::ops::{self, Cursor};

#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) index: Option<&'static str>,
    pub(super) consistent: bool,
    pub(super) descending: bool,
    pub(super) start: Option<Cursor>,
    pub(super) take: Option<usize>,
    pub(super) page_size: Option<u32>,
    pub(super) max_pages: Option<u64>,
    pub(super) sees_expired: bool,
}

impl Reading {
    /// The operation that reads so; which index that is, it knows already.
    pub(super) fn of(self, mut operation: ops::Query) -> ops::Query {
        operation = operation.start_at(self.start);
        if self.consistent {
            operation = operation.consistent();
        }
        if self.descending {
            operation = operation.descending();
        }
        if let Some(entities) = self.take {
            operation = operation.take(entities);
        }
        if let Some(entities) = self.page_size {
            operation = operation.page_size(entities);
        }
        if let Some(pages) = self.max_pages {
            operation = operation.max_pages(pages);
        }
        operation
    }
}

/// Writes the methods into an `impl` block of a statement with the field `reading`, the method `into_operation`, and
/// items of this type.
macro_rules! reads {
    ($item:ident) => {
        /// Reads what every write before has left (`ConsistentRead`); twice the read units.
        pub fn consistent(mut self) -> Self {
            self.reading.consistent = true;
            self
        }

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

        /// In descending order of the sort key.
        pub fn descending(mut self) -> Self {
            self.reading.descending = true;
            self
        }

        /// Goes on after a page that was read before.
        pub fn start_at(mut self, cursor: impl Into<Option<crate::ops::Cursor>>) -> Self {
            self.reading.start = cursor.into();
            self
        }

        /// At most this many entities are returned.
        pub fn take(mut self, entities: usize) -> Self {
            self.reading.take = Some(entities);
            self
        }

        /// At most this many entities are read per request.
        pub fn page_size(mut self, entities: u32) -> Self {
            self.reading.page_size = Some(entities);
            self
        }

        /// At most this many requests are sent.
        pub fn max_pages(mut self, pages: u64) -> Self {
            self.reading.max_pages = Some(pages);
            self
        }

        /// One page, with the cursor to the next.
        ///
        /// # Errors
        ///
        /// Conditions that are no key condition, a value that cannot be stored, the errors of the request, an item that
        /// cannot be read.
        pub async fn fetch_page(
            self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<crate::ops::Page<$item>, ddbx_core::Error> {
            self.into_operation(executor, crate::entity::projection::Reads::Entities)?
                .send(executor)
                .await
        }

        /// All pages, one request each, when they are asked for.
        pub fn pages<'a>(self, executor: &'a (impl crate::Executor + ?Sized)) -> crate::ops::Pages<'a, $item> {
            match self.into_operation(executor, crate::entity::projection::Reads::Entities) {
                Ok(operation) => operation.pages(executor),
                Err(error) => crate::ops::Pages::failed(error),
            }
        }

        /// All entities, as a stream.
        pub fn fetch<'a>(self, executor: &'a (impl crate::Executor + ?Sized)) -> crate::ops::Items<'a, $item> {
            let take = self.reading.take;
            crate::ops::Items::new(self.pages(executor), take)
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
            self.fetch(executor).collect().await
        }

        /// The first entity, if there is one.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page).
        pub async fn fetch_optional(
            self,
            executor: &(impl crate::Executor + ?Sized),
        ) -> Result<Option<$item>, ddbx_core::Error> {
            Ok(self.take(1).fetch_all(executor).await?.pop())
        }

        /// How many there are; none is transferred.
        ///
        /// # Errors
        ///
        /// Those of [`fetch_page`](Self::fetch_page), for any page.
        pub async fn count(self, executor: &(impl crate::Executor + ?Sized)) -> Result<u64, ddbx_core::Error> {
            self.into_operation(executor, crate::entity::projection::Reads::Count)?
                .count(executor)
                .await
        }
    };
}

pub(super) use reads;
