use std::collections::BTreeMap;
use std::time::Instant;

use bytes::Bytes;
use ddbx_core::codec::{self, DecodeOwned, Parser, Writer};
use ddbx_core::limits::BATCH_GET_ITEMS;
use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Error, Operation, Request};

use super::Key;
use super::answer::{self, ResponseInfo, array, object, text};
use super::encoded::Encoded;
use super::expression::{Expression, Placeholders};
use super::members::Members as _;
use super::returns::Returns;
use super::setters::setters;
use super::transaction::check_count;
use crate::executor::Executor;

/// Reads up to 100 items by key, of any tables.
///
/// DynamoDB answers with at most 16 MB, and with less where capacity is short: the keys it did not get to come back
/// as [`unprocessed`](BatchGetItemOutput::unprocessed), a request that is ready to be sent.
///
/// Source: [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// # ops::PutItem::new("users").item(Item::new().with("id", "u1")).send(&pool).await?;
/// let mut batch = Some(ops::BatchGetItem::new().key("users", ("id", "u1")).key("users", ("id", "u2")).consistent("users"));
/// let mut users = Vec::new();
/// while let Some(request) = batch {
///     let mut output = request.send::<Item>(&pool).await?;
///     users.append(&mut output.take("users"));
///     batch = output.unprocessed; // an application waits before it asks again
/// }
/// assert_eq!(users, [Item::new().with("id", "u1")]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct BatchGetItem {
    tables: Vec<TableKeys>,
    returns: Returns,
    deadline: Option<Instant>,
    error: Option<Error>,
}

/// What is asked of one table.
#[derive(Debug)]
struct TableKeys {
    table: TableName,
    keys: Vec<Encoded>,
    consistent: bool,
    projection: Option<Expression>,
    placeholders: Placeholders,
}

/// The answer to [`BatchGetItem`].
#[derive(Debug)]
#[must_use = "DynamoDB may not have answered all keys: look at `unprocessed`"]
#[non_exhaustive]
pub struct BatchGetItemOutput<T> {
    /// The items that were found, by table, in no order.
    pub items: BTreeMap<String, Vec<T>>,
    /// The rest, with the same options, if there is one. Wait before sending it: capacity was short.
    pub unprocessed: Option<BatchGetItem>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl<T> BatchGetItemOutput<T> {
    /// Takes the items of a table out of it.
    #[must_use = "the items are taken out of the output"]
    pub fn take(&mut self, table: &str) -> Vec<T> {
        self.items.remove(table).unwrap_or_default()
    }
}

impl BatchGetItem {
    /// A batch of no keys yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A batch of keys that are encoded already.
    pub(crate) fn of_encoded<'a>(table: &TableName, keys: impl IntoIterator<Item = &'a Bytes>) -> Self {
        let mut batch = Self::default();
        let keys = keys.into_iter().map(|key| Encoded::new(&**key));
        batch.table(table.clone()).keys.extend(keys);
        batch
    }

    /// The keys, as JSON objects.
    pub(crate) fn encoded_keys(&self) -> impl Iterator<Item = &[u8]> {
        self.tables.iter().flat_map(|table| &table.keys).map(Encoded::json)
    }

    /// With this deadline, by the stack's clock; the rest has it, too.
    pub(crate) fn until(mut self, deadline: Option<Instant>) -> Self {
        self.deadline = deadline;
        self
    }

    fn table(&mut self, table: TableName) -> &mut TableKeys {
        let position = self
            .tables
            .iter()
            .position(|known| known.table == table)
            .unwrap_or_else(|| {
                self.tables.push(TableKeys::new(table));
                self.tables.len() - 1
            });
        &mut self.tables[position]
    }

    /// Asks for the item with this key. DynamoDB refuses the same key twice.
    pub fn key(mut self, table: impl Into<TableName>, key: impl Into<Key>) -> Self {
        let table = table.into();
        let mut writer = Writer::new();
        match key.into().write(&mut writer) {
            Ok(()) => self.table(table).keys.push(Encoded::new(writer.into_vec())),
            Err(error) => drop(self.error.get_or_insert(error.on_table(table))),
        }
        self
    }

    /// Asks for the items with these keys.
    pub fn keys<K: Into<Key>>(self, table: impl Into<TableName>, keys: impl IntoIterator<Item = K>) -> Self {
        let table = table.into();
        keys.into_iter().fold(self, |batch, key| batch.key(&table, key))
    }

    /// Reads what every write to this table before has left (`ConsistentRead`); twice the read units.
    pub fn consistent(mut self, table: impl Into<TableName>) -> Self {
        self.table(table.into()).consistent = true;
        self
    }

