use ddbx_core::codec::{DecodeOwned, EncodeItem, Writer};
use ddbx_core::limits::ITEM_BYTES;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Request, Safety};

use super::ReturnValues;
use super::action::{self, action};
use super::answer::{self, ResponseInfo};
use super::encoded::Encoded;
use super::members::Members as _;
use super::precondition::Precondition;
use super::returns::Returns;
use super::setters::setters;
use crate::executor::Executor;

/// Creates an item, or replaces the one with the same key.
///
/// Source: [PutItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let ann = Item::new().with("id", "u1").with("name", "Ann");
/// ops::PutItem::new("users").item(&ann).condition("attribute_not_exists(id)").send(&pool).await?;
///
/// let again = ops::PutItem::new("users").item(&ann).condition("attribute_not_exists(id)").return_old_on_failure();
/// let error = again.send(&pool).await.unwrap_err();
/// assert_eq!(error.old_item::<Item>()?, Some(ann));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct PutItem {
    table: TableName,
    item: Result<Encoded, Error>,
    precondition: Precondition,
    returns: Returns,
    /// What the caller says of it.
    safety: Option<Safety>,
}

/// The answer to [`PutItem`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PutItemOutput<T> {
    /// The item that was replaced, with [`PutItem::return_old`].
    pub old: Option<T>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl PutItem {
    /// Into this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            item: Err(Error::invalid("nothing to put: say `.item(item)`")),
            precondition: Precondition::default(),
            returns: Returns::default(),
            safety: None,
        }
    }

    /// The item: an [`Item`](crate::Item), a derived entity, a map.
    pub fn item(mut self, item: impl EncodeItem) -> Self {
        self.item = encode(&item).map(Encoded::new);
        self
    }

    /// The item, as DynamoDB JSON.
    pub(crate) fn encoded_item(mut self, item: Result<Vec<u8>, Error>) -> Self {
        self.item = item.map(Encoded::new);
        self
    }

    setters! {
        precondition("Puts only if this holds for the item that is there (`ConditionExpression`).", "condition"),
        write_id,
        return_old("Returns the item that was replaced (`ReturnValues`: `ALL_OLD`)."),
        return_consumed_capacity,
        return_item_collections,
        repeats,
        known_safety,
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No item, a value that cannot be stored, an item surely over 400 KB.
    pub fn into_request(self) -> Result<Request, Error> {
        let safety = self.safety.or(unconditional(&self.precondition, self.returns));
        action::request(self, |_| {}).map(|request| action::with_safety(request, safety))
    }

    /// Sends it; with [`return_old`](Self::return_old), the replaced item is read as an [`Item`](crate::Item).
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request; a false condition is
    /// [`Error::is_condition_failed`].
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<PutItemOutput<ddbx_core::Item>, Error> {
        self.send_as(executor).await
    }

    /// Sends it; with [`return_old`](Self::return_old), the replaced item is read as a `T`.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send), and an item that does not fit `T`.
    pub async fn send_as<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized)) -> Result<PutItemOutput<T>, Error> {
        let (old, info) = answer::send_write(executor, self.into_request()?).await?;
        Ok(PutItemOutput { old, info })
    }
}

action! { PutItem: PutItem, "Put" + write_id, |self, writer| {
    writer.encoded("Item", self.item?.json());
    self.precondition.write(writer)
} }

/// The safety of a put or delete without a condition: a repeat leaves the same state. Its body need not be read for that.
pub(super) fn unconditional(precondition: &Precondition, returns: Returns) -> Option<Safety> {
    match (&precondition.condition, returns.values) {
        (None, ReturnValues::None) => Some(Safety::Repeatable),
        (None, _) => Some(Safety::Unsafe),
        (Some(_), _) => None,
    }
}

/// Encodes an item, and refuses one over 400 KB.
pub(crate) fn encode(item: &impl EncodeItem) -> Result<Vec<u8>, Error> {
    // Most items fit: growing to there from nothing takes longer than encoding.
    let mut writer = Writer::with_capacity(512);
    write(item, &mut writer)?;
    Ok(writer.into_vec())
}

/// Writes an item, and refuses one over 400 KB. The exact size is computed only where the JSON is that long: an item
/// is never longer than its JSON.
pub(super) fn write(item: &impl EncodeItem, writer: &mut Writer) -> Result<(), Error> {
    let start = writer.len();
    item.write(writer).map_err(Error::encode)?;
    let json = &writer.as_slice()[start..];
    if json.len() > ITEM_BYTES {
        let size = ddbx_core::codec::item_from_slice(json).map(|item| ddbx_core::value::item_size(&item));
        if let Ok(size) = size
            && size > ITEM_BYTES
        {
            return Err(Error::invalid(format!(
                "the item has {size} bytes, DynamoDB stores at most {ITEM_BYTES} (400 KB)"
            )));
        }
    }
    Ok(())
}
