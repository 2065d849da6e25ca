use std::sync::Arc;

use ddbx_core::schema::Schema;
use ddbx_core::{Error, Operation, Token};

use super::meaning::Meaning;
use crate::executor::Executor;
use crate::ops;

/// A write that is applied once, whatever happens on the way: made by `exactly_once()` of puts, updates and deletes.
///
/// It is sent as a transaction of one, with a token by which DynamoDB knows it again, so that a lost answer is asked for
/// once more without harm. That costs twice the write units, and returns no item. The token is made with the statement and
/// kept by its clones: sent again by whoever, within ten minutes, the write is not applied again. After that it is refused
/// ([`ErrorKind::TokenExpired`](crate::ErrorKind::TokenExpired)), as DynamoDB has forgotten the token.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "accounts")]
/// struct Account {
///     #[entity(pk)]
///     id: String,
///     balance: i64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Account,)>().await?;
/// ddbx::put(Account { id: "a1".into(), balance: 100 }).exactly_once().execute(&pool).await?;
///
/// let deposit = ddbx::update::<Account>("a1").add(|account| account.balance, 50).exactly_once();
/// deposit.clone().execute(&pool).await?;
/// deposit.execute(&pool).await?; // the same write: known by its token
///
/// assert_eq!(ddbx::get::<Account>("a1").fetch_one(&pool).await?.balance, 150);
/// # Ok(())
/// # }
/// ```
///
/// # Over a restart
///
/// Store the token, as text, before the first send; then make the same statement anew and give it the token:
///
/// ```
/// # use ddbx::{Entity, Pool};
/// # #[derive(Entity)]
/// # #[entity(table = "accounts")]
/// # struct Account {
/// #     #[entity(pk)]
/// #     id: String,
/// #     balance: i64,
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # pool.create_tables::<(Account,)>().await?;
/// # ddbx::put(Account { id: "a1".into(), balance: 100 }).execute(&pool).await?;
/// let deposit = || ddbx::update::<Account>("a1").add(|account| account.balance, 50).exactly_once();
/// let first = deposit();
/// let stored = first.client_token().to_string();
/// first.execute(&pool).await?;
///
/// // In another process, which does not know whether the first one came that far:
/// deposit().with_token(stored.parse()?).execute(&pool).await?;
/// # assert_eq!(ddbx::get::<Account>("a1").fetch_one(&pool).await?.balance, 150);
/// # Ok(())
/// # }
/// ```
///
/// Source: [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
#[derive(Clone, Debug)]
#[must_use = "a write does nothing until it runs: `.execute(&pool).await`"]
pub struct ExactlyOnce<T> {
    action: Result<Action, Arc<Error>>,
    schema: &'static Schema,
    token: Token,
    /// What the caller gets back.
    output: T,
}

/// The action, encoded.
#[derive(Clone)]
struct Action {
    operation: Operation,
    member: &'static str,
    members: Vec<u8>,
    meaning: Meaning,
}

impl<T> ExactlyOnce<T> {
    pub(super) fn new<A: ops::Action>(schema: &'static Schema, action: Result<(A, Meaning), Error>, output: T) -> Self {
        let action = action.and_then(|(action, meaning)| {
            Ok(Action {
                operation: A::OPERATION,
                member: A::MEMBER,
                members: ops::members(action)?,
                meaning,
            })
        });
        Self {
            action: action.map_err(Arc::new),
            schema,
            token: ops::minted_token(),
            output,
        }
    }

    /// The token. As text it outlives the process.
    #[must_use]
    pub fn client_token(&self) -> &Token {
        &self.token
    }

    /// A token of one's own, 1 to 36 characters, that no other write has: the id of an order, for one.
    ///
    /// It is taken for new: its ten minutes count from the first send of this statement and its clones. The same text in
    /// another statement, later than that, is not refused, and the write is applied again. Where somebody may ask again
    /// after ten minutes, store the token with its time, and give it to [`with_token`](Self::with_token).
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = ops::given_token(token);
        self
    }

    /// A token that was used before, with the time it counts from.
    pub fn with_token(mut self, token: Token) -> Self {
        self.token = token;
        self
    }

    /// Writes, and gives back what was put.
    ///
    /// # Errors
    ///
    /// Those of the statement that it was made from. If the answer was lost and could not be had again in time,
    /// [`Error::is_unknown`]: sent again within ten minutes, it is applied once all the same.
    /// [`ErrorKind::TokenExpired`](crate::ErrorKind::TokenExpired) after that, and
    /// [`ErrorKind::IdempotencyMismatch`](crate::ErrorKind::IdempotencyMismatch) if another write had the token.
    pub async fn execute(self, executor: &(impl Executor + ?Sized)) -> Result<T, Error> {
        let Action {
            operation,
            member,
            members,
            meaning,
        } = self.action.map_err(owned)?;
        let table = executor.table(self.schema);
        let sent = ops::TransactWriteItems::new()
            .with_token(self.token)
            .encoded(member, &table, &members)
            .send(executor)
            .await;
        match sent {
            Ok(_) => Ok(self.output),
            Err(error) => Err(meaning.of(self.schema, error.of_only_action(operation))),
        }
    }
}

/// The error itself; a clone of the statement has it too, and then it is the cause of one.
fn owned(error: Arc<Error>) -> Error {
    Arc::try_unwrap(error)
        .unwrap_or_else(|shared| Error::new(shared.kind(), "the statement cannot be sent").with_source(shared))
}

/// Without the members: they hold the values.
impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Action")
            .field("operation", &self.operation)
            .field("bytes", &self.members.len())
            .finish()
    }
}
