use std::fmt;
use std::ops::Add;

use ddbx_core::Operation;
use ddbx_core::limits::{ITEM_BYTES, WRITE_UNIT_BYTES};

use super::WriteExplanation;

/// On demand, in the region `us-east-1`.
pub(super) const USD_PER_MILLION_UNITS: f64 = 0.625;

/// What a write costs: an estimate, for much of it depends on the item that is there, which is not read.
///
/// [`exactly_once`](crate::ExactlyOnce) sends a write as a transaction, which takes twice the units of the table.
///
/// Source: [Write units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WriteEstimate {
    /// How large the item is, as far as that is known.
    pub item_bytes: Option<u64>,
    /// The write units of the table: one for each KB of the item, before or after, whichever is larger.
    pub table: WriteUnits,
    /// The write units of each index: one for each KB of an entry that is made, changed or removed.
    pub indexes: Vec<(&'static str, WriteUnits)>,
    /// All of them.
    pub total: WriteUnits,
    /// What it takes if the condition is false; `None` where there is no condition.
    pub failed: Option<WriteUnits>,
    /// The price of the least units in US dollars, on demand.
    pub least_usd: f64,
    /// The price of the most units in US dollars, on demand.
    pub most_usd: f64,
}

/// A number of write units, as far as it is known: `2`, or `1 to 3`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteUnits {
    /// At least.
    pub least: u64,
    /// At most.
    pub most: u64,
}

impl Add for WriteUnits {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            least: self.least + other.least,
            most: self.most + other.most,
        }
    }
}

impl fmt::Display for WriteUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.least)?;
        if self.most != self.least {
            write!(f, " to {}", self.most)?;
        }
        Ok(())
    }
}

pub(super) fn of(explanation: &WriteExplanation) -> WriteEstimate {
    let (stored, item) = (explanation.stored_bytes, explanation.item_bytes);
    let indexes = explanation.indexes.iter();
    let indexes: Vec<_> = indexes.map(|index| (index.index, index.units(stored, item))).collect();
    let (table, failed) = (of_table(explanation), of_failure(explanation));
    let total = indexes.iter().fold(table, |total, (_, units)| total + *units);
    let usd = |units: u64| units as f64 * explanation.usd_per_million_units / 1e6;
    WriteEstimate {
        item_bytes: item,
        table,
        indexes,
        total,
        failed: explanation.condition.is_some().then_some(failed),
        least_usd: usd(total.least),
        most_usd: usd(total.most),
    }
}

fn of_table(explanation: &WriteExplanation) -> WriteUnits {
    let item = explanation.item_bytes;
    let is_put = explanation.operation == Operation::PutItem;
    let (least, most) = (units(item.unwrap_or(1)), units(item.unwrap_or(ITEM_BYTES as u64)));
    match (is_put, explanation.existed) {
        (true, Some(false)) => WriteUnits { least, most },
        (true, existed) => {
            let larger = most.max(units(explanation.stored_bytes.unwrap_or(1)));
            WriteUnits {
                least: if existed.is_some() { larger } else { least },
                most: larger,
            }
        }
        (false, Some(true)) => WriteUnits { least, most },
        // There may be nothing to delete.
        (false, _) => WriteUnits { least: 1, most },
    }
}

/// A false condition is paid for by the item that is there, or the one that was to be put, whichever is larger.
///
/// Source: [Write units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
fn of_failure(explanation: &WriteExplanation) -> WriteUnits {
    let item = explanation.item_bytes.unwrap_or(ITEM_BYTES as u64);
    let least = match explanation.operation {
        Operation::PutItem => units(item),
        _ => 1,
    };
    WriteUnits {
        least,
        most: units(item.max(explanation.stored_bytes.unwrap_or(1))),
    }
}

/// Units of 1 KB, whole ones.
pub(super) fn units(bytes: u64) -> u64 {
    bytes.div_ceil(WRITE_UNIT_BYTES as u64).max(1)
}
