use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request, Safety, Token};

use super::action::{Action, transact_item, transact_item_of};
use super::answer::{self, ResponseInfo};
use super::returns::Returns;
use super::setters::setters;
use super::transaction::{self, Parts};
use super::{ConditionCheck, DeleteItem, PutItem, UpdateItem};
use crate::executor::Executor;

/// Writes up to 100 items, in any tables, all or none.
///
/// Each transaction has a token, minted when the builder is made and kept by its clones: sent again within ten
/// minutes, the same transaction is not applied twice, so a lost answer is asked for again.
///
/// If DynamoDB cancels it, [`Error::cancellations`] says why, part by part in the order they were added.
///
/// Source: [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("accounts").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// # for id in ["a", "b", "bank"] {
/// #     ops::PutItem::new("accounts").item(Item::new().with("id", id).with("balance", 100).with("open", true)).send(&pool).await?;
/// # }
/// let take = ops::UpdateItem::new("accounts").key("id", "a").update("SET balance = balance - :n").condition("balance >= :n");
/// let give = ops::UpdateItem::new("accounts").key("id", "b").update("SET balance = balance + :n");
/// let open = ops::ConditionCheck::new("accounts").key("id", "bank").condition("#open = :yes").name("#open", "open");
///
/// let transfer = ops::TransactWriteItems::new()
///     .update(take.value(":n", 70))
///     .update(give.value(":n", 70))
///     .check(open.value(":yes", true));
/// transfer.clone().send(&pool).await?;
/// transfer.send(&pool).await?; // the same token: applied once
///
/// let a = ops::GetItem::new("accounts").key("id", "a").send::<Item>(&pool).await?.item;
/// assert_eq!(a.map(|a| a["balance"].clone()), Some(30.into()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct TransactWriteItems {
    parts: Parts,
    token: Token,
    returns: Returns,
}

/// The answer to [`TransactWriteItems`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TransactWriteItemsOutput {
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl Default for TransactWriteItems {
    fn default() -> Self {
        Self::new()
    }
}

impl TransactWriteItems {
    /// A transaction of nothing yet, with a token of its own.
    pub fn new() -> Self {
        Self {
            parts: Parts::default(),
            token: transaction::minted(),
            returns: Returns::default(),
        }
    }

    fn part<A: Action>(mut self, action: A) -> Self {
        let table = action.table().clone();
        self.parts.push(Some(&table), transact_item(action));
        self
    }

    /// An action that was encoded before.
    pub(crate) fn encoded(mut self, member: &str, table: &TableName, members: &[u8]) -> Self {
        self.parts
            .push(Some(table), Ok(transact_item_of(member, table, members)));
        self
    }

    /// Puts an item.
    pub fn put(self, put: PutItem) -> Self {
        self.part(put)
    }

    /// Updates an item.
    pub fn update(self, update: UpdateItem) -> Self {
        self.part(update)
    }

    /// Deletes an item.
    pub fn delete(self, delete: DeleteItem) -> Self {
        self.part(delete)
    }

    /// Requires a condition of an item that is not changed.
    pub fn check(self, check: ConditionCheck) -> Self {
        self.part(check)
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

    setters! { return_consumed_capacity, return_item_collections }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No part, or more than 100; a part that cannot be sent on its own, or asks for what a transaction does not
    /// return; a token that is empty or too long.
    pub fn into_request(self) -> Result<Request, Error> {
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        self.parts
            .write(Operation::TransactWriteItems, "TransactItems", &mut writer)?;
        transaction::write_token(&self.token, Operation::TransactWriteItems, &mut writer)?;
        self.returns.write(&mut writer);
        writer.end_object();
        let mut request = Request::new(Operation::TransactWriteItems, writer.into_vec());
        request.extensions.insert(self.token);
        Ok(request.on(self.parts.tables()).with_safety(Safety::Repeatable))
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request; a transaction that was cancelled has
    /// [`Error::cancellations`].
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<TransactWriteItemsOutput, Error> {
        let ((), info) = answer::send(executor, self.into_request()?, (), |(), _, _| Ok(false)).await?;
        Ok(TransactWriteItemsOutput { info })
    }
}
