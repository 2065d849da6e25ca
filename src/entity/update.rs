use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::time::SystemTime;

use ddbx_core::codec::{self, Attribute, Bind, Bound, CodecError, Numeric, SetLike, SetMember, Writer};
use ddbx_core::expression::{Condition, Expressions, Field};
use ddbx_core::request::TableName;
use ddbx_core::schema::FieldDef;
use ddbx_core::{Clock as _, Error, Operation, Safety};
use ddbx_middleware::TokioClock;

use super::change::{Change, Changes, Clause};
use super::cloned::cloned;
use super::condition::{self, Existence, WriteCondition};
use super::explain::{Known, WriteExplanation, explain_write};
use super::meaning::Meaning;
use super::repeats::{repeats, times};
use super::{Entity, ExactlyOnce, IntoKey, key, validation, write_id};
use crate::executor::Executor;
use crate::ops;

/// Changes attributes of the entity with this key, which must exist.
///
/// Fields that are set are validated, if they have a validator of their own. Rules for the whole entity and hooks do not
/// run, as there is no entity to run them with. A version is counted, and compared if a condition asks for one.
///
/// ```
/// use ddbx::{Entity, Pool};
/// use std::collections::HashSet;
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     name: String,
///     note: Option<String>,
///     visits: u32,
///     tags: HashSet<String>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// # ddbx::put(User { id: "u1".into(), name: "Ann".into(), note: None, visits: 0, tags: HashSet::new() }).execute(&pool).await?;
///
/// let user = ddbx::update::<User>("u1")
///     .set(|user| user.name, "Anne")
///     .add(|user| user.visits, 1)
///     .add_members(|user| user.tags, ["vip"])
///     .remove(|user| user.note)
///     .when(|user| user.visits.lt(100))
///     .returning_new()
///     .execute(&pool)
///     .await?;
/// assert_eq!((user.name.as_str(), user.visits), ("Anne", 1));
///
/// let missing = ddbx::update::<User>("u2").add(|user| user.visits, 1).execute(&pool).await;
/// assert!(missing.unwrap_err().is_not_found());
/// # Ok(())
/// # }
/// ```
pub fn update<E: Entity>(key: impl IntoKey<E::Key>) -> Update<E> {
    Update {
        key: key.into_key(),
        changes: Changes::default(),
        condition: WriteCondition::new(Existence::Must),
        safety: None,
        at: None,
        touches: false,
        unchecked: false,
        entity: PhantomData,
    }
}

/// A change by key: see [`update`].
#[derive(Debug)]
#[must_use = "an update does nothing until it runs: `.execute(&pool).await`"]
pub struct Update<E> {
    key: codec::Result<Vec<Bound>>,
    changes: Changes,
    condition: WriteCondition,
    /// What the caller said of repeats.
    safety: Option<Safety>,
    /// The time, if the caller said one.
    at: Option<SystemTime>,
    touches: bool,
    unchecked: bool,
    entity: PhantomData<fn() -> E>,
}

cloned!([E] Update<E> { key, changes, condition, safety, at, touches, unchecked, entity });

/// An [`Update`] that returns the entity, as it was or as it is.
#[derive(Debug)]
#[must_use = "an update does nothing until it runs: `.execute(&pool).await`"]
pub struct UpdateReturning<E> {
    update: Update<E>,
    values: ops::ReturnValues,
}

cloned!([E] UpdateReturning<E> { update, values });

