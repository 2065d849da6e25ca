//! The entries that a write makes, changes or removes in the indexes of its table.

use ddbx_core::limits::ITEM_BYTES;
use ddbx_core::schema::{FieldDef, Index, Key, Projection, Schema, Scope};
use ddbx_core::value::value_size;
use ddbx_core::{Item, Operation};

use super::super::sparse;
use super::Known;
use super::estimate::{WriteUnits, units};
use super::request::Written;

/// What becomes of the item's entry in an index: a part of a [`WriteExplanation`](super::WriteExplanation).
///
/// An item has an entry in an index if it has all attributes of the index's key.
///
/// Source: [Write capacity of indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes).
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Clone)]
/// #[entity(table = "parcels", by_courier(pk = courier))]
/// struct Parcel {
///     #[entity(pk)]
///     id: String,
///     courier: Option<String>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// let put = |courier| ddbx::put(Parcel { id: "p1".into(), courier }).if_not_exists();
/// assert_eq!(put(Some("eve".into())).explain(&pool)?.indexes[0].after, Some(true));
/// assert_eq!(put(None).explain(&pool)?.indexes[0].after, Some(false));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexWrite {
    /// The index.
    pub index: &'static str,
    /// Whether the item has an entry before the write; `None` where that is not known.
    pub before: Option<bool>,
    /// Whether it has one afterwards; `None` where that is not known.
    pub after: Option<bool>,
    /// Whether an entry that stays may change.
    pub changes: bool,
    /// Whether an entry that stays may get another key: then it is removed from where it was, and made anew.
    pub moves: bool,
    /// The size of the entry, as far as it is known.
    pub entry_bytes: Option<u64>,
    /// Whether an entry that stays changes in any case.
    always_changes: bool,
    /// Whether there is an entry afterwards exactly if there was one before.
    stays: bool,
    copies_all: bool,
    /// The size of the entry of an item at hand.
    exact: Option<u64>,
    /// The average size of the index's entries.
    average: Option<u64>,
}

/// What becomes of the entries in the secondary indexes of the entity.
pub(super) fn of(schema: &'static Schema, operation: Operation, written: &Written, known: &Known) -> Vec<IndexWrite> {
    let indexes = schema.indexes().iter();
    let indexes = indexes.filter(|index| index.scope() != Scope::Primary);
    indexes
        .map(|index| match (operation, &written.item) {
            (Operation::UpdateItem, _) => of_update(schema, index, written),
            (_, Some(item)) => of_put(schema, index, item, known),
            _ => of_delete(schema, index, known),
        })
        .collect()
}

fn of_put(schema: &'static Schema, index: &'static Index, item: &Item, known: &Known) -> IndexWrite {
    let primary = schema.key_fields();
    let is_constant = index.keys().flat_map(Key::fields).all(|field| primary.contains(&field));
    let exact = entry_size(schema, index, item);
    let before = match known.existed {
        Some(true) if has_always(schema, index) => Some(true),
        Some(false) => Some(false),
        _ => None,
    };
    IndexWrite {
        before,
        after: Some(exact.is_some()),
        changes: true,
        moves: !is_constant && before != Some(false),
        entry_bytes: exact,
        // A version that is written over is another one, and so is the id of a write.
        always_changes: counters(schema).any(|attribute| index.copies(schema, attribute)),
        exact,
        ..untouched(index)
    }
}

fn of_update(schema: &'static Schema, index: &'static Index, written: &Written) -> IndexWrite {
    let change = |attribute: &str| written.changed().find(|change| change.attribute == attribute);
    let mut of_key = index.keys().filter_map(|key| change(key.attribute()));
    let before = has_always(schema, index).then_some(true);
    let mut entry = IndexWrite {
        before,
        after: before,
        changes: written.changed().any(|change| index.copies(schema, change.attribute)),
        always_changes: counters(schema).any(|attribute| index.copies(schema, attribute)),
        ..untouched(index)
    };
    let Some(first) = of_key.next() else {
        return IndexWrite { stays: true, ..entry };
    };
    entry.changes = true;
    if first.is_removed || of_key.any(|change| change.is_removed) {
        entry.after = Some(false);
        return entry;
    }
    entry.moves = true;
    if index.keys().all(|key| change(key.attribute()).is_some()) {
        entry.after = Some(true);
    }
    entry
}

