use std::marker::PhantomData;

use ddbx_core::codec::{self, DecodeOwned};
use ddbx_core::expression::{Operand, Values};
use ddbx_core::plan::Statement;
use ddbx_core::{Error, Item};

use super::start;
use crate::cursor::Fingerprint;
use crate::entity::Entity;
use crate::entity::read::{Content, Planning, Prepared, Reader, Reading, nothing, reads, several};
use crate::executor::Executor;

/// A query that the compiler has planned: what [`query!`](crate::query!) makes.
///
/// What changes the plan stands in the macro, behind the conditions; the methods are what does not.
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct PlannedQuery<E, T = E> {
    statement: &'static Statement<Prepared>,
    values: codec::Result<Values>,
    pub(in crate::entity) reading: Reading,
    marker: PhantomData<fn() -> (E, T)>,
}

/// A planned query of whatever entity.
#[doc(hidden)]
#[derive(Debug)]
pub struct WithValues {
    statement: &'static Statement<Prepared>,
    values: codec::Result<Values>,
    reading: Reading,
}

/// A statement and the values of its conditions, in the order of their numbers.
///
/// Not inlined, and not of an entity: it is there once for a number of values, not once for each query.
#[doc(hidden)]
#[inline(never)]
pub fn with_values<const N: usize>(
    statement: &'static Statement<Prepared>,
    mut values: [codec::Result<Operand>; N],
) -> WithValues {
    WithValues {
        statement,
        values: Values::taken_from(&mut values),
        reading: Reading::default(),
    }
}

impl<E, T> PlannedQuery<E, T> {
    /// The query of this entity.
    #[doc(hidden)]
    #[must_use]
    pub fn new(query: WithValues) -> Self {
        Self {
            statement: query.statement,
            values: query.values,
            reading: query.reading,
            marker: PhantomData,
        }
    }
}

impl<E: Entity, T: DecodeOwned> PlannedQuery<E, T> {
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

    /// The index it is planned on, and what it asks for, but for how it is read.
    pub(in crate::entity) fn fingerprint(&self) -> (&'static str, Fingerprint) {
        let schema = self.statement.schema();
        let mut query = Fingerprint::new("query", schema.entity());
        let values = self.values.as_deref().unwrap_or_default();
        query.conditions(self.statement.clauses(), values);
        (self.statement.plan().index(schema).name(), query)
    }

    fn nothing(executor: &(impl Executor + ?Sized)) -> Error {
        nothing(E::SCHEMA.entity(), executor.table(E::SCHEMA))
    }

    fn several(executor: &(impl Executor + ?Sized)) -> Error {
        several(E::SCHEMA.entity(), executor.table(E::SCHEMA))
    }
}
