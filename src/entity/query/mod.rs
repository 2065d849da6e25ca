mod partition;
mod planned;
mod queried;
mod selection;

use std::marker::PhantomData;

use ddbx_core::codec::{self, Bound, IntoPartition};
use ddbx_core::expression::{Clauses, Condition, Values};
use ddbx_core::plan::{Asked, Plan};
use ddbx_core::schema::Schema;
use ddbx_core::{Error, Item, Operation};

use super::Entity;
use super::cloned::cloned;
use super::explain::{Explanation, explain};
use super::read::{Built, Content, Planning, Reader, Reading, Source, nothing, reads, several, sortable};
use crate::cursor::Fingerprint;
use crate::executor::Executor;
use crate::read::{Shape, Whole};
pub use planned::{PlannedQuery, WithValues, with_values};
pub use queried::Queried;

/// Reads the entities that meet conditions, by the index that serves them.
///
/// The table's own key and its indexes are candidates: one serves if every field of its partition key is bound by `eq`.
/// Conditions on its sort key narrow what is read; the others are a filter, which DynamoDB applies to what it has read. A
/// query that no index serves would read the whole table, and is refused: that is [`scan`](fn@crate::scan).
///
/// The macro [`query!`](crate::query!) is checked by the compiler; this is for conditions that are known at run time only.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "orders")]
/// struct Order {
///     #[entity(pk)]
///     customer: String,
///     #[entity(sk)]
///     number: u64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Order,)>().await?;
/// for number in 1..=5 {
///     ddbx::put(Order { customer: "c1".into(), number }).execute(&pool).await?;
/// }
///
/// let since = Some(3);
/// let mut recent = ddbx::query::<Order>().filter(|order| order.customer.eq("c1"));
/// if let Some(since) = since {
///     recent = recent.filter(|order| order.number.ge(since));
/// }
/// let recent = recent.descending().take(2).fetch_all(&pool).await?;
/// assert_eq!(recent.iter().map(|order| order.number).collect::<Vec<_>>(), [5, 4]);
/// # Ok(())
/// # }
/// ```
pub fn query<E: Entity>() -> Query<E> {
    Query {
        partition: None,
        clauses: Ok(Clauses::default()),
        asked: Asked::NOTHING,
        reading: Reading::default(),
        shape: Whole,
        marker: PhantomData,
    }
}

/// A query over entities, planned when it runs: see [`query`](query()).
///
/// What it reads of them is the entity `E` itself, or a [view](Self::select), or [one field](Self::pluck): a `T`.
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct Query<E, T = E, S = Whole> {
    pub(super) partition: Option<codec::Result<Vec<Bound>>>,
    clauses: codec::Result<Clauses>,
    asked: Asked,
    pub(super) reading: Reading,
    shape: S,
    marker: PhantomData<fn() -> (E, T)>,
}

cloned!([E, T, S: Clone] Query<E, T, S> { partition, clauses, asked, reading, shape, marker });

