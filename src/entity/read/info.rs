use crate::ops::{ConsumedCapacity, Cursor, ResponseInfo};

/// What a read says about itself, however many requests it took: also one that found nothing.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ReadInfo {
    /// How many pages were read: requests that were answered.
    pub pages: u64,
    /// How many items matched on them.
    pub count: u64,
    /// How many items DynamoDB read to find them.
    pub scanned_count: u64,
    /// The capacity used, one entry for each table; empty unless it was asked for, by `return_consumed_capacity`.
    pub consumed_capacity: Vec<ConsumedCapacity>,
    /// How many times requests were sent, repeats included.
    pub attempts: u64,
    /// Where the last page ended; of a read that has ended, behind the last item that it returned. `None` at the end of
    /// the data, and before the first page.
    pub cursor: Option<Cursor>,
}

impl ReadInfo {
    /// Takes note of a page.
    pub(super) fn add(&mut self, count: u64, scanned_count: u64, cursor: Option<&Cursor>, info: &ResponseInfo) {
        self.pages += 1;
        self.count += count;
        self.scanned_count += scanned_count;
        self.attempts += u64::from(info.attempts);
        self.cursor = cursor.cloned();
        ConsumedCapacity::add_all(&mut self.consumed_capacity, &info.consumed_capacity);
    }
}
