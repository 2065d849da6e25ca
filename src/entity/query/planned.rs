use std::marker::PhantomData;

use ddbx_core::codec::{self, DecodeOwned};
use ddbx_core::expression::{Operand, collect};
use ddbx_core::plan::Statement;
use ddbx_core::{Error, Item};

use super::{Queried, start};
use crate::cursor::Fingerprint;
use crate::entity::explain::{Explanation, explain};
use crate::entity::read::{Content, Planning, Prepared, Reader, Reading, nothing, reads, several};
use crate::executor::Executor;

/// A query that the compiler has planned: what [`query!`](crate::query!) makes.
///
/// What changes the plan stands in the macro, behind the conditions; the methods are what does not.
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct PlannedQuery<E, T = E> {
    statement: &'static Statement<Prepared>,
    values: codec::Result<Vec<Operand>>,
    pub(in crate::entity) reading: Reading,
    marker: PhantomData<fn() -> (E, T)>,
}

impl<E, T> PlannedQuery<E, T> {
    /// A statement and the values of its conditions, in the order of their numbers.
    #[doc(hidden)]
    pub fn new<const N: usize>(statement: &'static Statement<Prepared>, values: [codec::Result<Operand>; N]) -> Self {
        Self {
            statement,
            values: collect(statement.clauses(), values),
            reading: Reading::default(),
            marker: PhantomData,
        }
    }
}

impl<E: Queried, T: DecodeOwned> PlannedQuery<E, T> {
    reads!(T);

    fn read<R: DecodeOwned>(self, executor: &(impl Executor + ?Sized), content: Content) -> Result<Reader<R>, Error> {
        start(
            Planning::Constant(self.statement),
            self.values,
            self.reading,
            content,
            executor,
        )
    }

    fn reader(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<T>, Error> {
        let content = Content::Rows(self.statement.asked().fields);
        self.read(executor, content)
    }

    fn counter(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<Item>, Error> {
        self.read(executor, Content::Count)
    }

    /// What it will do, and what a page of it costs: nothing is read.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<Explanation, Error> {
        explain(
            &Planning::Constant(self.statement),
            &self.values,
            &self.reading,
            executor,
        )
    }

    /// The index it is planned on, and what it asks for, but for how it is read.
    pub(in crate::entity) fn fingerprint(&self) -> (&'static str, Fingerprint) {
        let schema = self.statement.schema();
        let mut query = Fingerprint::new("query", schema.entity());
        let values = self.values.as_deref().unwrap_or_default();
        query.conditions(self.statement.clauses(), values);
        (self.statement.plan().index(schema).name(), query)
    }

    fn nothing(executor: &(impl Executor + ?Sized)) -> Error {
        nothing(E::__SCHEMA.entity(), executor.table(E::__SCHEMA))
    }

    fn several(executor: &(impl Executor + ?Sized)) -> Error {
        several(E::__SCHEMA.entity(), executor.table(E::__SCHEMA))
    }
}
