//! A scan, and what the model finds: rows in no order, each once.

use ddbx::Scan;
use ddbx::ops::{Items, ManyPages};

use crate::case::Limits;
use crate::condition::Tree;
use crate::forms::Verdict;
use crate::modelled::{Index, Modelled, Row, Scope};
use crate::planning::Refusal;
use crate::random::Random;
use crate::wire::ensure;

const UNKNOWN: Refusal = "has no index";
const GLOBAL: Refusal = "DynamoDB reads no global index consistently";
const LACKS: Refusal = "does not copy";
const KEY_ONLY: Refusal = "is stored in the key only";

/// A scan.
#[derive(Clone, Debug)]
pub(crate) struct Scanned {
    pub(crate) conditions: Vec<Tree>,
    pub(crate) index: Option<&'static str>,
    pub(crate) consistent: bool,
    pub(crate) sees_expired: bool,
    pub(crate) limits: Limits,
}

impl Scanned {
    pub(crate) fn random<R: Row>(random: &mut Random) -> Self {
        let index = random.pick(R::INDEXES).name;
        let count = *random.pick(&[0, 1, 1, 2]);
        Self {
            conditions: (0..count).map(|_| Tree::random::<R>(random, 2)).collect(),
            index: random
                .percent(60)
                .then(|| *random.pick(&["by_nothing", index, index, index, "primary"])),
            consistent: random.percent(15),
            sees_expired: random.percent(20),
            limits: Limits::random(random),
        }
    }

    /// The same, to its end.
    pub(crate) fn to_its_end(&self) -> Self {
        Self {
            limits: Limits {
                page_size: self.limits.page_size,
                ..Limits::default()
            },
            ..self.clone()
        }
    }

    /// By the builder.
    pub(crate) fn scan<E: Modelled>(&self) -> Scan<E, ManyPages> {
        let mut scan = ddbx::scan::<E>();
        for condition in &self.conditions {
            scan = scan.filter(|_| condition.condition());
        }
        if let Some(name) = self.index {
            scan = scan.index(name);
        }
        if self.consistent {
            scan = scan.consistent();
        }
        self.within(scan).allow_scan()
    }

    /// The scan with all that is said beside its conditions and its index.
    pub(crate) fn within<E: Modelled>(&self, mut scan: Scan<E>) -> Scan<E, ManyPages> {
        if self.sees_expired {
            scan = scan.include_expired();
        }
        if let Some(take) = self.limits.take {
            scan = scan.take(take);
        }
        if let Some(page_size) = self.limits.page_size {
            scan = scan.page_size(page_size);
        }
        if let Some(max_scanned) = self.limits.max_scanned {
            scan = scan.max_scanned(max_scanned);
        }
        match self.limits.max_pages {
            Some(max_pages) => scan.max_pages(max_pages),
            None => scan.all_pages(),
        }
    }

    /// What it reads, or why it reads nothing.
    pub(crate) fn plan<R: Row>(&self) -> Result<&'static Index, Refusal> {
        let index = match self.index {
            Some(name) => R::INDEXES.iter().find(|index| index.name == name).ok_or(UNKNOWN)?,
            None => &R::INDEXES[0],
        };
        if self.consistent && index.scope == Scope::Global {
            return Err(GLOBAL);
        }
        if !index.has_all {
            return Err(LACKS);
        }
        let mut leaves = self.conditions.iter().flat_map(Tree::leaves);
        if leaves.any(|(field, _)| R::field(field).key_only) {
            return Err(KEY_ONLY);
        }
        Ok(index)
    }

    /// All that it finds.
    pub(crate) fn rows<R: Row>(&self, index: &Index, stored: &[R]) -> Vec<R> {
        let is_found = |row: &&R| {
            let mut key = index.partition.iter().chain(index.sort);
            key.all(|field| row.value(field).is_some())
                && (self.sees_expired || !row.has_expired())
                && self.conditions.iter().all(|condition| condition.holds(*row))
        };
        stored.iter().filter(is_found).cloned().collect()
    }
}

/// Whether rows are some of all, each once.
pub(crate) fn are_some<T: PartialEq + std::fmt::Debug>(rows: &[T], of: &[T]) -> Verdict {
    for (at, row) in rows.iter().enumerate() {
        ensure(of.contains(row), || format!("{row:?} is none of them"))?;
        ensure(!rows[..at].contains(row), || format!("{row:?} comes twice"))?;
    }
    Ok(())
}

/// Whether rows are all, each once.
pub(crate) fn are_all<T: PartialEq + std::fmt::Debug>(rows: &[T], of: &[T]) -> Verdict {
    are_some(rows, of)?;
    ensure(rows.len() == of.len(), || {
        let lacks = of.iter().find(|row| !rows.contains(row));
        format!("{} rows of {}: it lacks {lacks:?}", rows.len(), of.len())
    })
}

/// The rows of a stream.
///
/// # Errors
///
/// Its error, as text.
pub(crate) async fn collected<T: Send + 'static>(items: Items<'_, T>) -> Result<Vec<T>, String> {
    items.collect().await.map_err(|error| error.to_string())
}
