use ddbx_core::codec::DecodeOwned;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Request, Safety};

use super::Key;
use super::action::{self, action};
use super::answer::{self, ResponseInfo};
use super::precondition::Precondition;
use super::put_item::unconditional;
use super::returns::Returns;
use super::setters::setters;
use crate::executor::Executor;

/// Deletes one item by its key. That there is none is no error, unless a condition says so.
///
/// Source: [DeleteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// ops::PutItem::new("users").item(Item::new().with("id", "u1")).send(&pool).await?;
///
/// let output = ops::DeleteItem::new("users").key("id", "u1").return_old().send(&pool).await?;
/// assert_eq!(output.old, Some(Item::new().with("id", "u1")));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct DeleteItem {
    table: TableName,
    key: Key,
    precondition: Precondition,
    returns: Returns,
    /// What the caller says of it.
    safety: Option<Safety>,
}

/// The answer to [`DeleteItem`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeleteItemOutput<T> {
    /// The item that was deleted, with [`DeleteItem::return_old`]; `None` if there was none.
    pub old: Option<T>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl DeleteItem {
    /// From this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: Key::default(),
            precondition: Precondition::default(),
            returns: Returns::default(),
            safety: None,
        }
    }

    setters! {
        key,
        precondition("Deletes only if this holds for the item that is there (`ConditionExpression`).", "condition"),
        return_old("Returns the item that was deleted (`ReturnValues`: `ALL_OLD`)."),
        return_consumed_capacity,
        return_item_collections,
        repeats,
        known_safety,
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// A key that is missing, or holds a value that no key can; a value that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        let safety = self.safety.or(unconditional(&self.precondition, self.returns));
        action::request(self, |_| {}).map(|request| action::with_safety(request, safety))
    }

    /// Sends it; with [`return_old`](Self::return_old), the deleted item is read as an [`Item`](crate::Item).
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request; a false condition is
    /// [`Error::is_condition_failed`].
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<DeleteItemOutput<ddbx_core::Item>, Error> {
        self.send_as(executor).await
    }

    /// Sends it; with [`return_old`](Self::return_old), the deleted item is read as a `T`.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), and an item that does not fit `T`.
    pub async fn send_as<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<DeleteItemOutput<T>, Error> {
        let (old, info) = answer::send_write(executor, self.into_request()?).await?;
        Ok(DeleteItemOutput { old, info })
    }
}

action! { DeleteItem: DeleteItem, "Delete", |self, writer| {
    self.key.write_member(writer)?;
    self.precondition.write(writer)
} }
