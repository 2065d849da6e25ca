//! Which index the model takes for a query, or why it takes none.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::condition::{Comparison, Test, Tree};
use crate::modelled::{Index, Kind, Row, Scope};
use crate::value::Value;

/// How a query is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) index: &'static Index,
    /// By its whole key, with `GetItem`.
    pub(crate) is_get: bool,
    /// Whether the items of the index lead to those of the table, which are read one by one.
    pub(crate) is_hydrated: bool,
}

/// What the message of a refusal says.
pub(crate) type Refusal = &'static str;

const SCANS: Refusal = "would scan table";
const TIE: Refusal = "equally well";
const UNKNOWN: Refusal = "has no index";
const UNBOUND: Refusal = "does not bind the partition key of the index it asks for";
const GLOBAL: Refusal = "a global index cannot be read consistently";
const LACKS: Refusal = "does not copy";
const KEY: Refusal = "names a key attribute of the index that serves the query, and cannot be a filter";
const KEY_ONLY: Refusal = "is stored in the key only";
const NO_ORDER: Refusal = "there is no order to descend in";

/// What is asked beside the conditions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) index: Option<&'static str>,
    pub(crate) consistent: bool,
    pub(crate) descending: bool,
    pub(crate) sees_expired: bool,
    pub(crate) hydrate: bool,
}

impl Asked {
    pub(crate) const NOTHING: Self = Self {
        index: None,
        consistent: false,
        descending: false,
        sees_expired: false,
        hydrate: false,
    };
}

/// The plan of a query whose conditions must all hold.
pub(crate) fn plan<R: Row>(conditions: &[Tree], asked: Asked) -> Result<Plan, Refusal> {
    let top = top(conditions);
    let found = match asked.index {
        Some(name) => {
            let index = R::INDEXES.iter().find(|index| index.name == name).ok_or(UNKNOWN)?;
            Match::of::<R>(index, &top, asked)?
        }
        None => best::<R>(&top, asked)?,
    };
    let plan = found.plan(&top, asked);
    if asked.descending && plan.index.is_unsorted && !plan.is_get {
        return Err(NO_ORDER);
    }
    Ok(plan)
}

/// The conditions that stand side by side.
pub(crate) fn top(conditions: &[Tree]) -> Vec<&Tree> {
    let mut all = Vec::new();
    for tree in conditions {
        match tree {
            Tree::And(trees) => all.extend(top(trees)),
            tree => all.push(tree),
        }
    }
    all
}

/// The values of the `is_in` on the partition key, each once, of a query that this index serves.
pub(crate) fn fan_out(index: &Index, conditions: &[Tree]) -> Option<(&'static str, Vec<Value>)> {
    let top = top(conditions);
    let fanned = |field: &&&'static str| first(&top, field, is_equality).is_none();
    let field = *index.partition.iter().find(fanned)?;
    let Tree::Leaf(_, Test::In(values)) = top[first(&top, field, |test| matches!(test, Test::In(_)))?] else {
        unreachable!("it was found as a list")
    };
    let mut each: Vec<Value> = Vec::new();
    for value in values {
        if !each.contains(value) {
            each.push(value.clone());
        }
    }
    Some((field, each))
}

fn best<R: Row>(top: &[&Tree], asked: Asked) -> Result<Match, Refusal> {
    let (mut serve, mut refusals) = (Vec::new(), Vec::new());
    for index in R::INDEXES {
        match Match::of::<R>(index, top, asked) {
            Ok(found) => serve.push(found),
            Err(refusal) => refusals.push(refusal),
        }
    }
    serve.sort_by_key(Match::merit);
    match serve[..] {
        [] => {
            // The reason of the one that was nearest to serving.
            let nearest = |refusal: &Refusal| [UNBOUND, GLOBAL, LACKS].iter().position(|other| other == refusal);
            let nearness = |refusal: &Refusal| nearest(refusal).unwrap_or(usize::MAX);
            refusals.sort_by_key(|refusal| Reverse(nearness(refusal)));
            Err(if refusals[0] == UNBOUND { SCANS } else { refusals[0] })
        }
        [first, second, ..] if first.merit() == second.merit() => Err(TIE),
        [first, ..] => Ok(first),
    }
}

/// How an index serves.
#[derive(Clone, Copy)]
struct Match {
    index: &'static Index,
    /// How many conditions its key condition is made of.
    conditions: usize,
    /// How many attributes of its sort key they say something of.
    bound: usize,
    is_whole: bool,
    is_fanned: bool,
}

