use std::fmt;
use std::time::SystemTime;

use ddbx_core::expression::{Condition, Expressions};
use ddbx_core::request::TableName;
use ddbx_core::{Clock as _, Error, Operation, Safety};
use ddbx_middleware::TokioClock;

use super::condition::{self, Existence, WriteCondition};
use super::explain::{Known, WriteExplanation, explain_write};
use super::hooks::{self, HookSet as _, Moment};
use super::meaning::Meaning;
use super::repeats::{repeats, times};
use super::tag::Own;
use super::{Entity, ExactlyOnce, validation, write_id};
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
        at: None,
        unchecked: false,
    }
}

/// A write of a whole entity: see [`put`].
#[derive(Clone)]
#[must_use = "a put does nothing until it runs: `.execute(&pool).await`"]
pub struct Put<E> {
    entity: E,
    condition: WriteCondition,
    /// What the caller said of repeats.
    safety: Option<Safety>,
    /// The time, if the caller said one.
    at: Option<SystemTime>,
    unchecked: bool,
}

/// A [`Put`] that returns the entity it replaced.
#[derive(Clone)]
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

    times!();

    /// Stores it as it is: the version is not compared with the one that is stored, nothing is validated, and no
    /// [hooks](crate::Hooks) run. Managed fields are filled all the same.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Only if this holds for the item that is there. Said twice, both must hold.
    pub fn when(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.condition.when(condition(E::FIELDS));
        self
    }

    /// Returns the entity that was replaced; of another entity's item, nothing.
    pub fn returning_old(self) -> PutReturning<E> {
        PutReturning(self)
    }

    /// Stores it, and gives it back as it is stored: with its ids, times and version.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored or is not valid, an item surely over 400 KB, the errors of the request and of hooks;
    /// [`Error::is_condition_failed`] if the condition was false, with the item that made it so in [`Error::old_item`];
    /// [`Error::is_stale`] if the version is another one.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<E, Error> {
        self.run(executor, false).await.map(|(entity, _)| entity)
    }

    /// Stores it once and no more, whatever happens on the way: see [`ExactlyOnce`].
    ///
    /// Hooks do not run, so that an entity that has some must be [`unchecked`](Self::unchecked) first. Managed times are
    /// those of now: over a restart, say the time [`at`](Self::at) which it was put first.
    pub fn exactly_once(self) -> ExactlyOnce<E> {
        let refusal = (E::Hooks::EXIST && !self.unchecked).then(|| {
            Error::invalid(format!(
                "`{}` has hooks, which `exactly_once` does not run: it wants the same request each time; say `.unchecked()` first",
                E::SCHEMA.entity()
            ))
        });
        let now = self.at.unwrap_or_else(|| TokioClock.wall());
        let (operation, entity) = self.into_operation(now, &TableName::from(E::SCHEMA.table()));
        ExactlyOnce::new(E::SCHEMA, refusal.map_or(operation, Err), entity)
    }

    /// What it will do, and what it costs: nothing is sent, and no [hooks](crate::Hooks) run.
    ///
    /// Managed fields are filled in a clone, for keys and validators look at them: the entity itself gets its id and its
    /// times when it is stored.
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    ///
    /// #[derive(Entity, Clone)]
    /// #[entity(table = "notes", pk = "NOTE#{id}")]
    /// struct Note {
    ///     id: u32,
    ///     text: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(Note,)>().await?;
    /// let put = ddbx::put(Note { id: 1, text: "x".repeat(2000) });
    /// let explanation = put.explain(&pool)?;
    /// assert_eq!(explanation.item_bytes, Some(2016));
    /// assert_eq!(explanation.estimate().table.least, 2);
    /// put.execute(&pool).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`execute`](Self::execute) before anything is sent, but for those of hooks.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error>
    where
        E: Clone,
    {
        let (now, table) = (self.at.unwrap_or_else(|| executor.now()), executor.table(E::SCHEMA));
        let is_new = self.condition.existence() == Existence::MustNot;
        let replaces = E::SCHEMA.version().is_some() && !self.unchecked && self.entity.__version() != 0 && !is_new;
        let known = Known {
            existed: if replaces {
                Some(true)
            } else {
                self.condition.existed(E::SCHEMA)
            },
            read: None,
            has_hooks: E::Hooks::EXIST && !self.unchecked,
        };
        let (operation, _) = self.clone().into_operation(now, &table);
        explain_write(E::SCHEMA, &operation?.0.into_request()?, &table, &known)
    }

    async fn run(mut self, executor: &(impl Executor + ?Sized), return_old: bool) -> Result<(E, Option<E>), Error> {
        let now = self.at.unwrap_or_else(|| executor.now());
        let (before, after) = self.moments();
        hooks::run(&mut self.entity, before, Operation::PutItem, executor).await?;
        let (operation, mut entity) = self.into_operation(now, &executor.table(E::SCHEMA));
        let (mut operation, meaning) = operation?;
        if return_old {
            operation = operation.return_old();
        }
        // Of an item, unlike of a key, nobody below can tell which attribute is the partition key.
        let partition = E::SCHEMA.primary().partition()[0].attribute();
        let request = operation.into_request()?.with_partition(partition);
        let old = match ops::send_write::<Own<E>>(executor, request).await {
            Ok((old, _)) => old.and_then(|Own(entity)| entity),
            Err(error) => return Err(meaning.of(E::SCHEMA, error)),
        };
        hooks::run(&mut entity, after, Operation::PutItem, executor).await?;
        Ok((entity, old.filter(|old| !meaning.has_expired(old))))
    }

    /// The hooks that run before and after it.
    fn moments(&self) -> (&'static [Moment], &'static [Moment]) {
        let creates = self.condition.existence() == Existence::MustNot;
        let versioned = E::SCHEMA.version().is_some();
        match (self.unchecked, versioned && self.entity.__version() != 0) {
            (true, _) => (&[], &[]),
            (false, true) if !creates => (
                &[Moment::BeforeSave, Moment::BeforeUpdate],
                &[Moment::AfterUpdate, Moment::AfterSave],
            ),
            (false, _) if creates || versioned => (
                &[Moment::BeforeSave, Moment::BeforeCreate],
                &[Moment::AfterCreate, Moment::AfterSave],
            ),
            (false, _) => (&[Moment::BeforeSave], &[Moment::AfterSave]),
        }
    }

    fn into_operation(mut self, now: SystemTime, table: &TableName) -> (Result<(ops::PutItem, Meaning), Error>, E) {
        let operation = self
            .operation(now, table)
            .map_err(|error| error.in_operation(Operation::PutItem).on_table(table));
        (operation, self.entity)
    }

    fn operation(&mut self, now: SystemTime, table: &TableName) -> Result<(ops::PutItem, Meaning), Error> {
        let existence = self.condition.existence();
        let mut condition = std::mem::replace(&mut self.condition, WriteCondition::new(existence));
        if E::SCHEMA.version().is_some() && !self.unchecked && existence != Existence::MustNot {
            condition.require_version(self.entity.__version());
        }
        let managed = self.entity.__manage(now);
        managed.map_err(|error| Error::encode(error.of(E::SCHEMA.entity())))?;
        if !self.unchecked {
            validation::of_entity(&self.entity)?;
        }
        let meaning = condition.meaning(E::SCHEMA, now);
        let mut expressions = Expressions::new();
        let condition = condition.write::<E>(now, &mut expressions)?;
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
        Ok((operation, meaning))
    }
}

impl<E: Entity> PutReturning<E> {
    /// Stores it, and gives the entity it replaced.
    ///
    /// # Errors
    ///
    /// Those of [`Put::execute`], and a replaced item that does not fit `E`.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<Option<E>, Error> {
        self.0.run(executor, true).await.map(|(_, old)| old)
    }

    /// What it will do, and what it costs: see [`Put::explain`]. What is returned costs nothing.
    ///
    /// # Errors
    ///
    /// Those of [`Put::explain`].
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error>
    where
        E: Clone,
    {
        self.0.explain(executor)
    }
}