impl<E: Entity> Update<E> {
    /// Sets an attribute (`SET`).
    pub fn set<T: Attribute, V: Bind<T::Cmp>>(
        self,
        field: impl FnOnce(&'static E::Fields) -> Field<E, T>,
        value: V,
    ) -> Self {
        self.change(field(E::FIELDS), Clause::Set, value.bind())
    }

    /// Adds to a number (`ADD`); one that is not there counts as zero.
    ///
    /// DynamoDB's numbers have 38 digits whatever the field's type: guard a narrow one with [`when`](Self::when), or an
    /// item may hold a number that the field cannot.
    pub fn add<T: Attribute + Numeric, V: Bind<T::Cmp>>(
        self,
        field: impl FnOnce(&'static E::Fields) -> Field<E, T>,
        number: V,
    ) -> Self {
        self.change(field(E::FIELDS), Clause::Add, number.bind())
    }

    /// Subtracts from a number (`ADD`, negated); one that is not there counts as zero.
    ///
    /// DynamoDB's numbers have a sign whatever the field's type: guard an unsigned one with [`when`](Self::when), or an
    /// item may hold a number that the field cannot.
    pub fn subtract<T: Attribute + Numeric, V: Bind<T::Cmp>>(
        self,
        field: impl FnOnce(&'static E::Fields) -> Field<E, T>,
        number: V,
    ) -> Self {
        self.change(field(E::FIELDS), Clause::Add, number.bind().map(Bound::negated))
    }

    /// Removes an attribute (`REMOVE`), which must be one that may be missing: an `Option`, a set, or a field with a
    /// default.
    pub fn remove<T: Attribute>(mut self, field: impl FnOnce(&'static E::Fields) -> Field<E, T>) -> Self {
        let field = field(E::FIELDS).reference();
        self.changes.push(Change {
            field,
            clause: Clause::Remove,
            value: Ok(None),
        });
        self
    }

    /// Adds members to a set (`ADD`).
    pub fn add_members<T: SetLike, V: Bind<T::Member>>(
        self,
        field: impl FnOnce(&'static E::Fields) -> Field<E, T>,
        members: impl IntoIterator<Item = V>,
    ) -> Self
    where
        T::Member: SetMember,
    {
        self.change(field(E::FIELDS), Clause::Add, bind_members::<T::Member, V>(members))
    }

    /// Deletes members from a set (`DELETE`).
    pub fn delete_members<T: SetLike, V: Bind<T::Member>>(
        self,
        field: impl FnOnce(&'static E::Fields) -> Field<E, T>,
        members: impl IntoIterator<Item = V>,
    ) -> Self
    where
        T::Member: SetMember,
    {
        self.change(field(E::FIELDS), Clause::Delete, bind_members::<T::Member, V>(members))
    }

    fn change<T>(mut self, field: Field<E, T>, clause: Clause, value: codec::Result<Bound>) -> Self {
        self.changes.push(Change {
            field: field.reference(),
            clause,
            value: value.map(Some),
        });
        self
    }

    /// Counts as a write although nothing else is changed: the time of the last write, and the version, move on.
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    /// use std::time::SystemTime;
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "sessions")]
    /// struct Session {
    ///     #[entity(pk)]
    ///     id: String,
    ///     #[entity(updated_at)]
    ///     seen: Option<SystemTime>,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// # let pool = Pool::connect("dynamodb::memory:").await?;
    /// # pool.create_tables::<(Session,)>().await?;
    /// let first = ddbx::put(Session { id: "s1".into(), seen: None }).execute(&pool).await?;
    /// let touched = ddbx::update::<Session>("s1").touch().returning_new().execute(&pool).await?;
    /// assert!(touched.seen > first.seen);
    /// # Ok(())
    /// # }
    /// ```
    pub fn touch(mut self) -> Self {
        self.touches = true;
        self
    }

    /// Validates nothing, and changes an item in whatever form it is stored.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    repeats!();

    times!();

    /// Only if this holds for the item that is there. Said twice, both must hold.
    pub fn when(mut self, condition: impl FnOnce(&'static E::Fields) -> Condition<E>) -> Self {
        self.condition.when(condition(E::FIELDS));
        self
    }

    /// Returns the entity as it is afterwards.
    pub fn returning_new(self) -> UpdateReturning<E> {
        UpdateReturning {
            update: self,
            values: ops::ReturnValues::AllNew,
        }
    }

    /// Returns the entity as it was before.
    pub fn returning_old(self) -> UpdateReturning<E> {
        UpdateReturning {
            update: self,
            values: ops::ReturnValues::AllOld,
        }
    }

    /// Makes the changes.
    ///
    /// # Errors
    ///
    /// Before anything is sent: no change, two changes of one attribute, a change of a key, a value that cannot be
    /// stored. Then the errors of the request; [`Error::is_not_found`] if there is no item with this key,
    /// [`Error::is_condition_failed`] if the condition was false.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<(), Error> {
        self.run(executor, ops::ReturnValues::None).await.map(drop)
    }

    /// Makes the changes once and no more, whatever happens on the way: see [`ExactlyOnce`].
    ///
    /// The time of the last write is that of now: over a restart, say the time [`at`](Self::at) which it was made first.
    pub fn exactly_once(self) -> ExactlyOnce<()> {
        let now = self.at.unwrap_or_else(|| TokioClock.wall());
        let operation = self.into_operation(now, &TableName::from(E::SCHEMA.table()));
        ExactlyOnce::new(E::SCHEMA, operation, ())
    }

    /// What it will do, and what it costs: nothing is sent.
    ///
    /// How large the item is, it does not know: see [`WriteExplanation::with_item_size`].
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    ///
    /// #[derive(Entity)]
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
    /// let update = ddbx::update::<User>("u1").add(|user| user.visits, 1).when(|user| user.visits.lt(100));
    /// let explanation = update.explain(&pool)?.with_item_size(1500);
    /// assert_eq!(explanation.changes, ["ADD visits …"]);
    /// assert_eq!(explanation.condition.as_deref(), Some("attribute_exists(id) AND visits < …"));
    /// assert_eq!(explanation.estimate().total.to_string(), "2");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`execute`](Self::execute) before anything is sent.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error> {
        let (now, table) = (self.at.unwrap_or_else(|| executor.now()), executor.table(E::SCHEMA));
        let known = Known {
            existed: self.condition.existed(E::SCHEMA),
            read: None,
            has_hooks: false,
        };
        let (operation, _) = self.clone().into_operation(now, &table)?;
        explain_write(E::SCHEMA, &operation.into_request()?, &table, &known)
    }

    async fn run(self, executor: &(impl Executor + ?Sized), values: ops::ReturnValues) -> Result<Option<E>, Error> {
        let now = self.at.unwrap_or_else(|| executor.now());
        let (operation, meaning) = self.into_operation(now, &executor.table(E::SCHEMA))?;
        let output = operation.return_values(values).send_as(executor).await;
        output
            .map(|output| output.attributes)
            .map_err(|error| meaning.of(E::SCHEMA, error))
    }

    fn into_operation(self, now: SystemTime, table: &TableName) -> Result<(ops::UpdateItem, Meaning), Error> {
        self.operation(now, table)
            .map_err(|error| error.in_operation(Operation::UpdateItem).on_table(table))
    }

    fn operation(mut self, now: SystemTime, table: &TableName) -> Result<(ops::UpdateItem, Meaning), Error> {
        let schema = E::SCHEMA;
        self.changes.check(schema, self.touches)?;
        if !self.unchecked {
            let mut settings = self.changes.settings();
            settings.try_for_each(|(field, value)| validation::of_field::<E>(field, value))?;
            if schema.schema_version().is_some() {
                self.condition.require_current_form();
            }
        }
        self.changes.manage(schema, E::__updated_at(now));
        let mut expressions = Expressions::new();
        let write_id = schema.write_id().map(|attribute| (attribute, write_id::mint()));
        let key = self.key.as_deref().unwrap_or_default();
        let text = self.changes.write(schema, key, write_id.as_ref(), &mut expressions)?;
        let meaning = self.condition.meaning(schema, now);
        let condition = self.condition.write::<E>(now, &mut expressions)?;
        let mut operation = ops::UpdateItem::new(table)
            .known_safety(self.safety)
            .counted_by(schema.version().map(FieldDef::attribute))
            .encoded_key(key::encode::<E>(self.key).map_err(Error::encode))
            .update(text);
        condition::fill(operation.placeholders(), &expressions);
        if let Some(condition) = condition {
            operation = operation.condition(condition).return_old_on_failure();
        }
        if let Some((attribute, id)) = write_id {
            operation = operation.write_id(attribute, id);
        }
        Ok((operation, meaning))
    }
}

impl<E: Entity> UpdateReturning<E> {
    /// Makes the changes, and gives the entity.
    ///
    /// # Errors
    ///
    /// Those of [`Update::execute`], and an item that does not fit `E`.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<E, Error> {
        let table = executor.table(E::SCHEMA);
        self.update.run(executor, self.values).await?.ok_or_else(|| {
            let missing = "the answer holds no item, although one was asked for";
            Error::new(ddbx_core::ErrorKind::UnexpectedResponse, missing)
                .in_operation(Operation::UpdateItem)
                .on_table(table)
                .with_outcome(ddbx_core::Outcome::Applied)
        })
    }

    /// What it will do, and what it costs: see [`Update::explain`]. What is returned costs nothing.
    ///
    /// # Errors
    ///
    /// Those of [`Update::explain`].
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<WriteExplanation, Error> {
        self.update.explain(executor)
    }
}

/// Members of a set as one value: `{"SS":[…]}`. Each counts once: DynamoDB refuses a set that has one twice.
fn bind_members<M: SetMember, V: Bind<M>>(members: impl IntoIterator<Item = V>) -> codec::Result<Bound> {
    let mut distinct = BTreeSet::new();
    for member in members {
        let mut writer = Writer::new();
        member.bind()?.write_member(&mut writer)?;
        distinct.insert(writer.into_vec());
    }
    if distinct.is_empty() {
        return Err(CodecError::custom(
            "no members were given; leave the change out instead",
        ));
    }
    let mut writer = Writer::new();
    writer.begin_object();
    writer.key(M::SET.descriptor());
    writer.begin_array();
    for member in distinct {
        writer.raw(&member);
    }
    writer.end_array();
    writer.end_object();
    Ok(Bound::Encoded {
        json: writer.into_vec().into(),
        kind: M::SET,
    })
}
