use std::future::Future;

use ddbx_core::codec::{self, CodecError};
use ddbx_core::error::BoxError;
use ddbx_core::{Error, ErrorKind, Operation, Outcome};

use super::Entity;
use crate::executor::Executor;

/// What an entity does before and after it is written, and after it is read: for one that is marked `hooks`.
///
/// Hooks run where a whole entity is at hand: in [`put`](crate::put) and [`delete_entity`](crate::delete_entity), unless
/// those are `unchecked`. Writes by key have none to run them with: [`update`](crate::update()) and
/// [`delete`](crate::delete()) run no hooks, nor does `exactly_once`, which wants the same request each time.
///
/// A put runs `before_save` and `after_save`. Where it is known whether there is an item already, the hooks of creation
/// or update run inside of those: it creates with `if_not_exists`, or with a version of 0, and updates with a version
/// above 0. A hook before a write may change the entity, whose keys, times and version are written after it; if it fails,
/// nothing is sent. If one after a write fails, the write was applied, and the error says so.
///
/// All are given what the statement runs on, to read or write other things.
///
/// ```
/// use ddbx::error::BoxError;
/// use ddbx::{Entity, Executor, Hooks, Pool};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users", hooks)]
/// struct User {
///     #[entity(pk)]
///     email: String,
///     #[entity(skip)]
///     initial: Option<char>,
/// }
///
/// impl Hooks for User {
///     async fn before_save(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
///         self.email = self.email.to_lowercase();
///         Ok(())
///     }
///
///     async fn before_delete(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
///         if self.email == "root@example.com" { Err("root stays".into()) } else { Ok(()) }
///     }
///
///     fn after_read(&mut self) -> Result<(), BoxError> {
///         self.initial = self.email.chars().next();
///         Ok(())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
///
/// ddbx::put(User { email: "Root@Example.com".into(), initial: None }).execute(&pool).await?;
/// let root = ddbx::get::<User>("root@example.com").fetch_one(&pool).await?;
/// assert_eq!(root.initial, Some('r'));
///
/// let error = ddbx::delete_entity(root).execute(&pool).await.unwrap_err();
/// assert_eq!(error.to_string(), "DeleteItem on table `users`: the hook `before_delete` of `User` failed");
/// # Ok(())
/// # }
/// ```
pub trait Hooks: Entity {
    /// Before it is put.
    fn before_save(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// After it was put.
    fn after_save(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// Before a put that creates, after [`before_save`](Self::before_save).
    fn before_create(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// After a put that created, before [`after_save`](Self::after_save).
    fn after_create(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// Before a put that replaces what was read, after [`before_save`](Self::before_save).
    fn before_update(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// After a put that replaced what was read, before [`after_save`](Self::after_save).
    fn after_update(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// Before it is deleted.
    fn before_delete(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// After it was deleted.
    fn after_delete(&mut self, executor: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        nothing(executor)
    }

    /// After it was read, by whatever statement: to fill fields that are not stored, or to refuse what was.
    ///
    /// # Errors
    ///
    /// Whatever the entity refuses: it becomes an error of reading, [`Error::is_decode`].
    fn after_read(&mut self) -> Result<(), BoxError> {
        Ok(())
    }
}

async fn nothing(_: &dyn Executor) -> Result<(), BoxError> {
    Ok(())
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// [`Hooks::before_save`]
    BeforeSave,
    /// [`Hooks::after_save`]
    AfterSave,
    /// [`Hooks::before_create`]
    BeforeCreate,
    /// [`Hooks::after_create`]
    AfterCreate,
    /// [`Hooks::before_update`]
    BeforeUpdate,
    /// [`Hooks::after_update`]
    AfterUpdate,
    /// [`Hooks::before_delete`]
    BeforeDelete,
    /// [`Hooks::after_delete`]
    AfterDelete,
}

impl Moment {
    const fn name(self) -> &'static str {
        match self {
            Self::BeforeSave => "before_save",
            Self::AfterSave => "after_save",
            Self::BeforeCreate => "before_create",
            Self::AfterCreate => "after_create",
            Self::BeforeUpdate => "before_update",
            Self::AfterUpdate => "after_update",
            Self::BeforeDelete => "before_delete",
            Self::AfterDelete => "after_delete",
        }
    }

    const fn is_after(self) -> bool {
        matches!(
            self,
            Self::AfterSave | Self::AfterCreate | Self::AfterUpdate | Self::AfterDelete
        )
    }
}

/// The hooks of an entity: those it has, or none.
#[diagnostic::on_unimplemented(
    message = "`{E}` is marked `hooks`, and has none",
    label = "no hooks",
    note = "add `impl ddbx::Hooks for {E} {{ .. }}`, or leave `hooks` out"
)]
pub trait HookSet<E> {
    /// Whether there are some.
    const EXIST: bool;

    /// Runs one.
    fn run(
        entity: &mut E,
        moment: Moment,
        executor: &dyn Executor,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Runs the one of an entity that was read.
    ///
    /// # Errors
    ///
    /// Those of the hook.
    fn after_read(entity: E) -> codec::Result<E>;
}

/// The hooks of an entity that has none.
#[derive(Debug)]
pub enum NoHooks {}

impl<E> HookSet<E> for NoHooks {
    const EXIST: bool = false;

    fn run(_: &mut E, _: Moment, _: &dyn Executor) -> impl Future<Output = Result<(), BoxError>> + Send {
        std::future::ready(Ok(()))
    }

    fn after_read(entity: E) -> codec::Result<E> {
        Ok(entity)
    }
}

/// The hooks of an entity that is marked `hooks`.
#[derive(Debug)]
pub enum OwnHooks {}

#[diagnostic::do_not_recommend]
impl<E: Hooks> HookSet<E> for OwnHooks {
    const EXIST: bool = true;

    async fn run(entity: &mut E, moment: Moment, executor: &dyn Executor) -> Result<(), BoxError> {
        match moment {
            Moment::BeforeSave => entity.before_save(executor).await,
            Moment::AfterSave => entity.after_save(executor).await,
            Moment::BeforeCreate => entity.before_create(executor).await,
            Moment::AfterCreate => entity.after_create(executor).await,
            Moment::BeforeUpdate => entity.before_update(executor).await,
            Moment::AfterUpdate => entity.after_update(executor).await,
            Moment::BeforeDelete => entity.before_delete(executor).await,
            Moment::AfterDelete => entity.after_delete(executor).await,
        }
    }

    fn after_read(mut entity: E) -> codec::Result<E> {
        match entity.after_read() {
            Ok(()) => Ok(entity),
            Err(cause) => Err(CodecError::caused("the hook `after_read` failed", cause)),
        }
    }
}

/// Runs the hook of an entity that was read. Called by the code of `#[derive(Entity)]`.
///
/// # Errors
///
/// Those of the hook.
pub fn after_read<E: Entity>(entity: E) -> codec::Result<E> {
    E::Hooks::after_read(entity)
}

/// Runs the hooks of these moments, as long as none fails.
pub(super) async fn run<E: Entity>(
    entity: &mut E,
    moments: &[Moment],
    operation: Operation,
    executor: &(impl Executor + ?Sized),
) -> Result<(), Error> {
    if !E::Hooks::EXIST {
        return Ok(());
    }
    for &moment in moments {
        if let Err(cause) = E::Hooks::run(entity, moment, &executor).await {
            let message = format!("the hook `{}` of `{}` failed", moment.name(), E::SCHEMA.entity());
            let error = Error::new(ErrorKind::Hook, message)
                .with_source(cause)
                .in_operation(operation)
                .on_table(executor.table(E::SCHEMA));
            return Err(if moment.is_after() {
                error.with_outcome(Outcome::Applied)
            } else {
                error
            });
        }
    }
    Ok(())
}
