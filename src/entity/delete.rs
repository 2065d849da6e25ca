use std::marker::PhantomData;
use std::time::SystemTime;

use ddbx_core::codec::{self, Bound};
use ddbx_core::expression::{Condition, Expressions};
use ddbx_core::request::TableName;
use ddbx_core::{Clock as _, Error, Operation, Safety};
use ddbx_middleware::TokioClock;

use super::cloned::cloned;
use super::condition::{self, Existence, WriteCondition};
use super::explain::{Known, WriteExplanation, explain_write};
use super::repeats::{repeats, times};
use super::tag::Own;
use super::{Entity, ExactlyOnce, IntoKey, key};
use crate::executor::Executor;
use crate::ops;

/// Deletes the entity with this key. One that is not there is no error, unless asked for.
///
/// Hooks do not run, as there is no entity to run them with, and no version is checked, unless a condition does; for
/// both, see [`delete_entity`](crate::delete_entity).
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
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
/// ddbx::delete::<User>("u1").execute(&pool).await?;
/// let error = ddbx::delete::<User>("u1").must_exist().execute(&pool).await.unwrap_err();
/// assert!(error.is_not_found());
/// # Ok(())
/// # }
/// ```
pub fn delete<E: Entity>(key: impl IntoKey<E::Key>) -> Delete<E> {
    Delete {
        key: key.into_key(),
        condition: WriteCondition::new(Existence::Any),
        safety: None,
        at: None,
        entity: PhantomData,
    }
}

/// A deletion by key: see [`delete`].
#[derive(Debug)]
#[must_use = "a delete does nothing until it runs: `.execute(&pool).await`"]
pub struct Delete<E> {
    key: codec::Result<Vec<Bound>>,
    condition: WriteCondition,
    /// What the caller said of repeats.
    safety: Option<Safety>,
    /// The time, if the caller said one.
    at: Option<SystemTime>,
    entity: PhantomData<fn() -> E>,
}

cloned!([E] Delete<E> { key, condition, safety, at, entity });

/// A [`Delete`] that returns the entity it deleted.
#[derive(Debug)]
#[must_use = "a delete does nothing until it runs: `.execute(&pool).await`"]
pub struct DeleteReturning<E>(Delete<E>);

cloned!([E] DeleteReturning<E> { 0 });

impl<E: Entity> Delete<E> {
    /// It is an error if the entity is not there: [`Error::is_not_found`].
    pub fn must_exist(mut self) -> Self {
        self.condition.require(Existence::Must);
        self
    }

    repeats!();

    times!();

    /// Only if this holds for the item that is there. Said twice, both must hold.
    pub fn when(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.condition.when(condition(E::FIELDS));
        self
    }

    /// Returns the entity that was deleted; of another entity's item, nothing.
    pub fn returning_old(self) -> DeleteReturning<E> {
        DeleteReturning(self)
    }

    /// Deletes it.
    ///
    /// # Errors
    ///
    /// A value that no key can hold, the errors of the request; [`Error::is_not_found`] if it must exist and does not,
    /// [`Error::is_condition_failed`] if the condition was false.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<(), Error> {
        self.run(executor, false).await.map(drop)
    }

    /// Deletes it once and no more, whatever happens on the way: see [`ExactlyOnce`].
    pub fn exactly_once(self) -> ExactlyOnce<()> {
        let now = self.at.unwrap_or_else(|| TokioClock.wall());
        let meaning = self.condition.meaning(E::SCHEMA, now);
        let operation = self.into_operation(now, &TableName::from(E::SCHEMA.table()));
        ExactlyOnce::new(E::SCHEMA, operation.map(|operation| (operation, meaning)), ())
    }

    /// What it will do, and what it costs: nothing is sent. An example is at [`WriteExplanation`].
    ///
    /// How large the item is, it does not know: see [`WriteExplanation::with_item_size`].
    ///
    /// # Errors
    ///
    /// A value that no key can hold, or that cannot be compared with.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error> {
        let (now, table) = (self.at.unwrap_or_else(|| executor.now()), executor.table(E::SCHEMA));
        let known = Known {
            existed: self.condition.existed(E::SCHEMA),
            read: None,
            has_hooks: false,
        };
        let request = self.clone().into_operation(now, &table)?.into_request()?;
        explain_write(E::SCHEMA, &request, &table, &known)
    }

    async fn run(self, executor: &(impl Executor + ?Sized), return_old: bool) -> Result<Option<E>, Error> {
        let now = self.at.unwrap_or_else(|| executor.now());
        let meaning = self.condition.meaning(E::SCHEMA, now);
        let mut operation = self.into_operation(now, &executor.table(E::SCHEMA))?;
        if return_old {
            operation = operation.return_old();
        }
        let output = operation.send_as::<Own<E>>(executor).await;
        output
            .map(|output| {
                let old = output.old.and_then(|Own(entity)| entity);
                old.filter(|old| !meaning.has_expired(old))
            })
            .map_err(|error| meaning.of(E::SCHEMA, error))
    }

    fn into_operation(self, now: SystemTime, table: &TableName) -> Result<ops::DeleteItem, Error> {
        let key = key::encode::<E>(self.key).map_err(Error::encode);
        operation::<E>(key, self.condition, self.safety, now, table)
    }
}

/// The deletion of the item with this key.
pub(super) fn operation<E: Entity>(
    key: Result<Vec<u8>, Error>,
    condition: WriteCondition,
    safety: Option<Safety>,
    now: SystemTime,
    table: &TableName,
) -> Result<ops::DeleteItem, Error> {
    let mut operation = ops::DeleteItem::new(table).known_safety(safety).encoded_key(key);
    let mut expressions = Expressions::new();
    if let Some(text) = condition
        .write::<E>(now, &mut expressions)
        .map_err(|error| error.in_operation(Operation::DeleteItem).on_table(table))?
    {
        condition::fill(operation.placeholders(), &expressions);
        operation = operation.condition(text).return_old_on_failure();
    }
    Ok(operation)
}

impl<E: Entity> DeleteReturning<E> {
    /// Deletes it, and gives what was deleted.
    ///
    /// # Errors
    ///
    /// Those of [`Delete::execute`], and a deleted item that does not fit `E`.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<Option<E>, Error> {
        self.0.run(executor, true).await
    }

    /// What it will do, and what it costs: see [`Delete::explain`]. What is returned costs nothing.
    ///
    /// # Errors
    ///
    /// Those of [`Delete::explain`].
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error> {
        self.0.explain(executor)
    }
}