impl Match {
    fn of<R: Row>(index: &'static Index, top: &[&Tree], asked: Asked) -> Result<Self, Refusal> {
        let (mut used, mut is_fanned) = (BTreeSet::new(), false);
        for field in index.partition {
            let list = || first(top, field, |test| matches!(test, Test::In(_)));
            let equality = first(top, field, is_equality);
            if equality.is_none() && is_fanned {
                // One list at most.
                return Err(UNBOUND);
            }
            is_fanned |= equality.is_none();
            used.insert(equality.or_else(list).ok_or(UNBOUND)?);
        }
        let (mut bound, mut is_whole) = (0, true);
        for field in index.sort {
            if let Some(equality) = first(top, field, is_equality) {
                used.insert(equality);
                bound += 1;
                continue;
            }
            let range = range::<R>(index, field, top);
            bound += usize::from(!range.is_empty());
            used.extend(range);
            is_whole = false;
            break;
        }
        if asked.consistent && index.scope == Scope::Global {
            return Err(GLOBAL);
        }
        let beside = top.iter().enumerate().filter(|(at, _)| !used.contains(at));
        for (field, _) in beside.flat_map(|(_, tree)| tree.leaves()) {
            if R::field(field).key_only {
                return Err(KEY_ONLY);
            }
            if index.attributes.contains(&field) {
                return Err(KEY);
            }
        }
        let mut filter = top.iter().enumerate().filter(|(at, _)| !used.contains(at));
        let is_lacking = |tree: &Tree| tree.leaves().iter().any(|(field, _)| !index.has(field));
        if filter.any(|(_, tree)| is_lacking(tree)) || !(index.has_all || asked.hydrate) {
            return Err(LACKS);
        }
        Ok(Self {
            index,
            conditions: used.len(),
            bound: if index.is_apart { bound } else { bound.min(1) },
            is_whole,
            is_fanned,
        })
    }

    /// The least one is the best.
    fn merit(&self) -> (bool, Reverse<usize>, Reverse<usize>, bool, u8) {
        let attributes = self.index.partition.len() + self.bound;
        // An index with a sort key leaves out the items that have none; the table has them all.
        let leaves_out = self.bound == 0 && !self.index.is_unsorted && self.index.scope != Scope::Primary;
        (
            !self.is_one_item(),
            Reverse(attributes),
            Reverse(self.conditions),
            leaves_out,
            self.index.scope as u8,
        )
    }

    /// Whether it is the whole key of one item.
    fn is_one_item(&self) -> bool {
        self.index.scope == Scope::Primary && self.is_whole && !self.is_fanned
    }

    fn plan(self, top: &[&Tree], asked: Asked) -> Plan {
        Plan {
            index: self.index,
            is_hydrated: asked.hydrate && !self.index.has_all && self.index.scope == Scope::Global,
            is_get: self.is_one_item() && self.conditions == top.len(),
        }
    }
}

/// The conditions that bound a field of a sort key.
fn range<R: Row>(index: &Index, field: &str, top: &[&Tree]) -> Vec<usize> {
    let is_text = R::field(field).kind == Kind::Text;
    let is_own = index.attributes.contains(&field);
    let is_last = index.sort.last() == Some(&field);
    if is_own || !is_text || is_last {
        if let Some(between) = first(top, field, |test| matches!(test, Test::Between(..))) {
            return vec![between];
        }
        let bound = |of: [Comparison; 2]| {
            first(
                top,
                field,
                |test| matches!(test, Test::Compare(comparison, _) if of.contains(comparison)),
            )
        };
        let ends = [
            bound([Comparison::Greater, Comparison::GreaterOrEqual]),
            bound([Comparison::Less, Comparison::LessOrEqual]),
        ];
        if ends.iter().any(Option::is_some) {
            return ends.into_iter().flatten().collect();
        }
    }
    first(top, field, |test| matches!(test, Test::BeginsWith(_)))
        .into_iter()
        .collect()
}

fn is_equality(test: &Test) -> bool {
    matches!(test, Test::Compare(Comparison::Equal, _))
}

fn first(top: &[&Tree], of: &str, is_sought: impl Fn(&Test) -> bool) -> Option<usize> {
    top.iter()
        .position(|tree| matches!(tree, Tree::Leaf(field, test) if *field == of && is_sought(test)))
}
