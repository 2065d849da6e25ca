use std::marker::PhantomData;

use ddbx_core::Error;
use ddbx_core::schema::{Index, Key, Scope};
use futures_util::TryStreamExt as _;

use super::super::Entity;
use super::super::cloned::cloned;
use super::super::explain::Explanation;
use super::operation::{Content, Parts};
use crate::executor::Executor;
use crate::ops::{self, ScanCheckpoint, ScanItems};
use crate::read::{Shape, Whole};

/// A [`Scan`](super::Scan) in segments, which are read side by side: see [`Scan::segments`](super::Scan::segments).
///
/// How it reads ahead, and what limits mean for several segments, is told at [`ops::ParallelScan`].
///
/// Source: [Parallel scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan).
///
/// ```
/// use ddbx::{Entity, Pool};
/// use futures_util::TryStreamExt as _;
///
/// #[derive(Entity)]
/// #[entity(table = "users", allow_scan)]
/// struct User {
///     #[entity(pk)]
///     id: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// for id in 0..20 {
///     ddbx::put(User { id }).execute(&pool).await?;
/// }
///
/// // At 500 read units a second, so that there is capacity left for others.
/// let background = pool.with(|options| options.capacity_limit(500.0));
/// let scan = || ddbx::scan::<User>().all_pages().segments(4);
/// let mut users = scan().fetch(&background);
/// for _ in 0..5 {
///     users.try_next().await?;
/// }
/// let checkpoint = users.checkpoint();
/// drop(users);
///
/// let rest = scan().resume(checkpoint).fetch_all(&background).await?;
/// assert_eq!(rest.len(), 15);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a scan does nothing until it runs: `.fetch(&pool)`"]
pub struct ParallelScan<E, T = E, S = Whole> {
    parts: Parts,
    shape: S,
    segments: u32,
    in_flight: Option<usize>,
    resume: Option<ScanCheckpoint>,
    of: PhantomData<fn() -> (E, T)>,
}

cloned!([E, T, S: Clone] ParallelScan<E, T, S> { parts, shape, segments, in_flight, resume, of });

impl<E: Entity, T: Send + 'static, S: Shape<T>> ParallelScan<E, T, S> {
    pub(super) fn new(parts: Parts, shape: S, segments: u32) -> Self {
        Self {
            parts,
            shape,
            segments,
            in_flight: None,
            resume: None,
            of: PhantomData,
        }
    }

    /// At most this many pages are asked for, or answered and not begun yet, at a time: each is a request, and up to
    /// 1 MB of memory. At least one. Default: 16; there are never more than segments.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.in_flight = Some(requests);
        self
    }

    /// Goes on after what a scan before it has returned: see [`ScanItems::checkpoint`]. `None` begins anew.
    ///
    /// The checkpoint must be one of the same table, index and number of segments, or the scan is refused.
    pub fn resume(mut self, checkpoint: impl Into<Option<ScanCheckpoint>>) -> Self {
        self.resume = checkpoint.into();
        self
    }

    /// What it will do, what it costs, and whether it may run here: see [`Scan::explain`](super::Scan::explain).
    ///
    /// # Errors
    ///
    /// Those of [`Scan::explain`](super::Scan::explain).
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<Explanation, Error> {
        self.parts.explain::<E>(executor, Some(self.segments))
    }

    /// The entities, as a stream. Errors of the scan itself come with the first one.
    pub fn fetch<'a>(mut self, executor: &'a (impl Executor + ?Sized)) -> ScanItems<'a, T> {
        let (index, segments) = (self.parts.index, self.segments);
        match self.operation(executor, Content::RowsAndKeys) {
            Ok(operation) => operation.fetch_shaped(executor, self.shape),
            Err(error) => {
                let start = self.resume.take();
                let begin = || ScanCheckpoint::new(executor.table(E::SCHEMA), index, segments);
                ScanItems::failed(error, start.unwrap_or_else(begin))
            }
        }
    }

    /// The entities. Their order changes from call to call.
    ///
    /// # Errors
    ///
    /// Those of [`Scan::fetch_page`](super::Scan::fetch_page), for any page; a number of segments that there cannot be,
    /// a checkpoint of another scan. What was read before is dropped: [`fetch`](Self::fetch) can be resumed.
    pub async fn fetch_all(mut self, executor: &(impl Executor + ?Sized)) -> Result<Vec<T>, Error> {
        let operation = self.operation(executor, Content::Rows)?;
        operation.fetch_shaped(executor, self.shape).try_collect().await
    }

    /// How many there are; all are read, none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_all`](Self::fetch_all).
    pub async fn count(mut self, executor: &(impl Executor + ?Sized)) -> Result<u64, Error> {
        self.operation(executor, Content::Count)?.count(executor).await
    }

    /// Leaves the checkpoint where it is refused.
    fn operation(&mut self, executor: &(impl Executor + ?Sized), content: Content) -> Result<ops::ParallelScan, Error> {
        let parts = std::mem::take(&mut self.parts);
        let index = parts.index.and_then(|name| E::SCHEMA.index(name));
        let index = index.filter(|index| index.scope() != Scope::Primary);
        let keys = E::SCHEMA
            .primary()
            .keys()
            .chain(index.into_iter().flat_map(Index::keys));
        let operation = parts
            .operation::<E>(executor, content)?
            .segments(self.segments)
            .key_attributes(keys.map(Key::attribute))
            .resume(self.resume.take());
        Ok(match self.in_flight {
            Some(requests) => operation.in_flight(requests),
            None => operation,
        })
    }
}
