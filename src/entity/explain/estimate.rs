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
    /// What all pages of a scan cost together, if it follows them; `None` of a query, and where no
    /// [table](Explanation::with_table) was given.
    pub all_pages: Option<ScanEstimate>,
}

/// What all pages of a scan cost: the size of the table, or of the index, is what it reads.
///
/// It is bounded by `take` without a filter, by `max_scanned` and by `max_pages`, where those were said.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ScanEstimate {
    /// The items that are read.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The requests that it takes, at least.
    pub pages: u64,
    /// Read units.
    pub read_units: f64,
    /// The price of the units in US dollars, on demand.
    pub usd: f64,
}

pub(super) fn of(explanation: &Explanation) -> Estimate {
    let is_get = explanation.operation == Operation::GetItem;
    let limit = if is_get { Some(1) } else { explanation.limit };
    let fit = explanation.item_bytes.map(|bytes| (PAGE_BYTES as u64 / bytes).max(1));
    let whole = explanation.whole.map(|(items, _)| items.max(1));
    let items = [limit, fit, whole].into_iter().flatten().min();
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
        all_pages: explanation.whole.map(|whole| of_scan(explanation, whole)),
    }
}

fn of_scan(explanation: &Explanation, (mut items, mut bytes): (u64, u64)) -> ScanEstimate {
    let part = |all: u64, of: u64, whole: u64| (u128::from(all) * u128::from(of) / u128::from(whole.max(1))) as u64;
    let (most_items, most_pages) = explanation.most;
    if let Some(most) = most_items.filter(|most| *most < items) {
        (items, bytes) = (most, part(bytes, most, items));
    }
    let by_size = bytes.div_ceil(PAGE_BYTES as u64);
    let by_limit = explanation.limit.map_or(1, |limit| items.div_ceil(limit.max(1)));
    let segments = explanation.segments.map_or(1, u64::from);
    let mut pages = by_size.max(by_limit).max(segments);
    if let Some(most) = most_pages.filter(|most| *most < pages) {
        (items, bytes) = (part(items, most, pages), part(bytes, most, pages));
        pages = most;
    }
    let factor = if explanation.consistent { 1.0 } else { 0.5 };
    // A page takes a unit at least.
    let read_units = units(bytes).max(pages as f64) * factor;
    ScanEstimate {
        items,
        bytes,
        pages,
        read_units,
        usd: read_units * explanation.usd_per_million_units / 1e6,
    }
}

/// Units of 4 KB, whole ones.
fn units(bytes: u64) -> f64 {
    bytes.div_ceil(READ_UNIT_BYTES as u64).max(1) as f64
}
