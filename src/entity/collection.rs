mod fingerprint;
mod key_condition;

use std::marker::PhantomData;

use ddbx_core::codec::{self, Bound, CodecError, DecodeOwned, IntoPartition, Parser};
use ddbx_core::expression::Expressions;
use ddbx_core::request::TableName;
use ddbx_core::schema::{Schema, Scope, Tags};
use ddbx_core::{Error, Item, Operation};

use self::key_condition::Range;
use super::cloned::cloned;
use super::expired::{Expired, expiry};
use super::projection::{self, Reads};
use super::read::{Composed, Content, Reader, Reading, RowTest, key_attributes, nothing, reads, several, sortable};
use super::{condition, tag};
use crate::executor::Executor;
use crate::ops;
use crate::read::Whole;

/// Entities of several types that are read by one query. Implemented by `#[derive(Collection)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a collection",
    label = "not a collection",
    note = "add `#[derive(Collection)]` to an enum with one entity in each variant"
)]
pub trait Collection: DecodeOwned {
    /// What messages call it.
    const NAME: &'static str;

    /// The schemas of the entities, in the order of the variants.
    const MEMBERS: &'static [&'static Schema];
}

/// Reads entities of several types from one partition of their table, in the order of its sort key, by one query.
///
/// The partition is given by the values that its key is made of: one as it is, several as a tuple, in the order of the
/// placeholders. A value of a field with a storage form is given in that form:
/// [`As::<_, Iso>::new(day)`](crate::codec::form::As).
///
/// ```
/// use ddbx::{Collection, Entity, Pool, Table};
///
/// #[derive(Table)]
/// #[table(name = "shop", sk = "sk")]
/// struct Shop;
///
/// #[derive(Entity)]
/// #[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
/// struct Customer {
///     id: String,
/// }
///
/// #[derive(Entity)]
/// #[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
/// struct Order {
///     customer: String,
///     number: u32,
/// }
///
/// #[derive(Collection)]
/// enum CustomerItem {
///     Customer(Customer),
///     Order(Order),
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Customer, Order)>().await?;
/// ddbx::put(Customer { id: "ann".into() }).execute(&pool).await?;
/// for number in 1..=3 {
///     ddbx::put(Order { customer: "ann".into(), number }).execute(&pool).await?;
/// }
///
/// let items = ddbx::collection::<CustomerItem>("ann").descending().fetch_all(&pool).await?;
/// assert_eq!(items.len(), 4);
/// assert!(matches!(items[0], CustomerItem::Customer(_)), "`PROFILE` is behind `ORDER#`");
///
/// let orders = ddbx::collection::<CustomerItem>("ann").sort_begins_with("ORDER#");
/// assert_eq!(orders.count(&pool).await?, 3);
/// # Ok(())
/// # }
/// ```
pub fn collection<C: Collection>(partition: impl IntoPartition) -> CollectionQuery<C> {
    CollectionQuery {
        partition: partition.into_partition(),
        ranges: Vec::new(),
        index: None,
        consistent: false,
        reading: Reading::default(),
        collection: PhantomData,
    }
}

/// A query over entities of several types: see [`collection`](collection()).
#[derive(Debug)]
#[must_use = "a query does nothing until it runs: `.fetch_all(&pool).await`"]
pub struct CollectionQuery<C> {
    partition: codec::Result<Vec<Bound>>,
    ranges: Vec<Range>,
    pub(super) index: Option<&'static str>,
    consistent: bool,
    pub(super) reading: Reading,
    collection: PhantomData<fn() -> C>,
}

cloned!([C] CollectionQuery<C> { partition, ranges, index, consistent, reading, collection });

impl<C: Collection> CollectionQuery<C> {
    /// On this index of the table, which every one of the entities must be in; the partition is one of the index then.
    /// Default: the table's own key.
    ///
    /// A global index follows its table after a moment, and cannot be read consistently.
    pub fn index(mut self, name: &'static str) -> Self {
        self.index = Some(name);
        self
    }

    /// Reads what every write before has left (`ConsistentRead`); twice the read units. Global indexes cannot.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Only items whose sort key, as it is stored, begins with this text: `"ORDER#"`.
    pub fn sort_begins_with(mut self, prefix: impl Into<String>) -> Self {
        self.ranges.push(Range::BeginsWith(Bound::S(prefix.into())));
        self
    }

    /// Only items whose sort key, as it is stored, lies between these texts, both included.
    pub fn sort_between(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.ranges
            .push(Range::Between(Bound::S(from.into()), Bound::S(to.into())));
        self
    }

