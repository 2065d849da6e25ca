//! What a query will do, before it does it.

mod estimate;
mod key;
mod text;

use ddbx_core::expression::{Clause, Listed, Names, Operand, Values};
use ddbx_core::plan::{Access, Lowering, Plan};
use ddbx_core::schema::{FieldDef, Index, Key, Schema, Scope};
use ddbx_core::{Error, Operation, codec};

pub use estimate::Estimate;

use super::read::{Planning, Reading};
use super::{tag, view};
use crate::executor::Executor;

/// What a query will do: its index, its key condition, its filter, and what a page of it costs.
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
    /// `GetItem`, where the whole key is known and nothing else is asked; else Query.
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
    /// What is worth knowing besides.
    pub notes: Vec<String>,
    limit: Option<u64>,
    item_bytes: Option<u64>,
    usd_per_million_units: f64,
}

/// Explains a query that has a plan.
pub(super) fn explain(
    planning: &Planning,
    values: &codec::Result<Values>,
    reading: &Reading,
    executor: &(impl Executor + ?Sized),
) -> Result<Explanation, Error> {
    let (schema, plan, clauses) = (planning.schema(), planning.plan(), planning.clauses());
    let table = executor.table(schema);
    let operation = match plan.access() {
        Access::Get => Operation::GetItem,
        Access::Query => Operation::Query,
    };
    let values: &[Operand] = values.as_deref().map_err(|error| {
        let error = codec::CodecError::custom(error.to_string()).of(schema.entity());
        Error::encode(error).in_operation(operation).on_table(&table)
    })?;
    let index = plan.index(schema);
    let filter = filter(schema, plan, clauses, values, reading);
    let limits = [
        reading.paging.page_size.map(u64::from),
        reading.paging.take.map(|take| take as u64),
    ];
    Ok(Explanation {
        entity: schema.entity(),
        table: table.to_string(),
        operation,
        index: Some(index.name()).filter(|_| index.scope() != Scope::Primary),
        key: key::describe(schema, index, clauses),
        notes: notes(schema, plan, clauses, values, filter.is_some()),
        order: index.sort().first().map(Key::attribute),
        descending: reading.descending,
        projection: planning
            .asked()
            .fields
            .map(|fields| view::projection_attributes(schema, fields)),
        hydrates: plan.hydrates(),
        consistent: planning.asked().consistent,
        partitions: partitions(plan, clauses, values),
        // A filter drops items after they were read: a page is read to its end.
        limit: limits.into_iter().flatten().min().filter(|_| filter.is_none()),
        filter,
        item_bytes: None,
        usd_per_million_units: estimate::USD_PER_MILLION_UNITS,
    })
}

fn filter(
    schema: &'static Schema,
    plan: &Plan,
    clauses: &[Clause],
    values: &[Operand],
    reading: &Reading,
) -> Option<String> {
    if plan.access() == Access::Get {
        return None;
    }
    let (mut names, mut text) = (Names::default(), String::new());
    let listed = Listed {
        clauses,
        values,
        first: 0,
    };
    let tags = tag::shared(schema);
    let expires = schema.expires().filter(|_| !reading.sees_expired);
    let beside = tags.is_some() || expires.is_some();
    names.write(listed, |at| plan.filter().has(at), beside, &mut text);
    let mut all: Vec<String> = Some(text::plain(&text, names.attributes()))
        .filter(|text| !text.is_empty())
        .into_iter()
        .collect();
    if let Some(tags) = tags {
        all.push(format!("{} is {}", tags.attribute(), tags.names().join(" or ")));
    }
    all.extend(expires.map(|field| format!("{} is not over", field.attribute())));
    Some(all.join(" AND ")).filter(|text| !text.is_empty())
}

fn partitions(plan: &Plan, clauses: &[Clause], values: &[Operand]) -> usize {
    let list = plan.fan_out().and_then(|at| match clauses[usize::from(at)] {
        Clause::Leaf(leaf) => values.get(usize::from(leaf.value))?.count(),
        Clause::Group { .. } => None,
    });
    list.unwrap_or(1)
}

fn notes(
    schema: &'static Schema,
    plan: &Plan,
    clauses: &[Clause],
    values: &[Operand],
    has_filter: bool,
) -> Vec<String> {
    let (index, mut notes) = (plan.index(schema), Vec::new());
    if has_filter {
        notes.push("the filter is applied to what was read: items that it drops are paid for".to_owned());
    }
    if index.scope() == Scope::Global {
        notes.push("a global index follows its table after a moment".to_owned());
    }
    let lacking: Vec<_> = sparse(schema, index)
        .map(|field| format!("`{}`", field.name()))
        .collect();
    if !lacking.is_empty() {
        notes.push(format!("entities without {} are not in the index", lacking.join(", ")));
    }
    let lowering = Lowering {
        schema,
        plan,
        clauses,
        values,
    };
    if lowering.excludes() {
        notes.push("an end of the range is read, and left out of what is returned".to_owned());
    }
    if plan.hydrates() {
        notes.push(
            match index.scope() {
                Scope::Local => "DynamoDB reads each item from the table, too: half a read unit or more for each",
                _ => "each item is read from the table, too, by BatchGetItem: a read unit or more for each",
            }
            .to_owned(),
        );
    }
    notes
}

/// The fields of an index's key that an entity may lack.
fn sparse<'a>(schema: &'a Schema, index: &'a Index) -> impl Iterator<Item = &'static FieldDef> + 'a {
    let fields = index.keys().flat_map(Key::fields);
    let fields = fields.map(|field| &schema.fields()[usize::from(field)]);
    let is_secondary = index.scope() != Scope::Primary;
    fields.filter(move |field| is_secondary && field.is_optional() && !field.has_default())
}

impl Explanation {
    /// The same, for entities of about this many bytes: what estimates go by.
    #[must_use]
    pub fn with_item_size(mut self, bytes: u64) -> Self {
        self.item_bytes = Some(bytes.max(1));
        self
    }

    /// The same, for entities as large as those of this table, or of the index, are on average. DynamoDB counts them about
    /// every six hours.
    #[must_use]
    pub fn with_table(self, table: &crate::ops::TableDescription) -> Self {
        let (mut items, mut bytes) = (table.item_count, table.size_bytes);
        if let Some(name) = self.index {
            let global = table.global_indexes.iter().find(|index| index.name == name);
            let local = table.local_indexes.iter().find(|index| index.name == name);
            if let Some(index) = global.or(local) {
                (items, bytes) = (index.item_count, index.size_bytes);
            }
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
