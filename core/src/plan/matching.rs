//! How well an index fits the conditions of a query.
//!
//! The compiler interprets this for every query, and a call takes it as long as twenty other steps: what is asked for all
//! conditions is asked without one.

use super::binding::{Binding, NONE};
use super::difference::Difference;
use super::lacking::Lack;
use super::misplaced::Misplaced;
use super::sort::{Bounds, SortMatch, SortUse, excluded, is_filterable};
use super::{Asked, Mask, needs};
use crate::expression::Clause;
use crate::schema::{Index, Key, Part, Projection, Schema, Scope};

/// How an index would serve a query.
#[derive(Clone, Copy)]
pub(super) struct Match {
    /// The conditions that bind its key.
    pub(super) key: Mask,
    /// The conditions that its filter is made of: the others, and those of the key whose excluded end the key condition
    /// lets pass.
    pub(super) filter: Mask,
    /// The `is_in` of the partition key, or [`NONE`].
    pub(super) fan_out: u8,
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

/// Whether an index serves.
pub(super) enum Fit {
    Not(Misfit),
    Well,
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
    /// No conditions, no index.
    pub(super) const NOTHING: Self = Self {
        key: Mask::NONE,
        filter: Mask::NONE,
        fan_out: NONE,
        attributes: 0,
        binds_sort: false,
        is_complete: true,
        is_partial: false,
        scope: Scope::Primary,
    };

    /// Whether the index fits, and how; if not, why.
    pub(super) const fn fit(&mut self, schema: &Schema, index: &Index, clauses: &[Clause], asked: &Asked) -> Fit {
        self.scope = index.scope;
        self.is_partial = !matches!(index.scope, Scope::Primary) && !matches!(index.sort, []);
        if !self.partition(index, clauses) {
            return Fit::Not(Misfit::Unbound);
        }
        self.sort(schema, index, clauses);
        if asked.consistent && matches!(index.scope, Scope::Global) {
            return Fit::Not(Misfit::Global);
        }
        let fit = self.filter(schema, index, clauses);
        if !matches!(index.projection, Projection::All)
            && matches!(fit, Fit::Well)
            && let Some(lack) = needs::lacks(schema, index, clauses, self.filter, asked)
        {
            return Fit::Not(Misfit::Lacks(lack));
        }
        fit
    }

    /// Whether the partition key is bound.
    const fn partition(&mut self, index: &Index, clauses: &[Clause]) -> bool {
        let mut keys = index.partition;
        while let [key, after @ ..] = keys {
            keys = after;
            let mut parts = key.parts;
            while let [part, after @ ..] = parts {
                parts = after;
                if let Part::Field { index: field, .. } = part {
                    let Binding { equal, list, .. } = Binding::of(clauses, *field);
                    if equal != NONE {
                        self.key.0 |= 1 << equal;
                    } else if list != NONE && (self.fan_out == NONE || self.fan_out == list) {
                        // There is one list at most.
                        self.key.0 |= 1 << list;
                        self.fan_out = list;
                    } else {
                        return false;
                    }
                }
            }
            self.attributes += 1;
        }
        true
    }

    const fn sort(&mut self, schema: &Schema, index: &Index, clauses: &[Clause]) {
        let mut keys = index.sort;
        while let [key, after @ ..] = keys {
            keys = after;
            let found = SortMatch::of(schema, key, clauses);
            self.key.0 |= found.bound.0;
            if found.binds {
                self.attributes += 1;
                self.binds_sort = true;
            }
            match found.sort {
                SortUse::Equal => continue,
                SortUse::Range {
                    part,
                    bounds: bounds @ Bounds::Between(..),
                } => self.test_again(schema, index, key, part as usize, bounds),
                SortUse::Range { .. } | SortUse::Unknown => {}
            }
            self.is_complete = false;
            break;
        }
    }

    /// Has the filter test what the key condition does not exclude, where a filter can.
    const fn test_again(&mut self, schema: &Schema, index: &Index, key: &Key, part: usize, bounds: Bounds) {
        let Part::Field { index: field, .. } = key.parts[part] else {
            return;
        };
        let mut ends: &[_] = &excluded(key, part, bounds);
        while let [end, after @ ..] = ends {
            ends = after;
            if let Some(end) = end
                && is_filterable(schema, index, field)
            {
                self.filter.0 |= 1 << end.clause;
            }
        }
    }

    /// Has the filter test what the key condition does not, unless no filter can hold it.
    const fn filter(&mut self, schema: &Schema, index: &Index, clauses: &[Clause]) -> Fit {
        let (mut rest, mut at, mut inside) = (clauses, 0_u8, 0);
        while let [clause, after @ ..] = rest {
            rest = after;
            let is_top = inside == 0;
            if is_top {
                if self.key.0 & 1 << at != 0 {
                    at += 1;
                    continue;
                }
                self.filter.0 |= 1 << at;
            } else {
                inside -= 1;
            }
            match clause {
                Clause::Group { len, .. } if inside == 0 => inside = *len,
                Clause::Group { .. } => {}
                Clause::Leaf(leaf) => {
                    let field = leaf.field.index;
                    if field < schema.field_count && schema.fields[field as usize].key_only {
                        return Fit::Not(Misfit::KeyOnly(at));
                    }
                    if !matches!(schema.members, [])
                        && let Some(difference) = Difference::of(schema, leaf)
                    {
                        return Fit::Not(Misfit::Differs(at, difference));
                    }
                    if index.is_by(leaf.field.attribute) {
                        let why = Misplaced::of(index, clauses, self.key, leaf, is_top);
                        return Fit::Not(Misfit::Key(at, why));
                    }
                }
            }
            at += 1;
        }
        Fit::Well
    }

    /// Whether it is the whole primary key of one item.
    pub(super) const fn is_one_item(&self) -> bool {
        matches!(self.scope, Scope::Primary) && self.is_complete && self.fan_out == NONE
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
