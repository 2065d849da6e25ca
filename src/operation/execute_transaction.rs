use ddbx_core::codec::{DecodeOwned, Writer};
use ddbx_core::{Error, Operation, Request, Safety, Token};

use super::Statement;
use super::answer::ResponseInfo;
use super::returns::Returns;
use super::setters::setters;
use super::transaction::{self, Parts, fetch_items};
use crate::executor::Executor;

/// Runs up to 100 PartiQL statements, all or none.
///
/// All read or all write; a writing transaction may also hold checks: `EXISTS(SELECT …)`. It has a token, as
/// [`TransactWriteItems`](super::TransactWriteItems) has.
///
/// Source: [ExecuteTransaction](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let insert = |id: &str| ops::Statement::new("INSERT INTO users VALUE {'id': ?}").parameter(id);
/// ops::ExecuteTransaction::new().statement(insert("u1")).statement(insert("u2")).send::<Item>(&pool).await?;
///
/// let select = |id: &str| ops::Statement::new("SELECT * FROM users WHERE id = ?").parameter(id);
/// let output = ops::ExecuteTransaction::new().statement(select("u2")).statement(select("u3")).send::<Item>(&pool).await?;
/// assert_eq!(output.items, [Some(Item::new().with("id", "u2")), None]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct ExecuteTransaction {
    parts: Parts,
    token: Token,
    returns: Returns,
    /// Whether every statement is a `SELECT`.
    reads: bool,
}

/// The answer to [`ExecuteTransaction`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExecuteTransactionOutput<T> {
    /// Of a transaction that reads: one entry for each statement, in the same order; `None` where there is no item.
    pub items: Vec<Option<T>>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl Default for ExecuteTransaction {
    fn default() -> Self {
        Self::new()
    }
}

impl ExecuteTransaction {
    /// A transaction of nothing yet, with a token of its own.
    pub fn new() -> Self {
        Self {
            parts: Parts::default(),
            token: transaction::minted(),
            returns: Returns::default(),
            reads: true,
        }
    }

    /// Adds a statement.
    pub fn statement(mut self, statement: Statement) -> Self {
        self.reads &= statement.safety() == Safety::Read;
        self.parts.push(None, statement.encoded(true));
        self
    }

    /// A token of one's own (`ClientRequestToken`), 1 to 36 characters. DynamoDB knows it for ten minutes, and refuses it
    /// for another transaction.
    ///
    /// It is taken for new: its ten minutes count from the first send of this builder and its clones. The same text in
    /// another builder, later than that, is not refused, and the transaction is applied again. Over a restart, give
    /// [`with_token`](Self::with_token) the token with its time.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = transaction::given(token);
        self
    }

    /// A token that was used before, with the time it counts from: for the same transaction, perhaps in another process.
    /// Once it is ten minutes old, it is refused: [`ErrorKind::TokenExpired`](crate::ErrorKind::TokenExpired).
    pub fn with_token(mut self, token: Token) -> Self {
        self.token = token;
        self
    }

    /// The token. As text it outlives the process: see [`Token`].
    #[must_use]
    pub fn client_token(&self) -> &Token {
        &self.token
    }

    setters! { return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No statement, or more than 100; a parameter that cannot be stored; a token that is empty or too long.
    pub fn into_request(self) -> Result<Request, Error> {
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        self.parts
            .write(Operation::ExecuteTransaction, "TransactStatements", &mut writer)?;
        transaction::write_token(&self.token, Operation::ExecuteTransaction, &mut writer)?;
        self.returns.write(&mut writer);
        writer.end_object();
        let safety = if self.reads { Safety::Read } else { Safety::Repeatable };
        let mut request = Request::new(Operation::ExecuteTransaction, writer.into_vec()).with_safety(safety);
        request.extensions.insert(self.token);
        Ok(request)
    }

    /// Sends it; items are read as `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request; a transaction that was cancelled has
    /// [`Error::cancellations`]. An item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<ExecuteTransactionOutput<T>, Error> {
        let (items, info) = fetch_items(executor, self.into_request()?).await?;
        Ok(ExecuteTransactionOutput { items, info })
    }
}
