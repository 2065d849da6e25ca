//! Queries whose pages end in sealed cursors.

use std::fmt;
use std::time::Duration;

use ddbx_core::schema::Schema;
use ddbx_core::{Error, Operation};

use super::read::Reading;
use super::{Collection, CollectionQuery, Entity, PlannedQuery, Queried, Query};
use crate::cursor::{Fingerprint, Place, Seal, SealedPage, Sealing};
use crate::executor::Executor;
use crate::read::Shape;

/// A query that is read page by page by a user of the application: see [`Query::sealed_for`].
///
/// Everything else of the query is said before. What is left is to read one page: there is no cursor in clear to give away
/// by mistake, and none to take.
#[derive(Clone)]
#[must_use = "a query does nothing until it runs: `.fetch_page(&pool).await`"]
pub struct Sealed<S> {
    statement: S,
    seal: Seal,
}

impl<S> Sealed<S> {
    fn new(statement: S, principal: &[u8]) -> Self {
        Self {
            statement,
            seal: Seal::new(principal),
        }
    }

    /// Goes on after the page that this token came with; without one, as the query begins. It is the text as the user gave
    /// it: whether it is good, [`fetch_page`](Self::fetch_page) finds out.
    pub fn start_at<'t>(mut self, token: impl Into<Option<&'t str>>) -> Self {
        self.seal.start_at(token.into());
        self
    }

    /// How long the next page's token serves. Default: that of the
    /// [keys](crate::cursor::CursorKeys::valid_for), one hour.
    pub fn valid_for(mut self, lifetime: Duration) -> Self {
        self.seal.valid_for(lifetime);
        self
    }
}

/// Without the principal and the token.
impl<S: fmt::Debug> fmt::Debug for Sealed<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed")
            .field("statement", &self.statement)
            .finish_non_exhaustive()
    }
}

impl<E: Entity, T: Send + 'static, S: Shape<T>> Query<E, T, S> {
    /// The query as a user of the application pages through it, by sealed cursors: see [`cursor`](crate::cursor) for what
    /// they are bound to.
    ///
    /// The principal is whom its tokens serve, and nobody else: the id of the user who is logged in, together with the
    /// tenant's where ids are a tenant's own. It comes from the session, never from the request's parameters. Where
    /// everybody may go on with everybody's token, any constant will do.
    ///
    /// ```
    /// use ddbx::cursor::{CursorKey, CursorKeys};
    /// use ddbx::{Entity, PoolOptions};
    ///
    /// #[derive(Entity)]
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
    /// # let keys = CursorKeys::new(CursorKey::from_base64(1, "pAHoIZuvSkwYGRVyGYFRzqGjEkZVHq2cBChLDpJ6eMY=")?);
    /// let pool = PoolOptions::new().cursor_keys(&keys).connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Order,)>().await?;
    /// for number in 1..=5 {
    ///     ddbx::put(Order { customer: "c1".into(), number }).execute(&pool).await?;
    /// }
    ///
    /// let orders_of = |customer| ddbx::query::<Order>().filter(|order| order.customer.eq(customer)).page_size(3);
    /// let first = orders_of("c1").sealed_for("c1").fetch_page(&pool).await?;
    /// let token = first.token.expect("there are more than three");
    ///
    /// let second = orders_of("c1").sealed_for("c1").start_at(token.as_str()).fetch_page(&pool).await?;
    /// assert_eq!(second.items[0].number, 4);
    ///
    /// let stolen = orders_of("c1").sealed_for("c2").start_at(token.as_str()).fetch_page(&pool).await;
    /// assert!(stolen.is_err_and(|error| error.is_invalid_cursor()));
    /// # Ok(())
    /// # }
    /// ```
    pub fn sealed_for(self, principal: impl AsRef<[u8]>) -> Sealed<Self> {
        Sealed::new(self, principal.as_ref())
    }
}

impl<E: Entity, T: Send + 'static, S: Shape<T>> Sealed<Query<E, T, S>> {
    /// One page, with the token of the next.
    ///
    /// # Errors
    ///
    /// Before anything is sent: [`ErrorKind::InvalidCursor`](crate::ErrorKind::InvalidCursor) for a token that does not go
    /// on here or has expired, [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) where the pool has no
    /// [keys](crate::PoolOptions::cursor_keys), [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) for an empty principal.
    /// And those of [`Query::fetch_page`].
    pub async fn fetch_page(self, executor: &(impl Executor + ?Sized)) -> Result<SealedPage<T>, Error> {
        let Self { mut statement, seal } = self;
        let (index, query) = statement.fingerprint();
        let sealing = open(seal, E::SCHEMA, index, query, &mut statement.reading, executor)?;
        let page = statement.fetch_page(executor).await?;
        sealing.page(page, executor.now())
    }
}

impl<E: Queried, T: Send + 'static, S: Shape<T>> PlannedQuery<E, T, S> {
    /// The query as a user of the application pages through it, by sealed cursors: see [`Query::sealed_for`].
    pub fn sealed_for(self, principal: impl AsRef<[u8]>) -> Sealed<Self> {
        Sealed::new(self, principal.as_ref())
    }
}

impl<E: Queried, T: Send + 'static, S: Shape<T>> Sealed<PlannedQuery<E, T, S>> {
    /// One page, with the token of the next.
    ///
    /// # Errors
    ///
    /// Those of a sealed [`Query`], and of [`PlannedQuery::fetch_page`].
    pub async fn fetch_page(self, executor: &(impl Executor + ?Sized)) -> Result<SealedPage<T>, Error> {
        let Self { mut statement, seal } = self;
        let (index, query) = statement.fingerprint();
        let sealing = open(
            seal,
            E::DESCRIPTION,
            Some(index),
            query,
            &mut statement.reading,
            executor,
        )?;
        let page = statement.fetch_page(executor).await?;
        sealing.page(page, executor.now())
    }
}

impl<C: Collection> CollectionQuery<C> {
    /// The query as a user of the application pages through it, by sealed cursors: see [`Query::sealed_for`].
    pub fn sealed_for(self, principal: impl AsRef<[u8]>) -> Sealed<Self> {
        Sealed::new(self, principal.as_ref())
    }
}

impl<C: Collection> Sealed<CollectionQuery<C>> {
    /// One page, with the token of the next.
    ///
    /// # Errors
    ///
    /// Those of a sealed query over one entity, and of [`CollectionQuery::fetch_page`].
    pub async fn fetch_page(self, executor: &(impl Executor + ?Sized)) -> Result<SealedPage<C>, Error> {
        let Self { mut statement, seal } = self;
        let Some(first) = C::MEMBERS.first() else {
            return Err(Error::invalid(format!("`{}` is a collection of nothing", C::NAME)));
        };
        let (index, query) = (statement.index, statement.fingerprint());
        let sealing = open(seal, first, index, query, &mut statement.reading, executor)?;
        let page = statement.fetch_page(executor).await?;
        sealing.page(page, executor.now())
    }
}

/// Has the statement go on where its token says. `query` knows what it asks for already, but for how it is read.
fn open<'a>(
    seal: Seal,
    schema: &'static Schema,
    index: Option<&'static str>,
    mut query: Fingerprint,
    reading: &mut Reading,
    executor: &'a (impl Executor + ?Sized),
) -> Result<Sealing<'a>, Error> {
    query.flag(reading.descending);
    query.flag(reading.sees_expired);
    let place = Place {
        operation: Operation::Query,
        table: executor.table(schema),
        index,
        query: query.finish(),
    };
    let (sealing, start) = seal.open(place, executor)?;
    if start.is_some() {
        reading.start = start;
    }
    Ok(sealing)
}
