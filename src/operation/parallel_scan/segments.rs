use std::collections::BTreeMap;

use ddbx_core::Error;

use super::super::Page;
use super::super::paging::{Paging, Progress};
use super::checkpoint::{Position, ScanCheckpoint};

/// The segments of a scan, and how far each has come.
#[derive(Debug)]
pub(super) struct Segments {
    /// Up to where everything has been returned.
    returned: ScanCheckpoint,
    /// Those that are being read.
    read: BTreeMap<u32, Reading>,
    /// Those of them that may send a request; the last one first. Few are begun at a time, so that a checkpoint has few
    /// places in it.
    idle: Vec<u32>,
    paging: Paging,
    filtered: bool,
}

/// How far a segment has been read, which is ahead of what was returned.
#[derive(Debug)]
struct Reading {
    progress: Progress,
    /// Items of what comes that were returned before.
    skip: u64,
}

impl Segments {
    pub(super) fn new(start: ScanCheckpoint, paging: Paging, filtered: bool) -> Self {
        let mut segments = Self {
            returned: start,
            read: BTreeMap::new(),
            idle: Vec::new(),
            paging: Paging {
                max_scanned: None,
                max_pages: None,
                ..paging
            },
            filtered,
        };
        let open: Vec<_> = segments.returned.open().collect();
        for (segment, position) in open.into_iter().rev() {
            segments.begin(segment, position);
        }
        segments
    }

    fn begin(&mut self, segment: u32, position: Position) {
        let Position { after, skip } = position;
        let progress = Progress::new(self.paging, self.filtered, after);
        self.read.insert(segment, Reading { progress, skip });
        self.idle.push(segment);
    }

    /// How many there are.
    pub(super) fn total(&self) -> u32 {
        self.returned.segments()
    }

    /// How many could send a request now.
    pub(super) fn idle(&self) -> usize {
        self.idle.len() + self.returned.not_begun() as usize
    }

    /// The next one to send a request, and how far it has come.
    pub(super) fn next(&mut self) -> Option<(u32, &Progress)> {
        if self.idle.is_empty() {
            let segment = self.returned.begin()?;
            self.begin(segment, Position::default());
        }
        let segment = self.idle.pop()?;
        self.read.get(&segment).map(|reading| (segment, &reading.progress))
    }

    /// Takes note of a page of a segment; returns how many of its items were returned before, and how many of the pages
    /// that follow.
    ///
    /// # Errors
    ///
    /// A page that ended where it began.
    pub(super) fn read<T>(&mut self, segment: u32, page: &Page<T>) -> Result<(u64, u64), Error> {
        let Some(reading) = self.read.get_mut(&segment) else {
            return Ok((0, 0));
        };
        reading.progress.read(page)?;
        let again = reading.skip.min(page.count);
        reading.skip -= again;
        let ahead = reading.skip;
        if !reading.progress.is_finished() {
            self.idle.push(segment);
        }
        Ok((again, ahead))
    }

    /// Takes note of all items of a page having been returned: there the segment is now, or at its end.
    pub(super) fn returned(&mut self, segment: u32, place: Option<Position>) {
        if place.is_none() {
            self.read.remove(&segment);
        }
        self.returned.set(segment, place);
    }

    /// Where everything is that was returned, but for the page that is being returned.
    pub(super) fn checkpoint(&self) -> ScanCheckpoint {
        self.returned.clone()
    }
}
