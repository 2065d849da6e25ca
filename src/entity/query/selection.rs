//! What a query reads of the entities that it finds.

use std::marker::PhantomData;

use ddbx_core::codec::Decode;
use ddbx_core::codec::form::Plain;
use ddbx_core::expression::Field;

use super::Query;
use crate::entity::read::Plucked;
use crate::entity::{Entity, Selection};
use crate::read::{Shape, Whole};

impl<E: Entity, T: Send + 'static, S: Shape<T>> Query<E, T, S> {
    /// Reads a [view](derive@crate::View) of the entities: only its fields are transferred.
    ///
    /// The index need not copy more than that: one that covers the view serves the query, and what is read and paid for is
    /// the index's items, which are smaller. One that does not is refused, or passed over for another that serves;
    /// [`hydrate`](Self::hydrate) reads what it lacks from the table. [`count`](Self::count) reads no field, and stays as it
    /// is.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, View};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "{number:06}")]
    /// #[entity(by_status(pk = "{status}", sk = "{number:06}", projection = include("total")))]
    /// struct Order {
    ///     #[entity(key_only)]
    ///     customer: String,
    ///     #[entity(key_only)]
    ///     number: u32,
    ///     status: String,
    ///     total: u32,
    ///     lines: Vec<String>,
    /// }
    ///
    /// #[derive(View, Debug, PartialEq)]
    /// #[view(Order)]
    /// struct OrderSummary {
    ///     number: u32,
    ///     total: u32,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Order,)>().await?;
    /// let (status, lines) = ("open".to_owned(), vec!["lamp".to_owned(); 100]);
    /// ddbx::put(Order { customer: "ann".into(), number: 7, status, total: 990, lines }).execute(&pool).await?;
    ///
    /// let open = || ddbx::query::<Order>().filter(|order| order.status.eq("open"));
    /// let orders = open().select::<OrderSummary>().fetch_all(&pool).await?;
    /// assert_eq!(orders, [OrderSummary { number: 7, total: 990 }]);
    ///
    /// // A whole order is not in the index, which has no `lines`.
    /// assert!(open().fetch_all(&pool).await.is_err_and(|error| error.is_invalid()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<V: Selection<E>>(self) -> Query<E, V> {
        self.shaped(V::SELECTED, Whole)
    }

    /// Reads one field of the entities: only its attribute is transferred, and what is returned is values of its type.
    ///
    /// It is read as the entity reads it: in its storage form, with its aliases and its default, or out of the key. All that
    /// is said of views holds for it, too: an index need not copy more, `after_read` does not run, and of an entity with a
    /// `schema_version`, it does not compile.
    ///
    /// A field with a storage form can be read in the form or without it: say which, by the type of the result.
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    /// use std::time::{Duration, SystemTime};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "orders")]
    /// struct Order {
    ///     #[entity(pk)]
    ///     customer: String,
    ///     #[entity(sk)]
    ///     number: u64,
    ///     total: u32,
    ///     #[entity(unix)]
    ///     placed: SystemTime,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Order,)>().await?;
    /// let placed = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
    /// for number in 1..=3 {
    ///     ddbx::put(Order { customer: "ann".into(), number, total: 10, placed }).execute(&pool).await?;
    /// }
    ///
    /// let orders = || ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
    /// let totals = orders().pluck(|order| order.total).fetch_all(&pool).await?;
    /// assert_eq!(totals.iter().sum::<u32>(), 30);
    ///
    /// let last: Option<SystemTime> = orders().pluck(|order| order.placed).last(&pool).await?;
    /// assert_eq!(last, Some(placed));
    /// # Ok(())
    /// # }
    /// ```
    pub fn pluck<F, U>(self, field: impl FnOnce(&'static E::Fields) -> Field<E, F>) -> Query<E, U, Plucked<E, F>>
    where
        F: for<'de> Decode<'de> + Plain<U> + 'static,
        U: Send + 'static,
    {
        let plucked = Plucked::new(field);
        self.shaped(plucked.selected(), plucked)
    }

    fn shaped<U, R>(mut self, fields: Option<&'static [u16]>, shape: R) -> Query<E, U, R> {
        self.asked.fields = fields;
        Query {
            partition: self.partition,
            clauses: self.clauses,
            asked: self.asked,
            reading: self.reading,
            shape,
            marker: PhantomData,
        }
    }
}
