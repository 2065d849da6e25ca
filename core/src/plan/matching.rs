//! How well an index fits the conditions of a query.

use super::binding::Binding;
use super::difference::Difference;
use super::lacking::Lack;
use super::misplaced::Misplaced;
use super::sort::{Bounds, SortUse, excluded, is_filterable};
use super::{Asked, Mask, needs};
use crate::expression::Clause;
use crate::schema::{Index, Key, Part, Schema, Scope};

/// How an index would serve a query.
#[derive(Clone, Copy)]
pub(super) struct Match {
    /// The conditions that bind its key.
    pub(super) key: Mask,
    /// Those of them that the filter tests again, for the key condition lets the excluded end of a range pass.
    pub(super) again: Mask,
    pub(super) fan_out: Option<u8>,
    /// How many of its key attributes conditions say something about.
    attributes: u8,
    /// Whether they say something about its sort key.
    binds_sort: bool,
    /// Whether every attribute of the key is known.
    is_complete: bool,
    /// Whether items may be missing from it: those without its sort key.
    is_partial: bool,
    scope: Scope,
}

/// Why an index does not serve.
#[derive(Clone, Copy)]
pub(super) enum Misfit {
    /// It is a global one, and the query must be consistent.
    Global,
    /// The condition at this position names a key attribute and is no key condition.
    Key(u8, Misplaced),
    /// The condition at this position is on a field that is stored in the key only, and is no key condition.
    KeyOnly(u8),
    /// The condition at this position is on a field that not all entities of the collection have alike, and is no key
    /// condition.
    Differs(u8, Difference),
    /// It does not copy this.
    Lacks(Lack),
    /// The partition key is not bound.
    Unbound,
}

impl Match {
    /// How the index fits.
    pub(super) const fn of(schema: &Schema, index: &Index, clauses: &[Clause], asked: &Asked) -> Result<Self, Misfit> {
        let Some(mut this) = Self::partition(index, clauses) else {
            return Err(Misfit::Unbound);
        };
        this = this.sort(schema, index, clauses);
        if asked.consistent && matches!(index.scope(), Scope::Global) {
            return Err(Misfit::Global);
        }
        if let Some(misfit) = misfit(schema, index, clauses, this.key) {
            return Err(misfit);
        }
        if let Some(lack) = needs::lacks(schema, index, clauses, this.filter(clauses), asked) {
            return Err(Misfit::Lacks(lack));
        }
        Ok(this)
    }

    const fn partition(index: &Index, clauses: &[Clause]) -> Option<Self> {
        let mut this = Self {
            key: Mask::NONE,
            again: Mask::NONE,
            fan_out: None,
            attributes: 0,
            binds_sort: false,
            is_complete: true,
            is_partial: !index.sort().is_empty() && !matches!(index.scope(), Scope::Primary),
            scope: index.scope(),
        };
        let mut at = 0;
        while at < index.partition().len() {
            let parts = index.partition()[at].parts();
            let mut part = 0;
            while part < parts.len() {
                if let Part::Field { index: field, .. } = parts[part] {
                    let binding = Binding::of(clauses, field);
                    match (binding.equal, binding.list) {
                        (Some(clause), _) => this.key = this.key.with(clause as usize),
                        (None, Some(clause)) if is_free(this.fan_out, clause) => {
                            this.key = this.key.with(clause as usize);
                            this.fan_out = Some(clause);
                        }
                        _ => return None,
                    }
                }
                part += 1;
            }
            this.attributes += 1;
            at += 1;
        }
        Some(this)
    }

    const fn sort(mut self, schema: &Schema, index: &Index, clauses: &[Clause]) -> Self {
        let mut at = 0;
        while at < index.sort().len() {
            let key = &index.sort()[at];
            let sort = SortUse::of(schema, key, clauses);
            let (until, bounds) = match sort {
                SortUse::Equal => (key.parts().len(), Bounds::Open),
                SortUse::Range { part, bounds } => (part as usize, bounds),
                SortUse::Unknown => (0, Bounds::Open),
            };
            let before = self.key.count();
            self.key = bound(key, until, clauses, self.key);
            self.key = bounded(bounds, self.key);
            let binds = self.key.count() > before || (until > 0 && has_placeholder(key, until));
            if binds {
                self.attributes += 1;
                self.binds_sort = true;
            }
            if !matches!(sort, SortUse::Equal) {
                self.is_complete = false;
                return self.test_again(schema, index, key, until, bounds);
            }
            at += 1;
        }
        self
    }