impl<E: Entity, T: Send + 'static, S: Shape<T>> Query<E, T, S> {
    /// What the entities must meet. Said twice, both must hold.
    pub fn filter(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.clauses = self.clauses.and_then(|mut clauses| {
            clauses.push_for_plan(condition(E::FIELDS).into())?;
            Ok(clauses)
        });
        self
    }

    /// In this partition, given by the values of the fields that its key is made of: one as it is, several as a tuple, in
    /// the order of their placeholders. For code that knows no field by its name, because the entity is a type parameter.
    /// The partition is one of the table itself, or of the [index](Self::index) that is said.
    ///
    /// ```
    /// use ddbx::codec::IntoPartition;
    /// use ddbx::{Entity, Error, Pool};
    ///
    /// async fn newest<E: Entity>(pool: &Pool, partition: impl IntoPartition) -> Result<Option<E>, Error> {
    ///     ddbx::query::<E>().partition(partition).last(pool).await
    /// }
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
    /// struct Order {
    ///     customer: String,
    ///     number: u32,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Order,)>().await?;
    /// for number in 1..=3 {
    ///     ddbx::put(Order { customer: "ann".into(), number }).execute(&pool).await?;
    /// }
    /// assert_eq!(newest::<Order>(&pool, "ann").await?.map(|order| order.number), Some(3));
    /// # Ok(())
    /// # }
    /// ```
    pub fn partition(mut self, values: impl IntoPartition) -> Self {
        self.partition = Some(values.into_partition());
        self
    }

    /// By this index of the table, or by `primary`, the table itself, whichever else would serve.
    pub fn index(mut self, name: &'static str) -> Self {
        self.asked.index = Some(name);
        self
    }

    /// Reads what every write before has left (`ConsistentRead`); twice the read units. Global indexes cannot.
    pub fn consistent(mut self) -> Self {
        self.asked.consistent = true;
        self
    }

    /// Reads whole entities also by an index that does not copy all of them: their keys from the index, and the items
    /// from the table, by `BatchGetItem`, consistently, so that none is missed which the index shows: twice the read units,
    /// for each entity by itself. One that was deleted in between is left out.
    ///
    /// Of a local index, DynamoDB itself reads the table, and whole items come. Where the index copies all that is [selected](Self::select), the
    /// table is not read.
    pub fn hydrate(mut self) -> Self {
        self.asked.hydrate = true;
        self
    }

    reads!(T);

    fn read<U: Send + 'static, R: Shape<U>>(
        self,
        executor: &(impl Executor + ?Sized),
        content: Content,
        shape: R,
    ) -> Result<Reader<U, R>, Error> {
        let counts = content == Content::Count;
        let planned = built(E::SCHEMA, self.partition, self.clauses, self.asked, counts);
        let (planning, values) =
            planned.map_err(|error| error.in_operation(Operation::Query).on_table(executor.table(E::SCHEMA)))?;
        start(planning, Ok(values), self.reading, content, executor, shape)
    }

    fn reader(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<T, S>, Error> {
        let (content, shape) = (Content::Rows(self.asked.fields), self.shape.clone());
        self.read(executor, content, shape)
    }

    fn counter(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<Item>, Error> {
        self.read(executor, Content::Count, Whole)
    }

    /// What it will do, and what a page of it costs: nothing is read.
    ///
    /// # Errors
    ///
    /// Conditions that no index serves, a value that cannot be stored.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<Explanation, Error> {
        let (partition, clauses) = (self.partition.clone(), self.clauses.clone());
        let planned = built(E::SCHEMA, partition, clauses, self.asked, false);
        let (planning, values) =
            planned.map_err(|error| error.in_operation(Operation::Query).on_table(executor.table(E::SCHEMA)))?;
        explain(&planning, &Ok(values), &self.reading, executor)
    }

    /// The index it is planned on, and what it asks for, but for how it is read. What cannot be planned or stored is
    /// refused when it runs.
    pub(in crate::entity) fn fingerprint(&self) -> (Option<&'static str>, Fingerprint) {
        let mut query = Fingerprint::new("query", E::SCHEMA.entity());
        let Ok(clauses) = &self.clauses else {
            return (None, query);
        };
        query.conditions(&clauses.entries, &clauses.values);
        let plan = Plan::of(E::SCHEMA, &clauses.entries, &self.asked);
        (plan.ok().map(|plan| plan.index(E::SCHEMA).name()), query)
    }

    fn nothing(executor: &(impl Executor + ?Sized)) -> Error {
        nothing(E::SCHEMA.entity(), executor.table(E::SCHEMA))
    }

    fn several(executor: &(impl Executor + ?Sized)) -> Error {
        several(E::SCHEMA.entity(), executor.table(E::SCHEMA))
    }
}

sortable!([E: Entity, T: Send + 'static, S: Shape<T>] Query<E, T, S>, T, |executor| (E::SCHEMA.entity(), executor.table(E::SCHEMA)));

/// Plans a query, of which rows are read, or which is counted.
fn built(
    schema: &'static Schema,
    partition: Option<codec::Result<Vec<Bound>>>,
    clauses: codec::Result<Clauses>,
    mut asked: Asked,
    counts: bool,
) -> Result<(Planning, Values), Error> {
    let mut clauses = clauses.map_err(|error| Error::encode(error.of(schema.entity())))?;
    if let Some(values) = partition {
        partition::bind(schema, values, &mut clauses, &mut asked)?;
    }
    let Clauses { entries, values } = clauses;
    let mut plan = Plan::of(schema, &entries, &asked);
    if plan.is_err() && counts && !asked.hydrate {
        // Whatever an index copies, it can be counted by; but what can be read is counted where it is read, for another
        // index may leave out other items.
        asked.fields = Some(&[]);
        plan = Plan::of(schema, &entries, &asked);
    }
    let plan = plan.map_err(|fault| Error::invalid(fault.message(schema, &asked).as_str().to_owned()))?;
    let built = Built {
        schema,
        plan,
        asked,
        clauses: entries,
    };
    Ok((Planning::Built(Box::new(built)), values.into()))
}

/// The read of a query that has a plan.
fn start<T: Send + 'static, S: Shape<T>>(
    planning: Planning,
    values: codec::Result<Values>,
    reading: Reading,
    content: Content,
    executor: &(impl Executor + ?Sized),
    shape: S,
) -> Result<Reader<T, S>, Error> {
    let source = Source::new(planning, values, reading.manner(content), executor)?;
    Reader::new(source, reading.paging, reading.start, shape)
}
