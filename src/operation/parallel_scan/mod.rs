mod allowance;
mod checkpoint;
mod items;
mod key;
mod merge;
mod page;
mod segments;
mod text;

use std::pin::pin;

use ddbx_core::codec::DecodeOwned;
use ddbx_core::limits::SCAN_SEGMENTS;
use ddbx_core::{Error, Item, Operation};
use futures_util::TryStreamExt as _;

pub use checkpoint::ScanCheckpoint;
pub use items::ScanItems;

use self::key::KeyNames;
use self::merge::Merge;
use self::segments::Segments;
use super::Select;
use super::reading::Reading;
use crate::executor::Executor;
use crate::read::{Shape, Whole};

/// Requests that are in flight, or answered and waiting, where nothing else is said.
const IN_FLIGHT: usize = 16;

/// A [`Scan`](super::Scan) in segments, which are read side by side: see [`Scan::segments`](super::Scan::segments).
///
/// DynamoDB divides the table, or the index, into as many segments as it is told, by the hash of the partition key; the
/// items of one partition are in one segment. Items of different segments come in no order.
///
/// Pages are read ahead, in tasks of their own, and no more of them than [`in_flight`](Self::in_flight) says: who takes
/// the items slowly has the requests wait. A segment has one page ahead at most. `take`, `max_scanned` and `max_pages`
/// count over all segments together.
///
/// What has been read can be kept, and the scan resumed after it: see [`ScanCheckpoint`]. To leave capacity for others,
/// run it on a scope of the pool with a [`capacity_limit`](crate::ScopeOptions::capacity_limit).
///
/// It needs a tokio runtime.
///
/// Source: [Parallel scan](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// use futures_util::TryStreamExt as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::N).send(&pool).await?;
/// # for id in 0..20 {
/// #     ops::PutItem::new("users").item(Item::new().with("id", id)).send(&pool).await?;
/// # }
/// let background = pool.with(|options| options.capacity_limit(500.0));
/// let mut users = ops::Scan::new("users").all_pages().segments(4).fetch::<Item>(&background);
/// let mut count = 0;
/// while let Some(_user) = users.try_next().await? {
///     count += 1;
/// }
/// assert_eq!(count, 20);
/// assert!(users.checkpoint().is_finished());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a scan does nothing until it runs: `.fetch(&pool)`"]
pub struct ParallelScan {
    reading: Reading,
    segments: u32,
    /// Whether the scan was told to read one segment only.
    is_of_one: bool,
    in_flight: usize,
    resume: Option<ScanCheckpoint>,
    keys: KeyNames,
}

impl ParallelScan {
    pub(super) fn new(reading: Reading, segments: u32, is_of_one: bool) -> Self {
        Self {
            reading,
            segments,
            is_of_one,
            in_flight: IN_FLIGHT,
            resume: None,
            keys: KeyNames::default(),
        }
    }

    /// At most this many pages are asked for, or answered and not begun yet, at a time: each is a request, and up to
    /// 1 MB of memory. At least one. Default: 16; there are never more than segments.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.in_flight = requests.max(1);
        self
    }

    /// Goes on after what a scan before it has returned: see [`ScanItems::checkpoint`]. `None` begins anew.
    ///
    /// The checkpoint must be one of the same table, index and number of segments, or the scan is refused; filter and
    /// projection may differ, and what they would have found in what was read before is not read again.
    pub fn resume(mut self, checkpoint: impl Into<Option<ScanCheckpoint>>) -> Self {
        self.resume = checkpoint.into();
        self
    }

    /// The attributes of the table's key, and of the index's: what [checkpoints](ScanCheckpoint) in the middle of a page
    /// are made of.
    ///
    /// Without it they are learnt from the first page that is not the last of its segment. Before there is one, as in a
    /// small table, and where a projection leaves out the key, a checkpoint counts the items of its page instead, which
    /// is right for as long as nobody writes there.
    pub fn key_attributes<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.keys = KeyNames::given(names);
        self
    }

    /// The items, as a stream. Errors of the scan itself come with the first one.
    pub fn fetch<'a, T: DecodeOwned>(self, executor: &'a (impl Executor + ?Sized)) -> ScanItems<'a, T> {
        self.fetch_shaped(executor, Whole)
    }

    /// The items in this shape.
    pub(crate) fn fetch_shaped<'a, T: Send + 'static, S: Shape<T>>(
        self,
        executor: &'a (impl Executor + ?Sized),
        shape: S,
    ) -> ScanItems<'a, T> {
        let take = self.reading.paging.take;
        match self.prepare(executor, shape) {
            Ok(merge) => ScanItems::new(merge, take),
            Err((error, checkpoint)) => ScanItems::failed(error, *checkpoint),
        }
    }

    /// The items. Their order changes from call to call.
    ///
    /// # Errors
    ///
    /// Those of [`Scan::send`](super::Scan::send), for any page; a number of segments that there cannot be, a checkpoint
    /// of another scan. What was read before is dropped: [`fetch`](Self::fetch) can be resumed.
    pub async fn fetch_all<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<T>, Error> {
        self.fetch(executor).try_collect().await
    }

    /// How many items there are; all are read, none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_all`](Self::fetch_all).
    pub async fn count(mut self, executor: &(impl Executor + ?Sized)) -> Result<u64, Error> {
        let take = self.reading.paging.take;
        self.reading.select = Some(Select::Count);
        let mut merge = self.prepare::<Item, _>(executor, Whole).map_err(|(error, _)| error)?;
        let mut pages = pin!(futures_util::stream::poll_fn(move |context| merge.poll_page(context)));
        let mut count = 0;
        while let Some(page) = pages.try_next().await? {
            count += page.count();
        }
        Ok(take.map_or(count, |take| count.min(take as u64)))
    }

    /// A refusal has with it where the scan would have begun.
    fn prepare<'a, T: Send + 'static, S: Shape<T>>(
        self,
        executor: &'a (impl Executor + ?Sized),
        shape: S,
    ) -> Result<Merge<'a, T>, (Error, Box<ScanCheckpoint>)> {
        let Self {
            reading,
            segments,
            is_of_one,
            in_flight,
            resume,
            mut keys,
        } = self;
        let fresh = ScanCheckpoint::new(reading.table.clone(), reading.index.as_deref(), segments);
        let refused = match &resume {
            _ if segments == 0 || segments as usize > SCAN_SEGMENTS => Some(format!(
                "a scan has 1 to {SCAN_SEGMENTS} segments: `.segments({segments})` makes no parts of it"
            )),
            _ if is_of_one => Some("a scan of one `.segment(..)` is not divided again: leave out `.segments(..)`".to_owned()),
            _ if reading.start.is_some() => Some(
                "a cursor is a place in one segment: a scan of several goes on after a checkpoint, `.resume(..)`, not at `.start_at(..)`"
                    .to_owned(),
            ),
            Some(checkpoint) => checkpoint.differs_from(&fresh),
            None => None,
        };
        let start = resume.unwrap_or(fresh);
        if let Some(message) = refused {
            let error = Error::invalid(message)
                .in_operation(Operation::Scan)
                .on_table(&reading.table);
            return Err((error, Box::new(start)));
        }
        start.teach(&mut keys);
        let (paging, filtered) = (reading.paging, reading.filter.is_some());
        let requests = match reading.prepare(Operation::Scan, |_| Ok(())) {
            Ok((requests, _)) => requests,
            Err(error) => return Err((error, Box::new(start))),
        };
        let segments = Segments::new(start, paging, filtered);
        Ok(Merge::new(executor, requests, segments, paging, in_flight, keys, shape))
    }
}
