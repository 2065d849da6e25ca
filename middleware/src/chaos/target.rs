use ddbx_core::operation::Access;
use ddbx_core::request::TableName;
use ddbx_core::{Operation, Request};

use super::Chaos;
use super::mishap::Mishap;
use super::script::{Filter, Often};

/// The requests that a mishap is for: those of [`Chaos::on`], [`Chaos::on_table`] and the like, all conditions together.
///
/// ```
/// use ddbx_core::Operation;
/// use ddbx_middleware::chaos::{Chaos, Mishap};
///
/// let chaos = Chaos::new();
/// chaos.on(Operation::PutItem).on_table("orders").next(2, Mishap::lost_answer());
/// chaos.writes().sometimes(0.05, Mishap::conflict());
/// assert_eq!(chaos.pending(), 2);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a target does nothing until something happens to it: `.next(1, mishap)`"]
pub struct Target {
    chaos: Chaos,
    filter: Filter,
}

impl Target {
    pub(super) fn new(chaos: Chaos) -> Self {
        Self {
            chaos,
            filter: Filter::default(),
        }
    }

    /// Only requests of this operation.
    pub fn on(mut self, operation: Operation) -> Self {
        self.filter.operation = Some(operation);
        self
    }

    /// Only requests that touch this table, under its physical name.
    pub fn on_table(mut self, table: impl Into<TableName>) -> Self {
        self.filter.table = Some(table.into());
        self
    }

    /// Only reads.
    pub fn reads(mut self) -> Self {
        self.filter.access = Some(Access::Read);
        self
    }

    /// Only what writes, or may: operations on tables, and PartiQL statements too.
    pub fn writes(mut self) -> Self {
        self.filter.access = Some(Access::Write);
        self
    }

    /// Only requests that this is true of.
    pub fn matching(mut self, test: impl Fn(&Request) -> bool + Send + Sync + 'static) -> Self {
        self.filter.test = Some(std::sync::Arc::new(test));
        self
    }

    /// The next `count` of these requests that the mishap fits meet it. What was said before comes first.
    pub fn next(&self, count: usize, mishap: impl Into<Mishap>) {
        if count > 0 {
            self.add(Often::Times(count), mishap.into());
        }
    }

    /// All of these requests that the mishap fits meet it, until [`Chaos::clear`].
    pub fn always(&self, mishap: impl Into<Mishap>) {
        self.sometimes(1.0, mishap);
    }

    /// Each of these requests that the mishap fits meets it with this probability, between 0 and 1, unless something
    /// else happens to it.
    pub fn sometimes(&self, probability: f64, mishap: impl Into<Mishap>) {
        self.add(Often::Chance(probability), mishap.into());
    }

    fn add(&self, often: Often, mishap: Mishap) {
        self.chaos.state().script.add(self.filter.clone(), often, mishap);
    }
}
