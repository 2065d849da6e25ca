//! What a write will do, before it does it.

mod entry;
mod estimate;
mod request;
mod text;

use ddbx_core::schema::Schema;
use ddbx_core::value::item_size;
use ddbx_core::{Error, Item, Operation, Request};

pub use entry::IndexWrite;
pub use estimate::{WriteEstimate, WriteUnits};

use super::key;
use request::Written;

/// What a write will do: its condition, its changes, the entries of indexes that it makes or changes, and what it costs.
///
/// It is read off the request, which is made and not sent: what the library adds to a write stands in it, too. Units and
/// prices are estimates, and bounds where they depend on the item that is there, which is not read.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Clone)]
/// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}", by_status(pk = "STATUS#{status}"))]
/// struct Order {
///     customer: String,
///     number: u32,
///     status: Option<String>,
///     #[entity(version)]
///     version: u64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// let order = Order { customer: "ann".into(), number: 7, status: Some("open".into()), version: 0 };
/// let explanation = ddbx::put(order).if_not_exists().explain(&pool)?;
///
/// assert_eq!(explanation.item_bytes, Some(89));
/// assert_eq!(explanation.estimate().total.most, 2);
/// assert_eq!(
///     explanation.to_string(),
///     "\
/// PutItem of `Order` on table `orders`
///   key       pk = CUSTOMER#{customer}
///             sk = ORDER#{number:06}
///   condition attribute_not_exists(pk)
///   item      89 bytes
///   index     by_status: a new entry of 89 bytes
///   estimate  2 write units, 0.000001250 USD: 1 for the table, 1 for its indexes
///             1 write unit, 0.000000625 USD, if the condition is false
/// "
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WriteExplanation {
    /// The entity.
    pub entity: &'static str,
    /// The physical table.
    pub table: String,
    /// `PutItem`, `UpdateItem` or `DeleteItem`.
    pub operation: Operation,
    /// The attributes of the key, and what they are made of.
    pub key: Vec<String>,
    /// What must hold for the item that is there; values are shown as `…`. `None` where nothing must.
    pub condition: Option<String>,
    /// What an update changes, a line for each clause; values are shown as `…`. The version, the time of the last write
    /// and the attributes of indexes are among it, where the library writes them besides.
    pub changes: Vec<String>,
    /// How large the item is: exactly, where the whole entity is at hand; else as it was given, by
    /// [`with_item_size`](Self::with_item_size) or [`with_table`](Self::with_table).
    pub item_bytes: Option<u64>,
    /// What becomes of the item's entry in each of the entity's indexes.
    pub indexes: Vec<IndexWrite>,
    /// What is worth knowing besides.
    pub notes: Vec<String>,
    /// Whether there is an item with this key, if the write succeeds.
    existed: Option<bool>,
    /// The size of the item that is there, as it was given.
    stored_bytes: Option<u64>,
    usd_per_million_units: f64,
}

/// What a statement knows of its write that its request does not say.
#[derive(Debug)]
pub(in crate::entity) struct Known {
    /// Whether there is an item with this key, if the write succeeds.
    pub(in crate::entity) existed: Option<bool>,
    /// Of a deletion, the item as it was read, and whether it is deleted as that only.
    pub(in crate::entity) read: Option<(Item, bool)>,
    /// Whether hooks run before it.
    pub(in crate::entity) has_hooks: bool,
}

/// Explains a write by its request.
pub(in crate::entity) fn explain_write(
    schema: &'static Schema,
    request: &Request,
    table: &str,
    known: &Known,
) -> Result<WriteExplanation, Error> {
    let written = Written::read(request).map_err(Error::decode)?;
    let item = written.item.as_ref();
    let at_hand = item.or(known.read.as_ref().map(|(item, _)| item));
    let mut explanation = WriteExplanation {
        entity: schema.entity(),
        table: table.to_owned(),
        operation: request.operation,
        key: schema.primary().keys().map(key::equal).collect(),
        condition: written.condition(schema),
        changes: written.changes(),
        item_bytes: at_hand.map(|item| item_size(item) as u64),
        indexes: entry::of(schema, request.operation, &written, known),
        notes: Vec::new(),
        existed: known.existed,
        stored_bytes: None,
        usd_per_million_units: estimate::USD_PER_MILLION_UNITS,
    };
    explanation.notes = notes(schema, &explanation, known);
    Ok(explanation)
}

fn notes(schema: &Schema, explanation: &WriteExplanation, known: &Known) -> Vec<String> {
    let mut notes = Vec::new();
    let is_put = explanation.operation == Operation::PutItem;
    if is_put && let Some(attribute) = schema.write_id() {
        notes.push(format!("the id of the write is stored in `{attribute}`"));
    }
    if is_put && known.existed != Some(false) {
        notes.push("an item that it replaces counts by its own size, where that is larger".to_owned());
    }
    if explanation.indexes.iter().any(IndexWrite::depends) {
        notes.push(
            "an index whose entry stays as it is costs nothing; one whose entry has another key is written twice"
                .to_owned(),
        );
    }
    if known.has_hooks {
        notes.push("hooks are not run for this: they may change or refuse what is written".to_owned());
    }
    notes
}

impl WriteExplanation {
    /// The same, where the item that is there has about this many bytes: the one that an update changes, a delete deletes,
    /// or a put replaces.
    #[must_use]
    pub fn with_item_size(mut self, bytes: u64) -> Self {
        self.stored_bytes = Some(bytes.max(1));
        if self.operation != Operation::PutItem {
            self.item_bytes = self.stored_bytes;
        }
        let item_bytes = self.item_bytes;
        for index in &mut self.indexes {
            index.settle(item_bytes);
        }
        self
    }

    /// The same, where the item that is there, and its entries in indexes, are as large as those of this table are on
    /// average. DynamoDB counts them about every six hours.
    #[must_use]
    pub fn with_table(mut self, table: &crate::ops::TableDescription) -> Self {
        for index in &mut self.indexes {
            let mut described = table.global_indexes.iter().chain(&table.local_indexes);
            if let Some(described) = described.find(|described| described.name == index.index) {
                index.settle_average(described.size_bytes.checked_div(described.item_count));
            }
        }
        match table.size_bytes.checked_div(table.item_count) {
            Some(average) => self.with_item_size(average),
            None => self,
        }
    }

    /// The same, at this price of a million write units in US dollars. Default: 0.625, on demand in the region `us-east-1`.
    ///
    /// Source: [Pricing for on-demand capacity](https://aws.amazon.com/dynamodb/pricing/on-demand/).
    #[must_use]
    pub fn with_price(mut self, usd_per_million_units: f64) -> Self {
        self.usd_per_million_units = usd_per_million_units;
        self
    }

    /// What it costs, as far as that is known before it is sent.
    #[must_use]
    pub fn estimate(&self) -> WriteEstimate {
        estimate::of(self)
    }
}
