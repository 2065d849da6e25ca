use std::fmt;

use ddbx_core::expression::{Condition, Expressions};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Safety};

use super::condition::{self, Existence, Meaning, WriteCondition};
use super::repeats::repeats;
use super::tag::Own;
use super::{Entity, ExactlyOnce, write_id};
use crate::executor::Executor;
use crate::ops;

/// Stores an entity: creates it, or replaces the one with the same key.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Clone, Debug, PartialEq)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     visits: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
///
/// let ann = User { id: "u1".into(), visits: 0 };
/// let saved = ddbx::put(ann.clone()).if_not_exists().execute(&pool).await?;
/// assert_eq!(saved, ann);
///
/// let again = ddbx::put(ann.clone()).if_not_exists().execute(&pool).await;
/// assert!(again.unwrap_err().is_condition_failed());
///
/// let old = ddbx::put(User { visits: 1, ..saved }).when(|user| user.visits.lt(5)).returning_old().execute(&pool).await?;
/// assert_eq!(old, Some(ann));
/// # Ok(())
/// # }
/// ```
pub fn put<E: Entity>(entity: E) -> Put<E> {
    Put {
        entity,
        condition: WriteCondition::new(Existence::Any),
        safety: None,
    }
}

/// A write of a whole entity: see [`put`].
#[must_use = "a put does nothing until it runs: `.execute(&pool).await`"]
pub struct Put<E> {
    entity: E,
    condition: WriteCondition,
    /// What the caller said of repeats.
    safety: Option<Safety>,
}

/// A [`Put`] that returns the entity it replaced.
#[must_use = "a put does nothing until it runs: `.execute(&pool).await`"]
pub struct PutReturning<E>(Put<E>);

impl<E: Entity> fmt::Debug for PutReturning<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PutReturning").field(&self.0).finish()
    }
}

/// Without the entity: it holds the values.
impl<E: Entity> fmt::Debug for Put<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put")
            .field("entity", &E::SCHEMA.entity())
            .field("condition", &self.condition)
            .finish()
    }
}

impl<E: Entity> Put<E> {
    /// Only if there is no item with this key.
    pub fn if_not_exists(mut self) -> Self {
        self.condition.require(Existence::MustNot);
        self
    }

    repeats!();

    /// Only if this holds for the item that is there. Said twice, both must hold.
    pub fn when(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.condition.when(condition(E::FIELDS));
        self
    }

    /// Returns the entity that was replaced; of another entity's item, nothing.
    pub fn returning_old(self) -> PutReturning<E> {
        PutReturning(self)
    }

    /// Stores it, and gives it back.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored, an item surely over 400 KB, the errors of the request;
    /// [`Error::is_condition_failed`] if the condition was false, with the item that made it so in
    /// [`Error::old_item`].
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<E, Error> {
        let (operation, entity) = self.into_operation(&executor.table(E::SCHEMA));
        send::<E>(operation?, executor).await?;
        Ok(entity)
    }

    /// Stores it once and no more, whatever happens on the way: see [`ExactlyOnce`].
    pub fn exactly_once(self) -> ExactlyOnce<E> {
        let (operation, entity) = self.into_operation(&TableName::from(E::SCHEMA.table()));
        ExactlyOnce::new(E::SCHEMA, operation, Meaning::plain(), entity)
    }

    fn into_operation(self, table: &TableName) -> (Result<ops::PutItem, Error>, E) {
        let mut expressions = Expressions::new();
        let condition = self
            .condition
            .write::<E>(&mut expressions)
            .map_err(|error| error.in_operation(Operation::PutItem).on_table(table));
        let operation = condition.map(|condition| {
            let mut operation = ops::PutItem::new(table).known_safety(self.safety);
            operation = match E::SCHEMA.write_id() {
                None => operation.item(&self.entity),
                Some(attribute) => {
                    let id = write_id::mint();
                    let item = ops::encode_item(&self.entity).map(|item| write_id::add(item, attribute, &id));
                    operation.encoded_item(item).write_id(attribute, id)
                }
            };
            if let Some(text) = condition {
                condition::fill(operation.placeholders(), &expressions);
                operation = operation.condition(text).return_old_on_failure();
            }
            operation
        });
        (operation, self.entity)
    }
}

impl<E: Entity> PutReturning<E> {
    /// Stores it, and gives the entity it replaced.
    ///
    /// # Errors
    ///
    /// Those of [`Put::execute`], and a replaced item that does not fit `E`.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<Option<E>, Error> {
        let (operation, _) = self.0.into_operation(&executor.table(E::SCHEMA));
        send::<E>(operation?.return_old(), executor).await
    }
}

/// Sends it, and gives the item it replaced, if that was asked for.
async fn send<E: Entity>(operation: ops::PutItem, executor: &(impl Executor + ?Sized)) -> Result<Option<E>, Error> {
    // Of an item, unlike of a key, nobody below can tell which attribute is the partition key.
    let partition = E::SCHEMA.primary().partition()[0].attribute();
    let request = operation.into_request()?.with_partition(partition);
    let (old, _) = ops::send_write::<Own<E>>(executor, request).await?;
    Ok(old.and_then(|Own(entity)| entity))
}
