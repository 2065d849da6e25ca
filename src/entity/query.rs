use std::marker::PhantomData;

use ddbx_core::Error;
use ddbx_core::codec::Bound;
use ddbx_core::expression::{Condition, Expressions, Node};
use ddbx_core::schema::Scope;

use super::projection::{self, Reads};
use super::{Entity, condition, introspection, primary};
use crate::executor::Executor;
use crate::ops::{self, Cursor, Items, Page, Pages};

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
        operation: Settings::default(),
        entity: PhantomData,
    }
}

/// A query over entities: see [`query`].
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct Query<E> {
    conditions: Vec<Node>,
    operation: Settings,
    entity: PhantomData<fn() -> E>,
}

#[derive(Clone, Debug, Default)]
struct Settings {
    index: Option<&'static str>,
    consistent: bool,
    descending: bool,
    start: Option<Cursor>,
    take: Option<usize>,
    page_size: Option<u32>,
    max_pages: Option<u64>,
}

impl<E: Entity> Query<E> {
    /// What the entities must meet. Said twice, both must hold.
    pub fn filter(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.conditions.push(condition(E::FIELDS).into());
        self
    }

    /// Reads what every write before has left (`ConsistentRead`); twice the read units.
    pub fn consistent(mut self) -> Self {
        self.operation.consistent = true;
        self
    }

    /// In ascending order of the sort key: the default.
    pub fn ascending(mut self) -> Self {
        self.operation.descending = false;
        self
    }

    /// On this index of the table, whose fields the conditions then name. Default: the table's own key.
    ///
    /// A global index follows its table after a moment, and cannot be read consistently. One that does not copy every
    /// field of the entity can be counted, not read: a field that is missing there would read as `None`.
    pub fn index(mut self, name: &'static str) -> Self {
        self.operation.index = Some(name);
        self
    }

    /// In descending order of the sort key.
    pub fn descending(mut self) -> Self {
        self.operation.descending = true;
        self
    }

    /// Goes on after a page that was read before.
    pub fn start_at(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.operation.start = cursor.into();
        self
    }

    /// At most this many entities are returned.
    pub fn take(mut self, entities: usize) -> Self {
        self.operation.take = Some(entities);
        self
    }

    /// At most this many entities are read per request.
    pub fn page_size(mut self, entities: u32) -> Self {
        self.operation.page_size = Some(entities);
        self
    }

    /// At most this many requests are sent.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.operation.max_pages = Some(pages);
        self
    }

    fn into_operation(self, executor: &(impl Executor + ?Sized), reads: Reads) -> Result<ops::Query, Error> {
        let table = executor.table(E::SCHEMA);
        let mut expressions = Expressions::new();
        let settings = self.operation;
        let named = |error: Error| error.in_operation(ddbx_core::Operation::Query).on_table(&table);
        let index = match settings.index {
            Some(name) => introspection::named(E::SCHEMA, name).map_err(named)?,
            None => E::SCHEMA.primary(),
        };
        projection::check(E::SCHEMA, index, reads).map_err(named)?;
        let text = primary::key_condition(E::SCHEMA, index, self.conditions, &mut expressions).map_err(named)?;
        let mut operation = ops::Query::new(&table).key_condition(text).start_at(settings.start);
        if settings.index.is_some() && index.scope() != Scope::Primary {
            operation = operation.index(index.name());
        }
        // Neighbours in the partition are none of the caller's business.
        if let Some((attribute, tag)) = E::SCHEMA.tag() {
            let name = expressions.name(attribute);
            let value = expressions.value(&Bound::S(tag.to_owned()));
            operation = operation.filter(ops::Expression::composed(format!("{name} = {value}")));
        }
        condition::fill(operation.placeholders(), &expressions);
        if settings.consistent {
            operation = operation.consistent();
        }
        if settings.descending {
            operation = operation.descending();
        }
        if let Some(entities) = settings.take {
            operation = operation.take(entities);
        }
        if let Some(entities) = settings.page_size {
            operation = operation.page_size(entities);
        }
        if let Some(pages) = settings.max_pages {
            operation = operation.max_pages(pages);
        }
        Ok(operation)
    }

    /// One page, with the cursor to the next.
    ///
    /// # Errors
    ///
    /// Conditions that are no key condition, a value that cannot be stored, the errors of the request, an item that
    /// does not fit `E`.
    pub async fn fetch_page(self, executor: &(impl Executor + ?Sized)) -> Result<Page<E>, Error> {
        self.into_operation(executor, Reads::Entities)?.send(executor).await
    }

    /// All pages, one request each, when they are asked for.
    pub fn pages<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Pages<'a, E> {
        match self.into_operation(executor, Reads::Entities) {
            Ok(operation) => operation.pages(executor),
            Err(error) => Pages::failed(error),
        }
    }

    /// All entities, as a stream.
    pub fn fetch<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, E> {
        let take = self.operation.take;
        Items::new(self.pages(executor), take)
    }

    /// All entities.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page), for any page.
    pub async fn fetch_all(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<E>, Error> {
        self.fetch(executor).collect().await
    }

    /// The first entity, if there is one.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page).
    pub async fn fetch_optional(self, executor: &(impl Executor + ?Sized)) -> Result<Option<E>, Error> {
        Ok(self.take(1).fetch_all(executor).await?.pop())
    }

    /// How many there are; none is transferred.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_page`](Self::fetch_page), for any page.
    pub async fn count(self, executor: &(impl Executor + ?Sized)) -> Result<u64, Error> {
        self.into_operation(executor, Reads::Count)?.count(executor).await
    }
}
