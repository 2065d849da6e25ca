use ddbx_core::codec::DecodeOwned;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Request};

use super::Key;
use super::action::{self, action};
use super::answer::{self, ResponseInfo};
use super::expression::{Expression, Placeholders};
use super::members::Members as _;
use super::returns::Returns;
use super::setters::setters;
use crate::executor::Executor;

/// Reads one item by its key.
///
/// Source: [GetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let output = ops::GetItem::new("users").key("id", "u1").consistent().send::<Item>(&pool).await?;
/// assert!(output.item.is_none());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct GetItem {
    table: TableName,
    key: Key,
    consistent: bool,
    projection: Option<Expression>,
    placeholders: Placeholders,
    returns: Returns,
}

/// The answer to [`GetItem`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GetItemOutput<T> {
    /// The item, if there is one.
    pub item: Option<T>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl GetItem {
    /// On this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: Key::default(),
            consistent: false,
            projection: None,
            placeholders: Placeholders::default(),
            returns: Returns::default(),
        }
    }

    setters! { key, consistent, projection, name("projection"), return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// A key that is missing, or holds a value that no key can.
    pub fn into_request(self) -> Result<Request, Error> {
        let consistent = self.consistent;
        action::request(self, |writer| {
            if consistent {
                writer.flag("ConsistentRead", true);
            }
        })
    }

    /// Sends it; the item is read as a `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<GetItemOutput<T>, Error> {
        let request = self.into_request()?;
        let (item, info) = answer::send(executor, request, None, |item, name, parser| {
            if name == "Item" {
                *item = Some(T::decode_item(parser)?);
            }
            Ok(name == "Item")
        })
        .await?;
        Ok(GetItemOutput { item, info })
    }
}

action! { GetItem: GetItem, "Get", |self, writer| {
    self.key.write_member(writer)?;
    writer.expression("ProjectionExpression", self.projection.as_ref());
    self.placeholders.write(writer)
} }