    /// Has the filter test what the key condition does not exclude, where a filter can.
    const fn test_again(mut self, schema: &Schema, index: &Index, key: &Key, part: usize, bounds: Bounds) -> Self {
        if part >= key.parts().len() {
            return self;
        }
        let Part::Field { index: field, .. } = key.parts()[part] else {
            return self;
        };
        let ends = excluded(key, part, bounds);
        let mut at = 0;
        while at < ends.len() {
            if let Some(end) = ends[at]
                && is_filterable(schema, index, field)
            {
                self.again = self.again.with(end.clause as usize);
            }
            at += 1;
        }
        self
    }

    /// Whether it is the whole primary key of one item.
    pub(super) const fn is_one_item(&self) -> bool {
        matches!(self.scope, Scope::Primary) && self.is_complete && self.fan_out.is_none()
    }

    /// The conditions that its filter would be made of.
    pub(super) const fn filter(&self, clauses: &[Clause]) -> Mask {
        let (mut filter, mut at) = (self.again, 0);
        while at < clauses.len() {
            if !self.key.has(at) {
                filter = filter.with(at);
            }
            at = clauses[at].end(at);
        }
        filter
    }

    /// Whether it serves better than another: `None` if neither does.
    pub(super) const fn beats(&self, other: &Self) -> Option<bool> {
        if self.attributes != other.attributes {
            return Some(self.attributes > other.attributes);
        }
        if self.key.count() != other.key.count() {
            return Some(self.key.count() > other.key.count());
        }
        if !self.binds_sort && !other.binds_sort && self.is_partial != other.is_partial {
            return Some(!self.is_partial);
        }
        let (rank, against) = (rank(self.scope), rank(other.scope));
        if rank == against {
            return None;
        }
        Some(rank < against)
    }
}

const fn rank(scope: Scope) -> u8 {
    match scope {
        Scope::Primary => 0,
        Scope::Local => 1,
        Scope::Global => 2,
    }
}

/// Whether a list may be that of the partition key: there is one at most.
const fn is_free(fan_out: Option<u8>, clause: u8) -> bool {
    match fan_out {
        None => true,
        Some(known) => known == clause,
    }
}

/// Adds the equalities that bind the placeholders of a key before the part `until`.
const fn bound(key: &Key, until: usize, clauses: &[Clause], mut mask: Mask) -> Mask {
    let mut at = 0;
    while at < until {
        if let Part::Field { index, .. } = key.parts()[at]
            && let Some(clause) = Binding::of(clauses, index).equal
        {
            mask = mask.with(clause as usize);
        }
        at += 1;
    }
    mask
}

const fn bounded(bounds: Bounds, mask: Mask) -> Mask {
    match bounds {
        Bounds::Open => mask,
        Bounds::BeginsWith(clause) => mask.with(clause as usize),
        Bounds::Between(from, to) => with_end(with_end(mask, from), to),
    }
}

const fn with_end(mask: Mask, end: Option<super::End>) -> Mask {
    match end {
        Some(end) => mask.with(end.clause as usize),
        None => mask,
    }
}

/// Whether there is a placeholder among the parts before `until`.
const fn has_placeholder(key: &Key, until: usize) -> bool {
    let mut at = 0;
    while at < until {
        if matches!(key.parts()[at], Part::Field { .. }) {
            return true;
        }
        at += 1;
    }
    false
}

/// The first condition beside the key's that no filter can hold.
const fn misfit(schema: &Schema, index: &Index, clauses: &[Clause], key: Mask) -> Option<Misfit> {
    let (mut at, mut end) = (0, 0);
    let mut is_key = false;
    while at < clauses.len() {
        let is_top = at == end;
        if is_top {
            is_key = key.has(at);
            end = clauses[at].end(at);
        }
        if let Clause::Leaf(leaf) = &clauses[at]
            && !is_key
        {
            let field = leaf.field.index as usize;
            if field < schema.fields().len() && schema.fields()[field].is_key_only() {
                return Some(Misfit::KeyOnly(at as u8));
            }
            if let Some(difference) = Difference::of(schema, leaf) {
                return Some(Misfit::Differs(at as u8, difference));
            }
            if index.has_key(leaf.field.attribute) {
                let why = Misplaced::of(index, clauses, key, leaf, is_top);
                return Some(Misfit::Key(at as u8, why));
            }
        }
        at += 1;
    }
    None
}
