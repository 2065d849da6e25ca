use std::collections::BTreeMap;
use std::fmt;

use ddbx_core::request::TableName;

use super::super::Cursor;
use super::key::KeyNames;

/// How far a [parallel scan](super::ParallelScan) has come: for each segment whether it is not begun, behind which item
/// it is, or that it is finished.
///
/// It stands behind the item that the [stream](super::ScanItems::checkpoint) returned last. The scan that is
/// [resumed](super::ParallelScan::resume) there returns none of the items again that were returned before, and all
/// others, with what was written meanwhile as DynamoDB finds it. It belongs to its table, index and number of segments.
///
/// Its [text](Self::to_text) is made to be kept. It holds the key of an item for each segment under way, in clear: keep
/// it as you keep the items.
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// use ddbx::ops::ScanCheckpoint;
/// use futures_util::TryStreamExt as _;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::N).send(&pool).await?;
/// # for id in 0..20 {
/// #     ops::PutItem::new("users").item(Item::new().with("id", id)).send(&pool).await?;
/// # }
/// let scan = || ops::Scan::new("users").all_pages().segments(3);
/// let mut users = scan().fetch::<Item>(&pool);
/// for _ in 0..7 {
///     users.try_next().await?;
/// }
/// let kept: String = users.checkpoint().to_text();
/// drop(users);
///
/// let rest = scan().resume(ScanCheckpoint::from_text(&kept)?).fetch_all::<Item>(&pool).await?;
/// assert_eq!(rest.len(), 13);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a checkpoint is what a scan is resumed at: `.resume(checkpoint)`"]
pub struct ScanCheckpoint {
    pub(super) table: TableName,
    pub(super) index: Option<Box<str>>,
    pub(super) segments: u32,
    /// Segments are begun in their order: those from here on are not.
    pub(super) begun: u32,
    /// Those that are begun and not finished.
    pub(super) open: BTreeMap<u32, Position>,
}

/// A place in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// `None`: at its start.
    pub(super) after: Option<Cursor>,
    /// So many items further.
    pub(super) skip: u64,
}

impl ScanCheckpoint {
    /// Before the first item.
    pub(crate) fn new(table: TableName, index: Option<&str>, segments: u32) -> Self {
        Self {
            table,
            index: index.map(Box::from),
            segments,
            begun: 0,
            open: BTreeMap::new(),
        }
    }

    /// The table of the scan, under its physical name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The index of the scan, if it is one of an index.
    #[must_use]
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// How many segments the scan has.
    #[must_use]
    pub fn segments(&self) -> u32 {
        self.segments
    }

    /// How many of them are read to their end.
    #[must_use]
    pub fn finished_segments(&self) -> u32 {
        self.begun.saturating_sub(self.open.len() as u32)
    }

    /// Whether all of them are: a scan that is resumed here finds nothing, and sends no request.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.begun == self.segments && self.open.is_empty()
    }

    pub(super) fn not_begun(&self) -> u32 {
        self.segments.saturating_sub(self.begun)
    }

    /// Begins the next segment, if there is one.
    pub(super) fn begin(&mut self) -> Option<u32> {
        let segment = (self.begun < self.segments).then_some(self.begun)?;
        self.begun += 1;
        self.open.insert(segment, Position::default());
        Some(segment)
    }

    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = (u32, Position)> + '_ {
        self.open.iter().map(|(segment, place)| (*segment, place.clone()))
    }

    /// A segment is there now, or at its end.
    pub(super) fn set(&mut self, segment: u32, place: Option<Position>) {
        match place {
            Some(place) => drop(self.open.insert(segment, place)),
            None => drop(self.open.remove(&segment)),
        }
    }

    /// Teaches what the key is, if it knows.
    pub(super) fn teach(&self, keys: &mut KeyNames) {
        for cursor in self.open.values().filter_map(|place| place.after.as_ref()) {
            keys.learn(cursor);
        }
    }

    /// Why a scan that begins so cannot go on here.
    pub(super) fn differs_from(&self, scan: &Self) -> Option<String> {
        let of_index = |index: Option<&str>| index.map_or("no index".to_owned(), |index| format!("index `{index}`"));
        let (what, its, ours) = if self.table != scan.table {
            (
                "another table",
                format!("`{}`", self.table),
                format!("`{}`", scan.table),
            )
        } else if self.index != scan.index {
            ("another index", of_index(self.index()), of_index(scan.index()))
        } else if self.segments != scan.segments {
            let its = format!("{} segments", self.segments);
            ("another number of segments", its, scan.segments.to_string())
        } else {
            return None;
        };
        Some(format!(
            "the checkpoint is of a scan of {what}: {its}, and this one is of {ours}; resume the scan that it was taken of"
        ))
    }
}

/// Without the keys.
impl fmt::Debug for ScanCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScanCheckpoint")
            .field("table", &self.table)
            .field("index", &self.index)
            .field("segments", &self.segments)
            .field("finished", &self.finished_segments())
            .finish_non_exhaustive()
    }
}
