//! Reading entities by any number of keys.

mod answer;
mod report;
mod run;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};
use ddbx_middleware::retry::Delay;
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

pub use answer::{Answer, Answers};
pub use report::GetManyReport;

use super::{Entity, IntoKey, Selection, key};
use crate::batch::{Keys, ReadOptions, UnprocessedKeys};
use crate::executor::Executor;
use crate::ops::{Capacity, Items};

/// Reads the entities with these keys, however many they are: `BatchGetItem`, 100 keys each, some at a time.
///
/// A key is what [`get`](fn@crate::get) takes, and what a get would not find is missing here, too: an item of another entity,
/// and one that has expired. Inputs are answered in their order. A key that is given twice is read once, as long as its
/// answer is on its way, and answered twice. Keys are pulled from the iterator when there is room for them: no more than
/// fit into the requests that may be in flight. No key at all is no request.
///
/// # What DynamoDB leaves over
///
/// DynamoDB answers with 16 MB at most, and with less where capacity is short, and gives the other keys back. They are
/// asked for again: at once where the answer was full, and otherwise after [a random delay that grows](GetMany::delay). Only
/// a request that got nothing done counts as an [attempt](GetMany::attempts). Keys that are given up are *unprocessed*,
/// which is not missing: [`fetch_all`](GetMany::fetch_all), [`fetch_each`](GetMany::fetch_each) and
/// [`fetch`](GetMany::fetch) then fail with an error that has the [`UnprocessedKeys`], and
/// [`execute`](GetMany::execute) reports them.
///
/// Source: [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// ddbx::put(User { id: "u1".into() }).execute(&pool).await?;
/// ddbx::put(User { id: "u3".into() }).execute(&pool).await?;
///
/// let ids = ["u3", "u2", "u1"];
/// let users = ddbx::get_many::<User>(ids).fetch_all(&pool).await?;
/// assert_eq!(users, [User { id: "u3".into() }, User { id: "u1".into() }]);
///
/// let users = ddbx::get_many::<User>(ids).consistent().fetch_each(&pool).await?;
/// assert_eq!(users.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true]);
/// # Ok(())
/// # }
/// ```
pub fn get_many<'k, E: Entity + 'k>(
    keys: impl IntoIterator<Item: IntoKey<E::Key>, IntoIter: Send + 'k> + 'k,
) -> GetMany<'k, E> {
    get_many_from(stream::iter(keys))
}

/// Reads the entities with the keys of a stream: [`get_many`] of keys that come one after the other.
///
/// Full requests are made as long as keys come fast enough. When they do not, a request is made of those that are there as
/// soon as no other is in flight: a stream may wait for the answer to its last key before it gives the next.
///
/// ```
/// use ddbx::{Entity, Pool};
/// use futures_util::{StreamExt, stream};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
///
/// let ids = stream::iter(0..1000).map(|number| format!("u{number}"));
/// let report = ddbx::get_many_from::<User>(ids).execute(&pool).await?;
/// assert_eq!((report.missing(), report.requests()), (1000, 10));
/// # Ok(())
/// # }
/// ```
pub fn get_many_from<'k, E: Entity + 'k>(keys: impl Stream<Item: IntoKey<E::Key>> + Send + 'k) -> GetMany<'k, E> {
    let keys = keys.enumerate().map(|(position, key)| {
        let values = key.into_key().map_err(|error| error.of(E::SCHEMA.entity()));
        key::encode::<E>(values).map(Bytes::from).map_err(|error| {
            let error = Error::encode(error.at_index(position).at("keys"));
            error.in_operation(Operation::BatchGetItem)
        })
    });
    GetMany {
        keys: keys.boxed(),
        options: ReadOptions::default(),
        table: None,
        selection: PhantomData,
    }
}

/// A read of many keys: see [`get_many`].
#[must_use = "a read does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct GetMany<'k, E, V = E> {
    keys: Keys<'k>,
    options: ReadOptions,
    /// The table that the keys are known to be of.
    table: Option<TableName>,
    selection: PhantomData<fn() -> (E, V)>,
}

