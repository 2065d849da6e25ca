use bytes::Bytes;

use super::super::{Cursor, Page};
use super::checkpoint::Position;
use super::key::KeyNames;

/// A page of one segment, which is returned item by item.
pub(super) struct SegmentPage<T> {
    segment: u32,
    start: Position,
    /// Where it ends; `None` at the end of the segment.
    end: Option<Position>,
    items: std::vec::IntoIter<T>,
    /// How many items it has, with those that were returned before the scan was resumed.
    count: u64,
    again: u64,
    passed: u64,
    /// Its answer, in which a checkpoint finds the keys.
    body: Bytes,
}

impl<T> SegmentPage<T> {
    /// The first `again` of its items, and so many after it, were returned before.
    pub(super) fn new(
        segment: u32,
        start: Option<Cursor>,
        page: Page<T>,
        (again, ahead): (u64, u64),
        body: Bytes,
    ) -> Self {
        let mut items = page.items.into_iter();
        items
            .by_ref()
            .take(usize::try_from(again).unwrap_or(usize::MAX))
            .for_each(drop);
        Self {
            segment,
            start: Position {
                after: start,
                skip: again + ahead,
            },
            end: page.cursor.map(|cursor| Position {
                after: Some(cursor),
                skip: ahead,
            }),
            items,
            count: page.count,
            again,
            passed: again,
            body,
        }
    }

    /// How many items it adds.
    pub(super) fn count(&self) -> u64 {
        self.count - self.again
    }

    pub(super) fn segment(&self) -> u32 {
        self.segment
    }

    pub(super) fn next(&mut self) -> Option<T> {
        let item = self.items.next()?;
        self.passed += 1;
        Some(item)
    }

    /// Where the segment is when all of it has been returned.
    pub(super) fn end(self) -> Option<Position> {
        self.end
    }

    /// Where the segment is behind the item that was returned last.
    pub(super) fn place(&self, keys: &KeyNames) -> Option<Position> {
        if self.items.len() == 0 {
            return self.end.clone();
        }
        if self.passed == self.again {
            return Some(self.start.clone());
        }
        let last = usize::try_from(self.passed - 1).unwrap_or(usize::MAX);
        Some(match keys.after(&self.body, last) {
            Some(cursor) => Position {
                after: Some(cursor),
                skip: 0,
            },
            None => Position {
                after: self.start.after.clone(),
                skip: self.passed,
            },
        })
    }
}
