use std::fmt;
use std::time::SystemTime;

use ddbx_core::codec::Writer;
use ddbx_core::expression::Condition;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Item, Operation, Safety};

use super::condition::{Existence, WriteCondition};
use super::explain::{Known, WriteExplanation, explain_write};
use super::hooks::{self, HookSet as _, Moment};
use super::meaning::Meaning;
use super::repeats::{repeats, times};
use super::{Entity, delete, write_id};
use crate::executor::Executor;
use crate::ops;

/// Deletes an entity that is at hand: with its hooks, and only in the version that was read.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Clone)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     visits: u32,
///     #[entity(version)]
///     version: u64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// let read = ddbx::put(User { id: "u1".into(), visits: 0, version: 0 }).execute(&pool).await?;
/// let written = ddbx::put(User { visits: 1, ..read.clone() }).execute(&pool).await?;
///
/// assert!(ddbx::delete_entity(read).execute(&pool).await.is_err_and(|error| error.is_stale()));
/// ddbx::delete_entity(written).execute(&pool).await?;
/// # Ok(())
/// # }
/// ```
pub fn delete_entity<E: Entity>(entity: E) -> DeleteEntity<E> {
    DeleteEntity {
        entity,
        condition: WriteCondition::new(Existence::Any),
        safety: None,
        at: None,
        unchecked: false,
    }
}

/// A deletion of an entity: see [`delete_entity`].
#[derive(Clone)]
#[must_use = "a delete does nothing until it runs: `.execute(&pool).await`"]
pub struct DeleteEntity<E> {
    entity: E,
    condition: WriteCondition,
    /// What the caller said of repeats.
    safety: Option<Safety>,
    /// The time, if the caller said one.
    at: Option<SystemTime>,
    unchecked: bool,
}

/// Without the entity: it holds the values.
impl<E: Entity> fmt::Debug for DeleteEntity<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteEntity")
            .field("entity", &E::SCHEMA.entity())
            .field("condition", &self.condition)
            .finish()
    }
}

impl<E: Entity> DeleteEntity<E> {
    /// It is an error if the entity is not there: [`Error::is_not_found`].
    pub fn must_exist(mut self) -> Self {
        self.condition.require(Existence::Must);
        self
    }

    repeats!();

    times!();

    /// Deletes it in whatever version it is stored, and runs no [hooks](crate::Hooks).
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Only if this holds for the item that is there. Said twice, both must hold.
    pub fn when(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.condition.when(condition(E::FIELDS));
        self
    }

    /// Deletes it, and gives it back as it was at hand.
    ///
    /// # Errors
    ///
    /// A value that no key can hold, the errors of the request and of hooks; [`Error::is_stale`] if the version is another
    /// one, [`Error::is_not_found`] if it must exist and does not, [`Error::is_condition_failed`] if the condition was
    /// false.
    pub async fn execute(mut self, executor: &(impl Executor + ?Sized)) -> Result<E, Error> {
        let now = self.at.unwrap_or_else(|| executor.now());
        let (before, after): (&[_], &[_]) = if self.unchecked {
            (&[], &[])
        } else {
            (&[Moment::BeforeDelete], &[Moment::AfterDelete])
        };
        hooks::run(&mut self.entity, before, Operation::DeleteItem, executor).await?;
        let (operation, mut entity) = self.into_operation(now, &executor.table(E::SCHEMA));
        let (operation, meaning) = operation?;
        let sent = operation.send_as::<E>(executor).await;
        sent.map_err(|error| meaning.of(E::SCHEMA, error))?;
        hooks::run(&mut entity, after, Operation::DeleteItem, executor).await?;
        Ok(entity)
    }

    /// What it will do, and what it costs: nothing is sent, and no [hooks](crate::Hooks) run. The item is taken to be as
    /// large as the entity at hand. An example is at [`WriteExplanation`].
    ///
    /// # Errors
    ///
    /// A value that no key can hold, or that cannot be compared with.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error> {
        let (now, table) = (self.at.unwrap_or_else(|| executor.now()), executor.table(E::SCHEMA));
        let is_checked = E::SCHEMA.version().is_some() && !self.unchecked && self.entity.__version() != 0;
        let known = Known {
            existed: if is_checked {
                Some(true)
            } else {
                self.condition.existed(E::SCHEMA)
            },
            // What cannot be stored can be deleted: then its size is not known.
            read: stored(&self.entity).map(|item| (item, is_checked)),
            has_hooks: E::Hooks::EXIST && !self.unchecked,
        };
        let (operation, _) = self.operation(self.condition.clone(), now, &table)?;
        explain_write(E::SCHEMA, &operation.into_request()?, &table, &known)
    }

    fn into_operation(mut self, now: SystemTime, table: &TableName) -> (Result<(ops::DeleteItem, Meaning), Error>, E) {
        let condition = std::mem::replace(&mut self.condition, WriteCondition::new(Existence::Any));
        (self.operation(condition, now, table), self.entity)
    }

    /// The deletion under its condition, which is moved into it.
    fn operation(
        &self,
        mut condition: WriteCondition,
        now: SystemTime,
        table: &TableName,
    ) -> Result<(ops::DeleteItem, Meaning), Error> {
        if E::SCHEMA.version().is_some() && !self.unchecked {
            condition.require_version(self.entity.__version());
        }
        let mut key = Writer::new();
        let key = self.entity.write_key(&mut key).map(|()| key.into_vec());
        let meaning = condition.meaning(E::SCHEMA, now);
        let key = key.map_err(Error::encode);
        let operation = delete::operation::<E>(key, condition, self.safety, now, table)?;
        Ok((operation, meaning))
    }
}

/// The item that was read, or one like it: with an id of its last write.
fn stored<E: Entity>(entity: &E) -> Option<Item> {
    let mut item = entity.to_item().ok()?;
    if let Some(attribute) = E::SCHEMA.write_id() {
        item.insert(attribute, write_id::mint());
    }
    Some(item)
}
