use ddbx_core::codec::{DecodeOwned, Writer};
use ddbx_core::{Error, Operation, Request};

use super::GetItem;
use super::action::{Action as _, transact_item};
use super::answer::ResponseInfo;
use super::returns::Returns;
use super::setters::setters;
use super::transaction::{Parts, fetch_items};
use crate::executor::Executor;

/// Reads up to 100 items, of any tables, as they were at one moment.
///
/// It is always consistent: [`GetItem::consistent`] adds nothing.
///
/// Source: [TransactGetItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let ann = Item::new().with("id", "u1");
/// ops::PutItem::new("users").item(&ann).send(&pool).await?;
///
/// let output = ops::TransactGetItems::new()
///     .get(ops::GetItem::new("users").key("id", "u0"))
///     .get(ops::GetItem::new("users").key("id", "u1"))
///     .send::<Item>(&pool)
///     .await?;
/// assert_eq!(output.items, [None, Some(ann)]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct TransactGetItems {
    parts: Parts,
    returns: Returns,
}

/// The answer to [`TransactGetItems`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TransactGetItemsOutput<T> {
    /// One entry for each item asked for, in the same order; `None` where there is no such item.
    pub items: Vec<Option<T>>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl TransactGetItems {
    /// A transaction of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads an item.
    pub fn get(mut self, get: GetItem) -> Self {
        let table = get.table().clone();
        self.parts.push(Some(&table), transact_item(get));
        self
    }

    setters! { return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No item asked for, or more than 100; one that could not be asked for on its own.
    pub fn into_request(self) -> Result<Request, Error> {
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        self.parts
            .write(Operation::TransactGetItems, "TransactItems", &mut writer)?;
        self.returns.write(&mut writer);
        writer.end_object();
        Ok(Request::new(Operation::TransactGetItems, writer.into_vec()).on(self.parts.tables()))
    }

    /// Sends it; items are read as `T`. For items of different types, read [`Item`](crate::Item)s.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<TransactGetItemsOutput<T>, Error> {
        let (items, info) = fetch_items(executor, self.into_request()?).await?;
        Ok(TransactGetItemsOutput { items, info })
    }
}
