use ddbx_core::codec::{DecodeOwned, Encode, Writer};
use ddbx_core::{Error, Operation, Request};

use super::answer::{self, ResponseInfo, items, text};
use super::expression::Expression;
use super::members::Members as _;
use super::returns::Returns;
use super::setters::setters;
use super::{Cursor, Statement};
use crate::executor::Executor;

/// Runs one PartiQL statement, and gives a page of its items.
///
/// A statement that reads may have more pages: [`next_token`](StatementPage::next_token) is where the next begins.
/// `SELECT`s may be repeated when an answer was lost; nothing is assumed of other statements, unless the caller vouches
/// for them: [`idempotent`](ExecuteStatement::idempotent).
///
/// Source: [ExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let insert = ops::ExecuteStatement::new("INSERT INTO users VALUE {'id': ?, 'visits': ?}").parameter("u1").parameter(1);
/// insert.send::<Item>(&pool).await?;
///
/// let select = ops::ExecuteStatement::new("SELECT * FROM users WHERE id = ?").parameter("u1");
/// let page = select.send::<Item>(&pool).await?;
/// assert_eq!(page.items, [Item::new().with("id", "u1").with("visits", 1)]);
/// assert_eq!(page.next_token, None);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct ExecuteStatement {
    statement: Statement,
    next_token: Option<String>,
    limit: Option<u32>,
    returns: Returns,
}

/// The answer to [`ExecuteStatement`].
#[derive(Clone, Debug)]
#[must_use = "a page may have a `next_token`: there is more to read"]
#[non_exhaustive]
pub struct StatementPage<T> {
    /// The items read; what a write returns with `RETURNING`.
    pub items: Vec<T>,
    /// What [`ExecuteStatement::next_token`] takes for the next page; `None` at the end.
    pub next_token: Option<String>,
    /// Where the page ended, if DynamoDB says so.
    pub cursor: Option<Cursor>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl ExecuteStatement {
    /// A statement with this text; what a user typed belongs in [`parameter`](Self::parameter).
    pub fn new(text: impl Into<Expression>) -> Self {
        Self {
            statement: Statement::new(text),
            next_token: None,
            limit: None,
            returns: Returns::default(),
        }
    }

    /// The value of the next `?`.
    pub fn parameter(mut self, value: impl Encode) -> Self {
        self.statement = self.statement.parameter(value);
        self
    }

    /// Has a `SELECT` read what every write before has left (`ConsistentRead`).
    pub fn consistent(mut self) -> Self {
        self.statement = self.statement.consistent();
        self
    }

    /// Has the error of a false condition hold the item that made it false: [`Error::old_item`].
    pub fn return_old_on_failure(mut self) -> Self {
        self.statement = self.statement.return_old_on_failure();
        self
    }

    /// Vouches that a statement that writes may run again when an answer was lost: the item, and what the caller makes of
    /// the answer, are the same whether it ran once or twice.
    ///
    /// ```
    /// use ddbx::{Safety, ops};
    ///
    /// let rename = ops::ExecuteStatement::new("UPDATE users SET name = ? WHERE id = ?").parameter("Ann").parameter("u1");
    /// assert_eq!(rename.idempotent().into_request()?.safety, Safety::Repeatable);
    /// # Ok::<(), ddbx::Error>(())
    /// ```
    pub fn idempotent(mut self) -> Self {
        self.statement = self.statement.idempotent();
        self
    }

    /// Goes on after a page of the same statement.
    pub fn next_token(mut self, token: impl Into<Option<String>>) -> Self {
        self.next_token = token.into();
        self
    }

    /// At most this many items are read for a page (`Limit`), before the conditions that are no key's.
    pub fn limit(mut self, items: u32) -> Self {
        self.limit = Some(items);
        self
    }

    setters! { return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// A parameter that cannot be stored, a limit of zero.
    pub fn into_request(self) -> Result<Request, Error> {
        const OPERATION: Operation = Operation::ExecuteStatement;
        let safety = self.statement.safety();
        let mut writer = Writer::with_capacity(256);
        writer.begin_object();
        self.statement
            .write(false, &mut writer)
            .map_err(|error| error.in_operation(OPERATION))?;
        if let Some(token) = &self.next_token {
            writer.text("NextToken", token);
        }
        if let Some(limit) = self.limit {
            if limit == 0 {
                return Err(
                    Error::invalid("a page has at least one item: `.limit(0)` reads nothing").in_operation(OPERATION),
                );
            }
            writer.number("Limit", limit.into());
        }
        self.returns.write(&mut writer);
        writer.end_object();
        Ok(Request::new(OPERATION, writer.into_vec()).with_safety(safety))
    }

    /// Sends it; items are read as `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<StatementPage<T>, Error> {
        let empty = StatementPage {
            items: Vec::new(),
            next_token: None,
            cursor: None,
            info: ResponseInfo::default(),
        };
        let (mut page, info) = answer::send(executor, self.into_request()?, empty, |page, name, parser| {
            match name {
                "Items" => page.items = items(parser, 0)?,
                "NextToken" => page.next_token = Some(text(parser)?),
                "LastEvaluatedKey" => page.cursor = Some(Cursor::read(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })
        .await?;
        page.info = info;
        Ok(page)
    }
}
