use ddbx_core::codec::{EncodeItem, Writer};
use ddbx_core::limits::BATCH_WRITE_ITEMS;
use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Error, Operation, Request, Safety};

use super::Key;
use super::answer::{self, ResponseInfo, object};
use super::members::Members as _;
use super::put_item::write;
use super::returns::Returns;
use super::setters::setters;
use super::transaction::check_count;
use crate::executor::Executor;

/// Puts and deletes up to 25 items, in any tables, each on its own: a batch is no transaction.
///
/// Where capacity is short, DynamoDB leaves some undone. They come back as
/// [`unprocessed`](BatchWriteItemOutput::unprocessed), a request that is ready to be sent.
///
/// Source: [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let mut batch = Some(
///     ops::BatchWriteItem::new()
///         .put("users", Item::new().with("id", "u1").with("name", "Ann"))
///         .put("users", Item::new().with("id", "u2").with("name", "Bob"))
///         .delete("users", ("id", "u3")),
/// );
/// while let Some(request) = batch {
///     batch = request.send(&pool).await?.unprocessed; // an application waits before it asks again
/// }
/// assert_eq!(ops::Scan::new("users").all_pages().count(&pool).await?, 2);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct BatchWriteItem {
    tables: Vec<(TableName, Requests)>,
    returns: Returns,
    at_most_once: bool,
    error: Option<Error>,
}

/// What to do in one table: the elements of an array, one after the other, without its brackets.
#[derive(Debug)]
struct Requests {
    elements: Writer,
    count: usize,
}

/// The answer to [`BatchWriteItem`].
#[derive(Debug)]
#[must_use = "DynamoDB may not have written all items: look at `unprocessed`"]
#[non_exhaustive]
pub struct BatchWriteItemOutput {
    /// The rest, with the same options, if there is one. Wait before sending it: capacity was short.
    pub unprocessed: Option<BatchWriteItem>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl BatchWriteItem {
    /// A batch of no items yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn requests(&mut self, table: TableName) -> &mut Requests {
        let position = self
            .tables
            .iter()
            .position(|(known, _)| *known == table)
            .unwrap_or_else(|| {
                let elements = Writer::with_capacity(4 << 10);
                self.tables.push((table, Requests { elements, count: 0 }));
                self.tables.len() - 1
            });
        &mut self.tables[position].1
    }

    /// Adds a request: `opening`, what `write` writes, and two braces.
    fn request(
        mut self,
        table: impl Into<TableName>,
        opening: &str,
        write: impl FnOnce(&mut Writer) -> Result<(), Error>,
    ) -> Self {
        let table = table.into();
        let Requests { elements, count } = self.requests(table.clone());
        elements.raw(opening.as_bytes());
        let written = write(elements);
        elements.end_object();
        elements.end_object();
        *count += 1;
        if let Err(error) = written {
            // The request that was begun will not be sent.
            self.error.get_or_insert(error.on_table(table));
        }
        self
    }

    /// Creates this item, or replaces the one with the same key. DynamoDB refuses the same key twice.
    pub fn put(self, table: impl Into<TableName>, item: impl EncodeItem) -> Self {
        self.request(table, r#"{"PutRequest":{"Item":"#, |writer| write(&item, writer))
    }

    /// Deletes the item with this key; that there is none is no error.
    pub fn delete(self, table: impl Into<TableName>, key: impl Into<Key>) -> Self {
        self.request(table, r#"{"DeleteRequest":{"Key":"#, |writer| key.into().write(writer))
    }

    setters! { return_consumed_capacity, return_item_collections }

    /// Forbids to send it again when an answer was lost, which may land after another writer's change and overwrite
    /// that. Then the outcome is unknown: [`Error::is_unknown`]. What is left over keeps to it too.
    pub fn at_most_once(mut self) -> Self {
        self.at_most_once = true;
        self
    }

    /// How many items it puts and deletes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.iter().map(|(_, requests)| requests.count).sum()
    }

    /// Whether it has nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No item, or more than 25; a value that cannot be stored, an item surely over 400 KB.
    pub fn into_request(self) -> Result<Request, Error> {
        const OPERATION: Operation = Operation::BatchWriteItem;
        if let Some(error) = self.error {
            return Err(error.in_operation(OPERATION));
        }
        check_count(
            OPERATION,
            self.len(),
            BATCH_WRITE_ITEMS,
            "items",
            "send the items in chunks of 25",
        )?;
        let bytes: usize = self
            .tables
            .iter()
            .map(|(table, requests)| table.len() + requests.elements.len())
            .sum();
        let mut writer = Writer::with_capacity(bytes + 256);
        writer.begin_object();
        writer.object("RequestItems", |writer| {
            for (table, requests) in self.tables.iter().filter(|(_, requests)| requests.count > 0) {
                writer.key(table);
                writer.begin_array();
                writer.raw(requests.elements.as_slice());
                writer.end_array();
            }
        });
        self.returns.write(&mut writer);
        writer.end_object();
        let tables: Tables = self.tables.into_iter().map(|(table, _)| table).collect();
        // Puts and deletes without conditions: a repeat leaves the same items.
        let safety = if self.at_most_once {
            Safety::Unsafe
        } else {
            Safety::Repeatable
        };
        Ok(Request::new(OPERATION, writer.into_vec())
            .on(tables)
            .with_safety(safety))
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<BatchWriteItemOutput, Error> {
        let rest = Self {
            returns: self.returns,
            at_most_once: self.at_most_once,
            ..Self::default()
        };
        let (rest, info) = answer::send(executor, self.into_request()?, rest, |rest, name, parser| {
            if name == "UnprocessedItems" {
                object(parser, |table, parser| {
                    let Requests { elements, count } = rest.requests(table.to_owned().into());
                    parser.begin_array()?;
                    while parser.next_element()? {
                        elements.raw(parser.raw_value()?.as_bytes());
                        *count += 1;
                    }
                    Ok(true)
                })?;
            }
            Ok(name == "UnprocessedItems")
        })
        .await?;
        Ok(BatchWriteItemOutput {
            unprocessed: Some(rest).filter(|rest| !rest.is_empty()),
            info,
        })
    }
}
