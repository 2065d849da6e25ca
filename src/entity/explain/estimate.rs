use ddbx_core::Operation;
use ddbx_core::limits::{PAGE_BYTES, READ_UNIT_BYTES};

use super::Explanation;

/// On demand, in the region `us-east-1`.
pub(super) const USD_PER_MILLION_UNITS: f64 = 0.125;

/// What a page costs: an estimate, for the sizes of items are not known before they are read, and a page may hold less.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// How large an item is: as it was given, by [`with_item_size`](Explanation::with_item_size) or
    /// [`with_table`](Explanation::with_table).
    pub item_bytes: Option<u64>,
    /// How many items are read; `None` where their size is not known, and no limit says it.
    pub items_per_page: Option<u64>,
    /// Read units, of a full page where nothing else is known. Hydrated items, which are read one by one, are counted in.
    ///
    /// Source: [Read consistency and units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
    pub read_units: f64,
    /// The price of the units in US dollars, on demand.
    pub usd: f64,
}

pub(super) fn of(explanation: &Explanation) -> Estimate {
    let is_get = explanation.operation == Operation::GetItem;
    let limit = if is_get { Some(1) } else { explanation.limit };
    let fit = explanation.item_bytes.map(|bytes| (PAGE_BYTES as u64 / bytes).max(1));
    let items = [limit, fit].into_iter().flatten().min();
    let bytes = match (items, explanation.item_bytes) {
        (Some(items), Some(bytes)) => items.saturating_mul(bytes).min(PAGE_BYTES as u64),
        // One item has 400 KB at most; how many fit is not known.
        (Some(_), None) if is_get => ddbx_core::limits::ITEM_BYTES as u64,
        _ => PAGE_BYTES as u64,
    };
    let factor = if explanation.consistent { 1.0 } else { 0.5 };
    let mut read_units = units(bytes) * factor;
    if explanation.hydrates
        && let (Some(items), Some(bytes)) = (items, explanation.item_bytes)
    {
        read_units += items as f64 * units(bytes);
    }
    Estimate {
        item_bytes: explanation.item_bytes,
        items_per_page: items,
        read_units,
        usd: read_units * explanation.usd_per_million_units / 1e6,
    }
}

/// Units of 4 KB, whole ones.
fn units(bytes: u64) -> f64 {
    bytes.div_ceil(READ_UNIT_BYTES as u64).max(1) as f64
}