    reads!(C);

    fn reader(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<C>, Error> {
        self.read(executor, Content::Rows(None))
    }

    fn counter(self, executor: &(impl Executor + ?Sized)) -> Result<Reader<Item>, Error> {
        self.read(executor, Content::Count)
    }

    fn nothing(executor: &(impl Executor + ?Sized)) -> Error {
        nothing(C::NAME, table::<C>(executor))
    }

    fn several(executor: &(impl Executor + ?Sized)) -> Error {
        several(C::NAME, table::<C>(executor))
    }

    fn read<T: DecodeOwned>(self, executor: &(impl Executor + ?Sized), content: Content) -> Result<Reader<T>, Error> {
        let Some(first) = C::MEMBERS.first() else {
            return Err(Error::invalid(format!("`{}` is a collection of nothing", C::NAME)));
        };
        let table = executor.table(first);
        let named = |error: Error| error.in_operation(Operation::Query).on_table(&table);
        let index = key_condition::index::<C>(first, self.index).map_err(named)?;
        let reads = match content {
            Content::Count => Reads::Count,
            Content::Keys | Content::Rows(_) => Reads::Entities,
        };
        for member in C::MEMBERS {
            let index = self.index.and_then(|name| member.index(name));
            projection::check(member, index.unwrap_or(member.primary()), reads).map_err(named)?;
        }
        let mut expressions = Expressions::new();
        let values = self
            .partition
            .map_err(|error| named(Error::encode(error.of(C::NAME))))?;
        let mut text = key_condition::partition::<C>(first, index, &values, &mut expressions).map_err(named)?;
        key_condition::sort::<C>(index, &self.ranges, &mut text, &mut expressions).map_err(named)?;
        let mut operation = ops::Query::new(&table)
            .key_condition(ops::Expression::composed(text))
            .return_consumed_capacity(self.reading.returns.capacity);
        if index.scope() != Scope::Primary {
            operation = operation.index(index.name());
        }
        if self.consistent {
            operation = operation.consistent();
        }
        if self.reading.descending {
            operation = operation.descending();
        }
        if content == Content::Count {
            operation = operation.select(ops::Select::Count);
        }
        let tags = first.tags().map(|tags| {
            let all: Vec<_> = C::MEMBERS.iter().filter_map(|member| member.tags()).collect();
            let names: Vec<_> = all.iter().flat_map(Tags::names).copied().collect();
            tag::test(tags.attribute(), &names)
        });
        // All of one table expire by one attribute.
        let expired = |member: &&'static Schema| expiry(member, executor.now(), self.reading.sees_expired);
        let alive = C::MEMBERS.iter().find_map(expired).map(Expired::alive);
        let filter = tag::filter(C::NAME, tags, alive, &mut expressions).map_err(named)?;
        let has_filter = filter.is_some();
        if let Some(filter) = filter {
            operation = operation.filter(filter);
        }
        condition::fill(operation.placeholders(), &expressions);
        let composed = Composed {
            requests: operation.into_page_requests()?,
            has_filter,
            key_attributes: key_attributes(first, index),
            test: RowTest::new(first, false, None, Vec::new()),
        };
        Reader::new(composed, self.reading.paging, self.reading.start, Whole)
    }
}

sortable!([C: Collection] CollectionQuery<C>, C, |executor| (C::NAME, table::<C>(executor)));

fn table<C: Collection>(executor: &(impl Executor + ?Sized)) -> TableName {
    let first = C::MEMBERS.first();
    first.map_or(TableName::from(""), |first| executor.table(first))
}

/// Which member of the collection the item is that is next, counted from zero.
///
/// # Errors
///
/// An item that is none of them.
pub fn member<C: Collection>(parser: &Parser<'_>) -> codec::Result<usize> {
    let tags = C::MEMBERS.iter().map(|member| member.tags());
    let attribute = tags.clone().flatten().next().map_or("", |tags| tags.attribute());
    let tag = tag::read(parser, attribute)?;
    let position = tag.and_then(|tag| tags.clone().position(|tags| tags.is_some_and(|tags| tags.has(&tag))));
    position.ok_or_else(|| {
        let known: Vec<_> = tags
            .flatten()
            .flat_map(|tags| tags.names())
            .map(|tag| format!("`{tag}`"))
            .collect();
        let message = format!("the item is none of {}", known.join(", "));
        CodecError::custom(message).at(attribute).of(C::NAME)
    })
}