fn of_delete(schema: &'static Schema, index: &'static Index, known: &Known) -> IndexWrite {
    let read = known.read.as_ref();
    let exact = read.and_then(|(item, _)| entry_size(schema, index, item));
    let before = match read {
        Some((_, true)) => Some(exact.is_some()),
        _ => (known.existed == Some(true) && has_always(schema, index)).then_some(true),
    };
    IndexWrite {
        before,
        after: Some(false),
        entry_bytes: exact,
        exact,
        ..untouched(index)
    }
}

fn untouched(index: &'static Index) -> IndexWrite {
    IndexWrite {
        index: index.name(),
        before: None,
        after: None,
        changes: false,
        moves: false,
        entry_bytes: None,
        always_changes: false,
        stays: false,
        copies_all: index.projection() == Projection::All,
        exact: None,
        average: None,
    }
}

/// The attributes that no two writes leave alike.
fn counters(schema: &'static Schema) -> impl Iterator<Item = &'static str> {
    let version = schema.version().map(FieldDef::attribute);
    version.into_iter().chain(schema.write_id())
}

/// Whether no entity lacks an attribute of the index's key.
fn has_always(schema: &'static Schema, index: &'static Index) -> bool {
    sparse(schema, index).next().is_none()
}

/// The size of the item's entry in the index; `None` if it has none.
fn entry_size(schema: &Schema, index: &Index, item: &Item) -> Option<u64> {
    if !index.keys().all(|key| item.contains(key.attribute())) {
        return None;
    }
    let copied = item.iter().filter(|(name, _)| index.copies(schema, name));
    Some(
        copied
            .map(|(name, value)| (name.len() + value_size(value)) as u64)
            .sum(),
    )
}

impl IndexWrite {
    /// Whether its cost depends on the entry that is there.
    pub(super) fn depends(&self) -> bool {
        let is_certain = self.always_changes && !self.moves;
        self.changes && !is_certain && self.before != Some(false) && self.after != Some(false)
    }

    /// Takes note of how large the item is about.
    pub(super) fn settle(&mut self, item_bytes: Option<u64>) {
        let whole = item_bytes.filter(|_| self.copies_all);
        self.entry_bytes = self.exact.or(self.average).or(whole).filter(|_| self.is_there());
    }

    /// Takes note of how large the index's entries are on average.
    pub(super) fn settle_average(&mut self, average: Option<u64>) {
        self.average = average;
        self.settle(None);
    }

    /// Whether there is, or may be, an entry, before or after.
    fn is_there(&self) -> bool {
        self.before != Some(false) || self.after != Some(false)
    }

    /// Whether the size of the entry is known exactly.
    pub(super) fn is_exact(&self) -> bool {
        self.exact.is_some()
    }

    /// The write units it takes, where the items before and after have these sizes.
    pub(super) fn units(&self, stored: Option<u64>, item: Option<u64>) -> WriteUnits {
        let assumed = stored.or(item);
        let whole = assumed.filter(|_| self.copies_all);
        // What is deleted is what is at hand; what is replaced need not be like it.
        let deleted = self.exact.filter(|_| !self.changes);
        let old = deleted.or(self.average).or(whole).or(self.exact);
        // An entry is never larger than its item.
        let old = old.map_or((1, assumed.unwrap_or(ITEM_BYTES as u64)), |bytes| (bytes, bytes));
        let new = self.exact.map_or(old, |bytes| (bytes, bytes));
        let (least, most) = (
            self.cost(units(old.0), units(new.0)),
            self.cost(units(old.1), units(new.1)),
        );
        WriteUnits {
            least: least.least,
            most: most.most,
        }
    }

    /// The least and the most it takes, where the entries before and after take these units.
    fn cost(&self, old: u64, new: u64) -> WriteUnits {
        let may_be = |known: Option<bool>, is: bool| known.is_none_or(|known| known == is);
        let mut cost: Option<WriteUnits> = None;
        for (before, after) in [(false, false), (false, true), (true, false), (true, true)] {
            if !may_be(self.before, before) || !may_be(self.after, after) || self.stays && before != after {
                continue;
            }
            let (least, most) = match (before, after) {
                (false, false) => (0, 0),
                (false, true) => (new, new),
                (true, false) => (old, old),
                (true, true) if !self.changes => (0, 0),
                (true, true) => (
                    if self.always_changes { old.max(new) } else { 0 },
                    if self.moves { old + new } else { old.max(new) },
                ),
            };
            cost = Some(cost.map_or(WriteUnits { least, most }, |cost| WriteUnits {
                least: cost.least.min(least),
                most: cost.most.max(most),
            }));
        }
        cost.unwrap_or_default()
    }
}
