mod explained;
mod operation;
mod parallel;
mod permission;
mod selection;
mod sorted;

use std::marker::PhantomData;
use std::pin::Pin;

use ddbx_core::Error;
use ddbx_core::expression::{Condition, Node};

pub use self::parallel::ParallelScan;

use self::operation::{Content, Parts};
use super::Entity;
use super::cloned::cloned;
use super::explain::Explanation;
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
pub(crate) fn scan_of<E>(conditions: Vec<Node>) -> Scan<E> {
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
    of: Of<E, H, T>,
}

cloned!([E, H, T, S: Clone] Scan<E, H, T, S> { parts, shape, of });

/// Of none of these does a scan hold a value.
type Of<E, H, T> = PhantomData<fn() -> (E, H, T)>;

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
    /// field that is read can be counted, not read: a field that is missing there would read as `None`. For the same
    /// reason, it has a filter on fields that it copies only.
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

    /// At most this many entities are returned by [`fetch`](Self::fetch) and [`fetch_all`](Self::fetch_all);
    /// [`pages`](Self::pages) stops after the page that reaches it, and a page is whole.
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

    /// What it will do, what it costs, and whether it may run here: nothing is read. It is no error if it may not.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, ScanPolicy, ops};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users")]
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
    /// let table = ops::DescribeTable::new("users").send(&pool).await?.table;
    ///
    /// let scan = ddbx::scan::<User>().filter(|user| user.age.ge(18));
    /// let explanation = scan.explain(&pool)?.with_table(&table);
    /// assert_eq!(explanation.scan_policy, Some(ScanPolicy::Deny));
    /// assert_eq!(explanation.estimate().all_pages.map(|all| all.items), Some(0));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page) before anything is sent, but for a table that may not be scanned.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<Explanation, Error> {
        self.parts.explain::<E>(executor, None)
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

    /// The entities, as a stream. Errors of the scan itself come as its first item.
    pub fn fetch<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, T>
    where
        H: SaysHowFar,
    {
        let take = self.parts.take;
        match self.parts.operation::<E>(executor, Content::Rows) {
            Ok(operation) => Items::new(operation.shaped_pages(executor, self.shape), take),
            Err(error) => Items::new(Pages::failed(error), take),
        }
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

/// What comes of many pages. A future of a type of its own would say thrice what a scan without [`SaysHowFar`] lacks.
type Many<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;
