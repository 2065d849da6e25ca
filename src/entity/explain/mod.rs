//! What a statement will do, before it does it.

mod estimate;
mod get;
mod key;
mod query;
mod scan;
mod text;
mod write;

use ddbx_core::Operation;
use ddbx_core::schema::{FieldDef, Index, Key, Schema, Scope};

pub use estimate::{Estimate, ScanEstimate};
pub(super) use get::explain_get;
pub(super) use query::explain;
pub(super) use scan::{Scanned, explain_scan};
pub use write::{IndexWrite, WriteEstimate, WriteExplanation, WriteUnits};
pub(super) use write::{Known, explain_write};

use super::tag;
use crate::ops::TableDescription;
use crate::pool::ScanPolicy;

/// What a get, a query or a scan will do: its index, its key condition, its filter, and what a page of it costs. What a
/// write will do, a [`WriteExplanation`] tells.
///
/// It is data, and as text it is for people:
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
/// struct Order {
///     customer: String,
///     number: u32,
///     total: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// let query = ddbx::query!(Order, customer == "ann" && number >= 3 && total > 100);
/// let explanation = query.explain(&pool)?.with_item_size(400);
///
/// assert_eq!(explanation.index, None, "the table itself");
/// assert_eq!(explanation.filter.as_deref(), Some("total > …"));
/// assert_eq!(explanation.estimate().items_per_page, Some(2621));
/// assert_eq!(
///     explanation.to_string(),
///     "\
/// Query of `Order` on table `orders`, by its own key
///   key       pk = CUSTOMER#{customer}
///             sk in ORDER#{number:06}, where number >= …
///   filter    total > …
///   order     ascending by sk
///   reads     all fields
///   estimate  128 read units, 0.000016 USD, for a page of 2621 items of 400 bytes
///   note      the filter is applied to what was read: items that it drops are paid for
/// "
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The entity.
    pub entity: &'static str,
    /// The physical table.
    pub table: String,
    /// `GetItem`, where the whole key is known and nothing else is asked; else `Query`; or `Scan`.
    pub operation: Operation,
    /// The secondary index; `None` for the table itself.
    pub index: Option<&'static str>,
    /// What is said of the key, attribute by attribute: what narrows what is read.
    pub key: Vec<String>,
    /// What is checked of each item after it was read; values are shown as `…`.
    pub filter: Option<String>,
    /// The attribute by which the items are in order; `None` where there is none.
    pub order: Option<&'static str>,
    /// Whether that order is descending.
    pub descending: bool,
    /// The attributes that are read; all without.
    pub projection: Option<Vec<&'static str>>,
    /// Whether the items are read from the table, because the index does not copy all that is asked for.
    pub hydrates: bool,
    /// Whether it reads what every write before has left.
    pub consistent: bool,
    /// How many partitions it reads, one after the other: the values of an `is_in`.
    pub partitions: usize,
    /// In how many segments a [parallel scan](crate::ParallelScan) reads; `None` of all else.
    pub segments: Option<u32>,
    /// Whether a scan may run on this pool; `None` of a query, which always may.
    pub scan_policy: Option<ScanPolicy>,
    /// What is worth knowing besides.
    pub notes: Vec<String>,
    /// Items that a page holds at most.
    limit: Option<u64>,
    /// Items, and pages, that a scan reads at most.
    most: (Option<u64>, Option<u64>),
    item_bytes: Option<u64>,
    /// Items, and their bytes, that a scan finds.
    whole: Option<(u64, u64)>,
    usd_per_million_units: f64,
}

/// The fields of an index's key that an entity may lack.
fn sparse<'a>(schema: &'a Schema, index: &'a Index) -> impl Iterator<Item = &'static FieldDef> + 'a {
    let fields = index.keys().flat_map(Key::fields);
    let fields = fields.map(|field| &schema.fields()[usize::from(field)]);
    let is_secondary = index.scope() != Scope::Primary;
    fields.filter(move |field| is_secondary && field.is_optional() && !field.has_default())
}

/// The note of an index that some entities are not in.
fn sparse_note(schema: &Schema, index: &Index) -> Option<String> {
    let lacking: Vec<_> = sparse(schema, index)
        .map(|field| format!("`{}`", field.name()))
        .collect();
    (!lacking.is_empty()).then(|| format!("entities without {} are not in the index", lacking.join(", ")))
}

/// What the library asks for besides: that an item is the entity's, and that its time is not over.
fn asked_besides(schema: &'static Schema, sees_expired: bool) -> impl Iterator<Item = String> {
    let tags = tag::shared(schema).map(|tags| format!("{} is {}", tags.attribute(), tags.names().join(" or ")));
    let expires = schema.expires().filter(|_| !sees_expired);
    let expires = expires.map(|field| format!("{} is not over", field.attribute()));
    tags.into_iter().chain(expires)
}

const FILTER_NOTE: &str = "the filter is applied to what was read: items that it drops are paid for";
const GLOBAL_NOTE: &str = "a global index follows its table after a moment";

impl Explanation {
    /// The same, for entities of about this many bytes: what estimates go by.
    #[must_use]
    pub fn with_item_size(mut self, bytes: u64) -> Self {
        self.item_bytes = Some(bytes.max(1));
        self
    }

    /// The same, for entities as large as those of this table, or of the index, are on average. DynamoDB counts them about
    /// every six hours. Of a scan, [`Estimate::all_pages`] then tells what all of it costs.
    #[must_use]
    pub fn with_table(mut self, table: &TableDescription) -> Self {
        let (mut items, mut bytes) = (table.item_count, table.size_bytes);
        if let Some(name) = self.index {
            let global = table.global_indexes.iter().find(|index| index.name == name);
            let local = table.local_indexes.iter().find(|index| index.name == name);
            if let Some(index) = global.or(local) {
                (items, bytes) = (index.item_count, index.size_bytes);
            }
        }
        if self.operation == Operation::Scan {
            self.whole = Some((items, bytes));
        }
        match bytes.checked_div(items) {
            Some(average) => self.with_item_size(average),
            None => self,
        }
    }

    /// The same, at this price of a million read units in US dollars. Default: 0.125, on demand in the region `us-east-1`.
    ///
    /// Source: [Pricing for on-demand capacity](https://aws.amazon.com/dynamodb/pricing/on-demand/).
    #[must_use]
    pub fn with_price(mut self, usd_per_million_units: f64) -> Self {
        self.usd_per_million_units = usd_per_million_units;
        self
    }

    /// What a page costs, as far as that is known before it is read.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        estimate::of(self)
    }
}