impl<'k, E: Entity + 'k> GetMany<'k, E> {
    /// Reads the entities whose keys are given as two lists, of which the values at one position make a key:
    /// [`get_many`] of the pairs.
    ///
    /// That a value is missing in one of them must not shift those behind it, nor leave out the last ones, as `zip` does:
    /// lists that are not equally long are an error when it runs, before anything is sent.
    ///
    /// ```
    /// use ddbx::{Entity, GetMany, Pool};
    ///
    /// #[derive(Entity, Debug, PartialEq)]
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
    /// ddbx::put(Order { customer: "bob".into(), number: 7 }).execute(&pool).await?;
    ///
    /// let (customers, numbers) = (["ann", "bob"], [1, 7]);
    /// let orders = GetMany::<Order>::paired(customers, numbers).fetch_all(&pool).await?;
    /// assert_eq!(orders, [Order { customer: "bob".into(), number: 7 }]);
    ///
    /// let error = GetMany::<Order>::paired(customers, [1]).fetch_all(&pool).await.unwrap_err();
    /// assert!(error.to_string().contains("2 values are paired with 1"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn paired<A, B>(
        first: impl IntoIterator<Item = A, IntoIter: ExactSizeIterator + Send + 'k>,
        second: impl IntoIterator<Item = B, IntoIter: ExactSizeIterator + Send + 'k>,
    ) -> Self
    where
        (A, B): IntoKey<E::Key>,
    {
        let (first, second) = (first.into_iter(), second.into_iter());
        let lengths = (first.len(), second.len());
        let mut this = get_many_from(stream::iter(first.zip(second)));
        if lengths.0 != lengths.1 {
            let message = format!(
                "`{}`: {} values are paired with {}; a key is one of each",
                E::SCHEMA.entity(),
                lengths.0,
                lengths.1
            );
            let error = Error::invalid(message).in_operation(Operation::BatchGetItem);
            this.keys = stream::once(std::future::ready(Err(error))).boxed();
        }
        this
    }
}

