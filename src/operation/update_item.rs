use ddbx_core::codec::DecodeOwned;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Request, Safety, safety};

use super::action::{self, action};
use super::answer::{self, ResponseInfo};
use super::expression::Expression;
use super::members::Members as _;
use super::precondition::Precondition;
use super::returns::Returns;
use super::setters::setters;
use super::{Key, ReturnValues};
use crate::executor::Executor;

/// Changes attributes of an item, or creates it with them where there is none.
///
/// To change only what exists, say `.condition("attribute_exists(id)")`.
///
/// Source: [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let output = ops::UpdateItem::new("users")
///     .key("id", "u1")
///     .update("SET #name = :name ADD visits :one")
///     .name("#name", "name")
///     .value(":name", "Ann")
///     .value(":one", 1)
///     .return_values(ops::ReturnValues::AllNew)
///     .send(&pool)
///     .await?;
/// assert_eq!(output.attributes, Some(Item::new().with("id", "u1").with("name", "Ann").with("visits", 1)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct UpdateItem {
    table: TableName,
    key: Key,
    update: Option<Expression>,
    precondition: Precondition,
    returns: Returns,
    /// What the caller says of it.
    safety: Option<Safety>,
    /// The attribute that counts the writes.
    counter: Option<&'static str>,
}

/// The answer to [`UpdateItem`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpdateItemOutput<T> {
    /// What [`UpdateItem::return_values`] asked for.
    pub attributes: Option<T>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl UpdateItem {
    /// In this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: Key::default(),
            update: None,
            precondition: Precondition::default(),
            returns: Returns::default(),
            safety: None,
            counter: None,
        }
    }

    /// What to change (`UpdateExpression`): `SET`, `REMOVE`, `ADD` and `DELETE`. Without one, the item is only
    /// created where there is none.
    pub fn update(mut self, expression: impl Into<Expression>) -> Self {
        self.update = Some(expression.into());
        self
    }

    setters! {
        key,
        precondition("Updates only if this holds for the item that is there (`ConditionExpression`).", "expressions"),
        write_id,
        return_consumed_capacity,
        return_item_collections,
        repeats,
        known_safety,
    }

    /// Says that the expression adds to this attribute to count the writes, which is no reason not to repeat it.
    pub(crate) fn counted_by(mut self, attribute: Option<&'static str>) -> Self {
        self.counter = attribute;
        self
    }

    /// What to return of the item; nothing by default.
    pub fn return_values(mut self, values: ReturnValues) -> Self {
        self.returns.values = values;
        self
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// A key that is missing, or holds a value that no key can; a value that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        let (known, counter) = (self.safety, self.counter);
        let request = action::request(self, |_| {})?;
        let known = known.or_else(|| Some(safety::of_counted_update(&request.body, counter?)));
        Ok(action::with_safety(request, known))
    }

    /// Sends it; what it returns is read as an [`Item`](crate::Item).
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request; a false condition is
    /// [`Error::is_condition_failed`].
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<UpdateItemOutput<ddbx_core::Item>, Error> {
        self.send_as(executor).await
    }

    /// Sends it; what it returns is read as a `T`.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), and attributes that do not fit `T`: with [`ReturnValues::UpdatedNew`] most
    /// are missing.
    pub async fn send_as<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<UpdateItemOutput<T>, Error> {
        let (attributes, info) = answer::send_write(executor, self.into_request()?).await?;
        Ok(UpdateItemOutput { attributes, info })
    }
}

action! { UpdateItem: UpdateItem, "Update" + write_id, |self, writer| {
    self.key.write_member(writer)?;
    writer.expression("UpdateExpression", self.update.as_ref());
    self.precondition.write(writer)
} }
