use std::cmp::Ordering;

use ddbx_core::Operation;
use ddbx_core::request::TableName;

use super::{Many, Scan};
use crate::entity::Entity;
use crate::entity::read::{Sortable, Sorted};
use crate::executor::Executor;
use crate::ops::SaysHowFar;
use crate::read::Shape;

impl<E: Entity, H, T: Send + 'static, S: Shape<T>> Scan<E, H, T, S> {
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