    /// The attributes to return of this table's items (`ProjectionExpression`); all by default.
    pub fn projection(mut self, table: impl Into<TableName>, expression: impl Into<Expression>) -> Self {
        self.table(table.into()).projection = Some(expression.into());
        self
    }

    /// The attribute that `#placeholder` stands for in this table's projection.
    pub fn name(mut self, table: impl Into<TableName>, placeholder: &str, attribute: &str) -> Self {
        self.table(table.into()).placeholders.name(placeholder, attribute);
        self
    }

    setters! { return_consumed_capacity }

    /// How many keys it asks for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.iter().map(|table| table.keys.len()).sum()
    }

    /// Whether it asks for none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No key, or more than 100; a key that no item can have.
    pub fn into_request(mut self) -> Result<Request, Error> {
        self.take_request()
    }

    /// The request; what stays are the options of each table, for what may be unprocessed.
    fn take_request(&mut self) -> Result<Request, Error> {
        const OPERATION: Operation = Operation::BatchGetItem;
        if let Some(error) = self.error.take() {
            return Err(error.in_operation(OPERATION));
        }
        check_count(
            OPERATION,
            self.len(),
            BATCH_GET_ITEMS,
            "keys",
            "send the keys in chunks of 100",
        )?;
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        writer.key("RequestItems");
        writer.begin_object();
        for table in &mut self.tables {
            table
                .write(&mut writer)
                .map_err(|error| error.in_operation(OPERATION).on_table(&table.table))?;
        }
        writer.end_object();
        self.returns.write(&mut writer);
        writer.end_object();
        let tables = self.tables.iter().map(|table| table.table.clone());
        let mut request = Request::new(OPERATION, writer.into_vec()).on(tables.collect::<Tables>());
        request.deadline = self.deadline;
        Ok(request)
    }

    /// Sends it; items are read as `T`. For tables of different types, read [`Item`](crate::Item)s.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(
        mut self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<BatchGetItemOutput<T>, Error> {
        let request = self.take_request()?;
        let (items, rest) = (BTreeMap::new(), self);
        let ((items, mut rest), info) =
            answer::send(executor, request, (items, rest), |(items, rest), name, parser| {
                match name {
                    "Responses" => object(parser, |table, parser| {
                        let of_table = array(parser, T::decode_item).map_err(|error| error.at(table.to_owned()))?;
                        items.insert(table.to_owned(), of_table);
                        Ok(true)
                    })?,
                    "UnprocessedKeys" => object(parser, |table, parser| {
                        rest.table(table.to_owned().into()).read_unprocessed(parser)?;
                        Ok(true)
                    })?,
                    _ => return Ok(false),
                }
                Ok(true)
            })
            .await?;
        rest.tables.retain(|table| !table.keys.is_empty());
        Ok(BatchGetItemOutput {
            items,
            unprocessed: Some(rest).filter(|rest| !rest.is_empty()),
            info,
        })
    }
}

impl TableKeys {
    fn new(table: TableName) -> Self {
        Self {
            table,
            keys: Vec::new(),
            consistent: false,
            projection: None,
            placeholders: Placeholders::default(),
        }
    }

    /// Writes the member of this table, unless it has no key, and forgets the keys.
    fn write(&mut self, writer: &mut Writer) -> Result<(), Error> {
        let keys = std::mem::take(&mut self.keys);
        if keys.is_empty() {
            return Ok(());
        }
        writer.key(&self.table);
        writer.begin_object();
        writer.array("Keys", &keys, |writer, key| writer.raw(key.json()));
        if self.consistent {
            writer.flag("ConsistentRead", true);
        }
        writer.expression("ProjectionExpression", self.projection.as_ref());
        let names = self.placeholders.copy();
        std::mem::replace(&mut self.placeholders, names).write(writer)?;
        writer.end_object();
        Ok(())
    }

    /// Reads the keys that were left. The options are those that were sent; only a table that the answer calls
    /// otherwise than the request takes them from the answer.
    fn read_unprocessed(&mut self, parser: &mut Parser<'_>) -> codec::Result<()> {
        let named = !self.consistent && self.projection.is_none();
        object(parser, |name, parser| {
            match name {
                "Keys" => self.keys = array(parser, |parser| Ok(Encoded::new(parser.raw_value()?)))?,
                "ConsistentRead" if named => self.consistent = parser.bool()?,
                "ProjectionExpression" if named => self.projection = Some(Expression::composed(text(parser)?)),
                "ExpressionAttributeNames" if named => object(parser, |placeholder, parser| {
                    self.placeholders.name(placeholder, &parser.string()?);
                    Ok(true)
                })?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }
}
