use std::marker::PhantomData;

use ddbx_core::codec::form::Plain;
use ddbx_core::codec::{self, Decode};
use ddbx_core::expression::{Field, Operand, Values};
use ddbx_core::plan::Statement;
use ddbx_core::{Error, Item};

use super::{Queried, start};
use crate::cursor::Fingerprint;
use crate::entity::Entity;
use crate::entity::cloned::cloned;
use crate::entity::explain::{Explanation, explain};
use crate::entity::read::{Content, Planning, Plucked, Prepared, Reader, Reading, nothing, reads, several, sortable};
use crate::executor::Executor;
use crate::read::{Shape, Whole};

/// A query that the compiler has planned: what [`query!`](crate::query!) makes.
///
/// What changes the plan stands in the macro, behind the conditions; the methods are what does not.
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct PlannedQuery<E, T = E, S = Whole> {
    statement: &'static Statement<Prepared>,
    values: codec::Result<Values>,
    pub(in crate::entity) reading: Reading,
    fields: Option<&'static [u16]>,
    shape: S,
    marker: PhantomData<fn() -> (E, T)>,
}

cloned!([E, T, S: Clone] PlannedQuery<E, T, S> { statement, values, reading, fields, shape, marker });

/// A planned query of whatever entity.
#[doc(hidden)]
#[derive(Debug)]
pub struct WithValues {
    statement: &'static Statement<Prepared>,
    values: codec::Result<Values>,
    reading: Reading,
    fields: Option<&'static [u16]>,
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
        values: Values::taken_from(statement.clauses(), &mut values),
        reading: Reading::default(),
        fields: statement.asked().fields,
    }
}

impl<E, T> PlannedQuery<E, T> {
    /// The query of this entity.
    #[doc(hidden)]
    pub fn new(query: WithValues) -> Self {
        Self {
            statement: query.statement,
            values: query.values,
            reading: query.reading,
            fields: query.fields,
            shape: Whole,
            marker: PhantomData,
        }
    }
}

impl<E: Entity> PlannedQuery<E> {
    /// Reads one field of the entities: see [`Query::pluck`](crate::Query::pluck). It is planned as a query of whole
    /// entities; an index that does not copy them serves one that has a `select` of a view with the field.
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
    /// struct Order {
    ///     #[entity(key_only)]
    ///     customer: String,
    ///     #[entity(key_only)]
    ///     number: u32,
    ///     lines: Vec<String>,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Order,)>().await?;
    /// ddbx::put(Order { customer: "ann".into(), number: 7, lines: vec!["lamp".into(); 100] }).execute(&pool).await?;
    ///
    /// // `sk` alone comes back.
    /// let numbers = ddbx::query!(Order, customer == "ann").pluck(|order| order.number).fetch_all(&pool).await?;
    /// assert_eq!(numbers, [7]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn pluck<F, U>(self, field: impl FnOnce(&'static E::Fields) -> Field<E, F>) -> PlannedQuery<E, U, Plucked<E, F>>
    where
        F: for<'de> Decode<'de> + Plain<U> + 'static,
        U: Send + 'static,
    {
        let shape = Plucked::new(field);
        PlannedQuery {
            statement: self.statement,
            values: self.values,
            reading: self.reading,
            fields: shape.selected(),
            shape,
            marker: PhantomData,
        }
    }
}

impl<E: Queried, T: Send + 'static, S: Shape<T>> PlannedQuery<E, T, S> {
    reads!(T);

    fn read<U: Send + 'static, R: Shape<U>>(
        self,
        executor: &(impl Executor + ?Sized),
        content: Content,
        shape: R,
    ) -> Result<Reader<U, R>, Error> {
        start(
            Planning::Constant(self.statement),
            self.values,
            self.reading,
            content,
            executor,
            shape,
        )
    }

    fn reader(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<T, S>, Error> {
        let (content, shape) = (Content::Rows(self.fields), self.shape.clone());
        self.read(executor, content, shape)
    }

    fn counter(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<Item>, Error> {
        self.read(executor, Content::Count, Whole)
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
        nothing(E::DESCRIPTION.entity(), executor.table(E::DESCRIPTION))
    }

    fn several(executor: &(impl Executor + ?Sized)) -> Error {
        several(E::DESCRIPTION.entity(), executor.table(E::DESCRIPTION))
    }
}

sortable!([E: Queried, T: Send + 'static, S: Shape<T>] PlannedQuery<E, T, S>, T, |executor| (E::DESCRIPTION.entity(), executor.table(E::DESCRIPTION)));
