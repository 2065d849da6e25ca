use ddbx_core::codec::{self, Parser};

use super::VectorCapacity;
use super::answer::{array, object, text};

/// How much capacity accounting an operation returns (`ReturnConsumedCapacity`).
///
/// The answer has it in [`ResponseInfo::consumed_capacity`](super::ResponseInfo::consumed_capacity).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Capacity {
    /// None.
    #[default]
    None,
    /// The total, and the share of each table and index.
    Indexes,
    /// The total of each table.
    Total,
}

/// The capacity a request used on one table.
///
/// Source: [ConsumedCapacity](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let put = ops::PutItem::new("users").item(Item::new().with("id", "u1")).return_consumed_capacity(ops::Capacity::Total);
/// let output = put.send(&pool).await?;
/// assert_eq!(output.info.consumed_capacity[0].total.units, 1.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ConsumedCapacity {
    /// The table.
    pub table: String,
    /// On the table and its indexes together.
    pub total: CapacityUnits,
    /// On the table itself, with [`Capacity::Indexes`].
    pub base: Option<CapacityUnits>,
    /// On each local index, with [`Capacity::Indexes`].
    pub local_indexes: Vec<(String, CapacityUnits)>,
    /// On each global index, with [`Capacity::Indexes`].
    pub global_indexes: Vec<(String, CapacityUnits)>,
    /// On each vector index, with [`Capacity::Indexes`].
    pub vector_indexes: Vec<(String, VectorCapacity)>,
}

/// An amount of capacity. Read and write units are given by transactions only.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CapacityUnits {
    /// All units.
    pub units: f64,
    /// Of them, read units.
    pub read: Option<f64>,
    /// Of them, write units.
    pub write: Option<f64>,
}

impl ConsumedCapacity {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut consumed = Self::default();
        object(parser, |name, parser| {
            match name {
                "TableName" => consumed.table = text(parser)?,
                "Table" => consumed.base = Some(CapacityUnits::parse(parser)?),
                "LocalSecondaryIndexes" => consumed.local_indexes = by_index(parser, CapacityUnits::parse)?,
                "GlobalSecondaryIndexes" => consumed.global_indexes = by_index(parser, CapacityUnits::parse)?,
                "VectorIndexes" => consumed.vector_indexes = by_index(parser, VectorCapacity::parse)?,
                _ => return consumed.total.read_member(name, parser),
            }
            Ok(true)
        })?;
        Ok(consumed)
    }

    /// Adds what other requests used, to the entry of the same table if there is one.
    pub(crate) fn add_all(known: &mut Vec<Self>, more: &[Self]) {
        for more in more {
            match known.iter_mut().find(|known| known.table == more.table) {
                Some(known) => known.add(more),
                None => known.push(more.clone()),
            }
        }
    }

    /// Adds what another request used on the same table.
    fn add(&mut self, more: &Self) {
        self.total.add(&more.total);
        if let Some(more) = &more.base {
            self.base.get_or_insert_default().add(more);
        }
        add_by_index(&mut self.local_indexes, &more.local_indexes);
        add_by_index(&mut self.global_indexes, &more.global_indexes);
    }

    /// One entry, or a list of them: batches and transactions give one for each table.
    pub(super) fn parse_into(consumed: &mut Vec<Self>, parser: &mut Parser<'_>) -> codec::Result<()> {
        if parser.clone().begin_array().is_ok() {
            consumed.extend(array(parser, Self::parse)?);
        } else {
            consumed.push(Self::parse(parser)?);
        }
        Ok(())
    }
}

impl CapacityUnits {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut units = Self::default();
        object(parser, |name, parser| units.read_member(name, parser))?;
        Ok(units)
    }

    fn add(&mut self, more: &Self) {
        self.units += more.units;
        for (units, more) in [(&mut self.read, more.read), (&mut self.write, more.write)] {
            if let Some(more) = more {
                *units.get_or_insert_default() += more;
            }
        }
    }

    fn read_member(&mut self, name: &str, parser: &mut Parser<'_>) -> codec::Result<bool> {
        match name {
            "CapacityUnits" => self.units = parser.f64()?,
            "ReadCapacityUnits" => self.read = Some(parser.f64()?),
            "WriteCapacityUnits" => self.write = Some(parser.f64()?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn add_by_index(indexes: &mut Vec<(String, CapacityUnits)>, more: &[(String, CapacityUnits)]) {
    for (name, units) in more {
        match indexes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.add(units),
            None => indexes.push((name.clone(), *units)),
        }
    }
}

fn by_index<T>(
    parser: &mut Parser<'_>,
    mut read: impl FnMut(&mut Parser<'_>) -> codec::Result<T>,
) -> codec::Result<Vec<(String, T)>> {
    let mut indexes = Vec::new();
    object(parser, |name, parser| {
        indexes.push((name.to_owned(), read(parser)?));
        Ok(true)
    })?;
    Ok(indexes)
}
