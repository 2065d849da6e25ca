mod operation;
mod parallel;
mod permission;

use std::cmp::Ordering;
use std::marker::PhantomData;
use std::pin::Pin;

use ddbx_core::codec::Decode;
use ddbx_core::codec::form::Plain;
use ddbx_core::expression::{Condition, Field, Node};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};

pub use self::parallel::ParallelScan;

use self::operation::{Content, Parts};
use super::read::{Plucked, Sortable, Sorted};
use super::{Entity, Selection};
use crate::executor::Executor;
use crate::ops::{Cursor, Items, ManyPages, OnePage, Page, Pages, SaysHowFar};
use crate::read::{Shape, Whole};

/// Reads all entities of a table, or of an index, in no order.
///
/// A scan reads, and is paid for, everything there is, and is denied unless it is allowed: see
/// [`ScanPolicy`](crate::ScanPolicy). It must say how far it goes: [`all_pages`](Scan::all_pages),
/// [`max_pages`](Scan::max_pages), or one page by [`fetch_page`](Scan::fetch_page); else it does not compile.
///
/// In a table that entities share, it returns this entity's items only; the others are read all the same.
///
/// Source: [Scanning tables](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html).
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users", allow_scan)]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     age: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// for age in [12, 47] {
///     ddbx::put(User { id: format!("u{age}"), age }).execute(&pool).await?;
/// }
///
/// let grown_up = ddbx::scan::<User>().filter(|user| user.age.ge(18)).all_pages().fetch_all(&pool).await?;
/// assert_eq!(grown_up, [User { id: "u47".into(), age: 47 }]);
/// # Ok(())
/// # }
/// ```
pub fn scan<E: Entity>() -> Scan<E> {
    scan_of(Vec::new())
}

/// The scan that finds what meets all of these conditions.
#[doc(hidden)]
pub fn scan_of<E: Entity>(conditions: Vec<Node>) -> Scan<E> {
    let parts = Parts {
        conditions,
        ..Parts::default()
    };
    Scan::new(parts, Whole)
}

/// A scan of entities: see [`scan`].
///
/// What it reads of them is the entity `E` itself, or a [view](Self::select), or [one field](Self::pluck): a `T`.
///
/// ```compile_fail,E0277
/// # async fn example<E: ddbx::Entity>(pool: ddbx::Pool) -> Result<(), ddbx::Error> {
/// let users = ddbx::scan::<E>().fetch_all(&pool).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a scan does nothing until it runs: `.all_pages().fetch_all(&pool).await`"]
pub struct Scan<E, H = OnePage, T = E, S = Whole> {
    parts: Parts,
    shape: S,
    of: PhantomData<fn() -> (E, H, T)>,
}

impl<E, H, T, S> Scan<E, H, T, S> {
    const fn new(parts: Parts, shape: S) -> Self {
        Self {
            parts,
            shape,
            of: PhantomData,
        }
    }
}