impl<'k, E: Entity, V: Selection<E>> GetMany<'k, E, V> {
    /// Reads a [view](derive@crate::View) of the entities: only its fields are transferred, and the keys, by which answers
    /// are told apart. The read units are those of the whole items.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, View};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users")]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    ///     name: String,
    ///     photo: Vec<u8>,
    /// }
    ///
    /// #[derive(View, Debug, PartialEq)]
    /// #[view(User)]
    /// struct UserName {
    ///     name: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(User,)>().await?;
    /// ddbx::put(User { id: "u1".into(), name: "Ann".into(), photo: vec![0; 1000] }).execute(&pool).await?;
    ///
    /// let users = ddbx::get_many::<User>(["u1", "u2"]).select::<UserName>().fetch_each(&pool).await?;
    /// assert_eq!(users, [Some(UserName { name: "Ann".into() }), None]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<W: Selection<E>>(self) -> GetMany<'k, E, W> {
        GetMany {
            keys: self.keys,
            options: self.options,
            table: self.table,
            selection: PhantomData,
        }
    }

    /// Reads what every write has left that ended before the read began (`ConsistentRead`); twice the read units.
    pub fn consistent(mut self) -> Self {
        self.options.consistent = true;
        self
    }

    /// Returns entities also if they have expired and DynamoDB has not deleted them yet. Without it, they are missing.
    pub fn include_expired(mut self) -> Self {
        self.options.sees_expired = true;
        self
    }

    /// How many requests are in flight at once, of 100 keys and up to 16 MB each. At least one. Default: 4.
    ///
    /// It bounds the memory, too: no more inputs are held than these requests have keys.
    pub fn in_flight(mut self, requests: usize) -> Self {
        self.options.in_flight = requests.max(1);
        self
    }

    /// How many requests in a row for the same keys may get nothing done, the first included, before these keys are given
    /// up. At least one. Default: 10.
    ///
    /// What makes an attempt fail as a whole, such as a throttle, is repeated below, by the pool's
    /// [`RetryOptions`](crate::middleware::retry::RetryOptions). What fails there for good is not tried again here.
    pub fn attempts(mut self, requests: u32) -> Self {
        self.options.attempts = requests.max(1);
        self
    }

    /// How long to wait before asking again for keys that came back unprocessed. Default: at random up to 25 ms, 50 ms,
    /// 100 ms, … up to 1 s. Where the delay ends, the keys are given up.
    pub fn delay(mut self, delay: Delay) -> Self {
        self.options.delay = delay;
        self
    }

    /// How long all of it may take, from the call that runs it. Keys that are not answered by then are unprocessed. Default:
    /// no limit but those of each request, by the pool's options.
    pub fn within(mut self, time: Duration) -> Self {
        self.options.within = Some(time);
        self
    }

    /// How much capacity accounting the [report](GetManyReport::consumed_capacity) has; none by default.
    pub fn return_consumed_capacity(mut self, capacity: Capacity) -> Self {
        self.options.capacity = capacity;
        self
    }

    /// The entities that were found, in the order of their keys. For a key that is given twice, there are two.
    ///
    /// # Errors
    ///
    /// A value that no key can hold: the error names the field, and the key by its position. The errors of the requests,
    /// an item that does not fit what is read, and keys that stay unprocessed, which the error [owns](UnprocessedKeys::of).
    pub async fn fetch_all(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<V>, Error> {
        Ok(self.fetch_each(executor).await?.into_iter().flatten().collect())
    }

    /// One answer for each key, in their order: `None` for what is missing.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_all`](Self::fetch_all).
    pub async fn fetch_each(self, executor: &(impl Executor + ?Sized)) -> Result<Vec<Option<V>>, Error> {
        self.execute(executor).await?.complete()
    }

    /// Reads all keys, and reports what became of each. Unprocessed ones are no error here.
    ///
    /// # Errors
    ///
    /// A value that no key can hold, an item that does not fit what is read, and errors of requests that would come again.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<GetManyReport<V>, Error> {
        self.start(executor)?.report().await
    }

    /// The entities that were found, in the order of their keys, as a stream. It reads on when it is polled, and holds no
    /// more than what may be [in flight](Self::in_flight), however many keys there are.
    ///
    /// Its errors are those of [`fetch_all`](Self::fetch_all), and it ends with the first. Of keys that stay unprocessed,
    /// that is the first one, and those behind it are not answered.
    pub fn fetch<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Items<'a, V>
    where
        'k: 'a,
    {
        Items::of(match self.start(executor) {
            Ok(run) => run.found().left_stream(),
            Err(error) => stream::once(std::future::ready(Err(error))).right_stream(),
        })
    }

    /// One answer for each key, in their order, as a stream: [`fetch`](Self::fetch) that tells missing entities from
    /// unprocessed keys, and goes on after both.
    pub fn answers<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Answers<'a, V>
    where
        'k: 'a,
    {
        Answers::of(match self.start(executor) {
            Ok(run) => run.answers().map_ok(|(answer, _)| answer).left_stream(),
            Err(error) => stream::once(std::future::ready(Err(error))).right_stream(),
        })
    }

    fn start<'a>(self, executor: &'a (impl Executor + ?Sized)) -> Result<run::Run<'a, E, V>, Error>
    where
        'k: 'a,
    {
        let table = executor.table(E::SCHEMA);
        if let Some(of) = self.table.filter(|of| *of != table) {
            let message = format!(
                "`{}` is not in the table `{of}`, of which these keys are",
                E::SCHEMA.entity()
            );
            return Err(Error::invalid(message)
                .in_operation(Operation::BatchGetItem)
                .on_table(table));
        }
        Ok(run::Run::new(executor, table, self.keys, self.options))
    }
}

impl UnprocessedKeys {
    /// Asks for these keys again, with the options they were read with. Positions then count these keys only.
    ///
    /// It is for the entity whose keys they are: one of another table is an error when it runs.
    pub fn get_again<E: Entity>(&self) -> GetMany<'static, E> {
        let parts = self.parts();
        let keys: Vec<_> = parts.keys.iter().map(|given| Ok(given.key.clone())).collect();
        GetMany {
            keys: stream::iter(keys).boxed(),
            options: parts.options.clone(),
            table: Some(parts.table.clone()),
            selection: PhantomData,
        }
    }
}

/// Without the keys.
impl<E, V> fmt::Debug for GetMany<'_, E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetMany")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
