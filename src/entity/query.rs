use std::marker::PhantomData;

use ddbx_core::Error;
use ddbx_core::expression::{Condition, Expressions, Node};
use ddbx_core::schema::Scope;

use super::expired::{Expired, expiry};
use super::projection::{self, Reads};
use super::reading::{Reading, reads};
use super::{Entity, condition, introspection, primary, tag};
use crate::executor::Executor;
use crate::ops;

/// Reads the entities of one partition, in the order of their sort key.
///
/// The conditions name the fields of the primary key: every field of the partition key by `eq`, and the field of the
/// sort key by one of `eq`, `lt`, `le`, `gt`, `ge`, `between` and `begins_with`.
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
/// let recent = ddbx::query::<Order>()
///     .filter(|order| order.customer.eq("c1").and(order.number.ge(3)))
///     .descending()
///     .take(2)
///     .fetch_all(&pool)
///     .await?;
/// assert_eq!(recent.iter().map(|order| order.number).collect::<Vec<_>>(), [5, 4]);
/// # Ok(())
/// # }
/// ```
pub fn query<E: Entity>() -> Query<E> {
    Query {
        conditions: Vec::new(),
        reading: Reading::default(),
        entity: PhantomData,
    }
}

/// A query over entities: see [`query`].
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct Query<E> {
    pub(super) conditions: Vec<Node>,
    pub(super) reading: Reading,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Query<E> {
    /// What the entities must meet. Said twice, both must hold.
    pub fn filter(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.conditions.push(condition(E::FIELDS).into());
        self
    }

    /// On this index of the table, whose fields the conditions then name. Default: the table's own key.
    ///
    /// A global index follows its table after a moment, and cannot be read consistently. One that does not copy every
    /// field of the entity can be counted, not read: a field that is missing there would read as `None`.
    pub fn index(mut self, name: &'static str) -> Self {
        self.reading.index = Some(name);
        self
    }

    reads!(E);

    fn into_operation(self, executor: &(impl Executor + ?Sized), reads: Reads) -> Result<ops::Query, Error> {
        let table = executor.table(E::SCHEMA);
        let mut expressions = Expressions::new();
        let named = |error: Error| error.in_operation(ddbx_core::Operation::Query).on_table(&table);
        let index = match self.reading.index {
            Some(name) => introspection::named(E::SCHEMA, name).map_err(named)?,
            None => E::SCHEMA.primary(),
        };
        projection::check(E::SCHEMA, index, reads).map_err(named)?;
        let text = primary::key_condition(E::SCHEMA, index, self.conditions, &mut expressions).map_err(named)?;
        let mut operation = ops::Query::new(&table).key_condition(text);
        if index.scope() != Scope::Primary {
            operation = operation.index(index.name());
        }
        let tags = tag::shared(E::SCHEMA).map(|tags| tag::test(tags.attribute(), tags.names()));
        let alive = expiry(E::SCHEMA, executor.now(), self.reading.sees_expired).map(Expired::alive);
        if let Some(filter) = tag::filter(E::SCHEMA.entity(), tags, alive, &mut expressions).map_err(named)? {
            operation = operation.filter(filter);
        }
        condition::fill(operation.placeholders(), &expressions);
        Ok(self.reading.of(operation))
    }
}