impl<E: Entity, H, T: Send + 'static, S: Shape<T>> Scan<E, H, T, S> {
    /// Reads a [view](derive@crate::View) of the entities: only its fields are transferred. All is read and paid for, but of
    /// an index that covers the view, it is the index's items, which are smaller.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, View};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users", allow_scan)]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    ///     name: String,
    ///     photo: Vec<u8>,
    /// }
    ///
    /// #[derive(View, Debug, PartialEq)]
    /// #[view(User)]
    /// struct UserName {
    ///     name: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(User,)>().await?;
    /// ddbx::put(User { id: "u1".into(), name: "Ann".into(), photo: vec![0; 1000] }).execute(&pool).await?;
    ///
    /// let users = ddbx::scan::<User>().select::<UserName>().all_pages().fetch_all(&pool).await?;
    /// assert_eq!(users, [UserName { name: "Ann".into() }]);
    ///
    /// let names = ddbx::scan::<User>().pluck(|user| user.name).all_pages().fetch_all(&pool).await?;
    /// assert_eq!(names, ["Ann"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<V: Selection<E>>(mut self) -> Scan<E, H, V> {
        self.parts.fields = V::SELECTED;
        Scan::new(self.parts, Whole)
    }

    /// Reads one field of the entities: see [`Query::pluck`](crate::Query::pluck).
    pub fn pluck<F, U>(mut self, field: impl FnOnce(&'static E::Fields) -> Field<E, F>) -> Scan<E, H, U, Plucked<E, F>>
    where
        F: for<'de> Decode<'de> + Plain<U> + 'static,
        U: Send + 'static,
    {
        let plucked = Plucked::new(field);
        self.parts.fields = plucked.selected();
        Scan::new(self.parts, plucked)
    }

    /// What the entities must meet. Said twice, both must hold. Every entity is read, and paid for, all the same.
    ///
    /// Fields of keys have conditions like others. A field that is stored in the key only has none.
    pub fn filter(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.parts.conditions.push(condition(E::FIELDS).into());
        self
    }

    /// Of this index of the table: of the entities that are in it.
    ///
    /// A global index follows its table after a moment, and cannot be read consistently. One that does not copy every
    /// field that is read can be counted, not read: a field that is missing there would read as `None`.
    /// [`select`](Self::select) a view of those it copies.
    pub fn index(mut self, name: &'static str) -> Self {
        self.parts.index = Some(name);
        self
    }

    /// Runs it whatever the [`ScanPolicy`](crate::ScanPolicy) is: the approval of this one scan.
    pub fn allow_scan(mut self) -> Self {
        self.parts.is_allowed = true;
        self
    }

    /// Reads what every write before has left (`ConsistentRead`); twice the read units. Not on global indexes.
    pub fn consistent(mut self) -> Self {
        self.parts.consistent = true;
        self
    }

    /// Returns entities also if they have expired and DynamoDB has not deleted them yet. Without it, they are not there.
    pub fn include_expired(mut self) -> Self {
        self.parts.sees_expired = true;
        self
    }

    /// Goes on after a page that was read before.
    pub fn start_at(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.parts.start = cursor.into();
        self
    }

    /// At most this many entities are returned.
    pub fn take(mut self, entities: usize) -> Self {
        self.parts.take = Some(entities);
        self
    }

    /// At most this many items are read per request, before the filter.
    pub fn page_size(mut self, items: u32) -> Self {
        self.parts.page_size = Some(items);
        self
    }

    /// At most this many items are read altogether, before the filter.
    pub fn max_scanned(mut self, items: u64) -> Self {
        self.parts.max_scanned = Some(items);
        self
    }

    /// Follows the pages to the end.
    pub fn all_pages(self) -> Scan<E, ManyPages, T, S> {
        Scan::new(self.parts, self.shape)
    }

    /// Follows the pages, and sends at most this many requests.
    pub fn max_pages(mut self, pages: u64) -> Scan<E, ManyPages, T, S> {
        self.parts.max_pages = Some(pages);
        Scan::new(self.parts, self.shape)
    }

    /// In this many segments at once, as one stream: see [`ParallelScan`]. There are 1 to 1,000,000 of them.
    pub fn segments(self, segments: u32) -> ParallelScan<E, T, S>
    where
        H: SaysHowFar,
    {
        ParallelScan::new(self.parts, self.shape, segments)
    }

    /// Sorts all that is found by what `key` makes of each, in memory; a scan has no order. If there are more than `most`, it
    /// is an error, and no answer: see [`Sorted`](crate::read::Sorted).
    pub fn sort_in_memory<K: Ord>(
        self,
        most: usize,
        key: impl Fn(&T) -> K + Send,
    ) -> Sorted<Self, impl FnMut(&T, &T) -> Ordering + Send>
    where
        H: SaysHowFar,
    {
        self.sort_in_memory_by(most, move |left, right| key(left).cmp(&key(right)))
    }

    /// [`sort_in_memory`](Self::sort_in_memory) by a comparison.
    pub fn sort_in_memory_by<F: FnMut(&T, &T) -> Ordering + Send>(self, most: usize, compare: F) -> Sorted<Self, F>
    where
        H: SaysHowFar,
    {
        Sorted::new(self, most, compare)
    }

    /// One page, with the cursor to the next.
    ///
    /// # Errors
    ///
    /// A table that may not be scanned, a condition on a field that is stored in the key only, an index that lacks
    /// fields, a consistent read of a global index, a value that cannot be stored: all before anything is sent. The
    /// errors of the request, and an item that cannot be read.
    pub async fn fetch_page(self, executor: &(impl Executor + ?Sized)) -> Result<Page<T>, Error> {
        let operation = self.parts.operation::<E>(executor, Content::Rows)?;
        operation.send_shaped(executor, &self.shape).await
    }

    /// The pages, one request each, when they are asked for. Errors of the scan itself come with the first one.
    pub fn pages<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Pages<'a, T>
    where
        H: SaysHowFar,
    {
        match self.parts.operation::<E>(executor, Content::Rows) {
            Ok(operation) => operation.shaped_pages(executor, self.shape),
            Err(error) => Pages::failed(error),
        }
    }

    /// The entities, as a stream.
    pub fn fetch<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, T>
    where
        H: SaysHowFar,
    {
        let take = self.parts.take;
        Items::new(self.pages(executor), take)
    }

    /// The entities.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page), for any page.
    pub fn fetch_all<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, Vec<T>>
    where
        H: SaysHowFar,
    {
        let entities = self.fetch(executor);
        Box::pin(async move { entities.collect().await })
    }

    /// An entity, if there is one: whichever is found first.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page), for any page.
    pub fn fetch_optional<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, Option<T>>
    where
        H: SaysHowFar,
    {
        let first = self.take(1).fetch(executor);
        Box::pin(async move { Ok(first.collect().await?.pop()) })
    }

    /// How many there are; all are read, none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page), for any page.
    pub fn count<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, u64>
    where
        H: SaysHowFar,
    {
        match self.parts.operation::<E>(executor, Content::Count) {
            Ok(operation) => operation.count(executor),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

impl<E: Entity, H: SaysHowFar, T: Send + 'static, S: Shape<T>> Sortable for Scan<E, H, T, S> {
    type Item = T;

    fn __at_most(self, items: usize) -> Self {
        let take = self.parts.take;
        self.take(take.map_or(items, |take| take.min(items)))
    }

    fn __fetch_all<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Many<'a, Vec<T>>
    where
        Self: 'a,
    {
        self.fetch_all(executor)
    }

    fn __place(executor: &(impl Executor + ?Sized)) -> (&'static str, Operation, TableName) {
        (E::SCHEMA.entity(), Operation::Scan, executor.table(E::SCHEMA))
    }
}

/// What comes of many pages. A future of a type of its own would say thrice what a scan without [`SaysHowFar`] lacks.
type Many<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;
