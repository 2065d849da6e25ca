//! The schema of a collection: what its entities have alike.

#[cfg(test)]
mod tests;

use super::collection::{is_kind, is_same_attribute, is_same_partition, is_same_sort};
use super::table::same;
use super::{FieldDef, Index, Key, Schema, Tags};

/// How many attributes a sort key has at most.
const SORTS: usize = 4;

impl Schema {
    /// The schema of a collection of these entities, of which there is one at least. Its fields are called, and counted, as
    /// the first one's. Called by `#[derive(Collection)]`, with what is made beside it: [`common_indexes`], [`all_tags`].
    #[doc(hidden)]
    #[must_use]
    pub const fn of_collection(
        name: &'static str,
        members: &'static [&'static Self],
        indexes: &'static [Index],
        tags: &'static [&'static str],
    ) -> Self {
        let first = members[0];
        let mut this = Self::new(name, first.table, first.fields, indexes);
        this.members = members;
        this.shared = first.shared;
        this.managed.expires = first.managed.expires;
        if let Some(of_first) = first.tags {
            this.tags = Some(Tags::new(of_first.attribute(), tags));
        }
        this
    }

    /// The entities of a collection; none of an entity.
    #[must_use]
    pub const fn members(&self) -> &'static [&'static Self] {
        self.members
    }

    /// The first entity of a collection that does not have this field of it, or stores it in another way.
    pub(crate) const fn differing(&self, position: usize) -> Option<&'static Self> {
        let field = &self.fields[position];
        let (mut at, count) = (1, self.members.len());
        while at < count {
            match self.members[at].named(field.name()) {
                Some(other) if is_alike(field, other) => at += 1,
                _ => return Some(self.members[at]),
            }
        }
        None
    }

    /// The field of this name.
    pub(crate) const fn named(&self, name: &str) -> Option<&'static FieldDef> {
        let mut at = 0;
        while at < self.fields.len() {
            if same(self.fields[at].name(), name) {
                return Some(&self.fields[at]);
            }
            at += 1;
        }
        None
    }

    /// The index of this name that the entity has as the other has its own, in attributes and partition.
    const fn common(&self, other: &Self, index: &Index) -> Option<&'static Index> {
        let Some(position) = self.position(index.name()) else {
            return None;
        };
        let own = &self.indexes[position];
        if !is_same_partition(other, index, self, own) || own.sort().len() != index.sort().len() {
            return None;
        }
        let mut at = 0;
        while at < own.sort().len() {
            if !is_same_attribute(&own.sort()[at], &index.sort()[at]) {
                return None;
            }
            at += 1;
        }
        Some(own)
    }
}

/// Whether a filter on one of the fields is one on the other.
const fn is_alike(left: &FieldDef, right: &FieldDef) -> bool {
    same(left.attribute(), right.attribute())
        && is_kind(left.kind(), right.kind())
        && same(left.form(), right.form())
        && left.is_key_only() == right.is_key_only()
}

/// Whether all entities have this index of the first one. The table's own key they have: what differs in it was said.
const fn is_common(members: &[&Schema], position: usize) -> bool {
    let index = &members[0].indexes[position];
    let mut at = 1;
    while at < members.len() && position > 0 {
        if members[at].common(members[0], index).is_none() {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether all entities make the sort key of this index of the first one alike.
const fn is_sort_common(members: &[&Schema], index: &Index) -> bool {
    let mut at = 1;
    while at < members.len() {
        match members[at].common(members[0], index) {
            Some(own) if is_same_sort(members[0], index, members[at], own) => at += 1,
            _ => return false,
        }
    }
    true
}

/// How many indexes the entities of a collection have in common.
#[doc(hidden)]
#[must_use]
pub const fn common_count(members: &[&Schema]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < members[0].indexes.len() {
        if is_common(members, at) {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The sort keys of the indexes that the entities have in common, as attributes of which nothing more is known.
#[doc(hidden)]
#[must_use]
pub const fn opaque_sorts<const N: usize>(members: &[&Schema]) -> [[Key; SORTS]; N] {
    let mut sorts = [[*members[0].primary().key(0); SORTS]; N];
    let (mut count, mut at) = (0, 0);
    while at < members[0].indexes.len() {
        if is_common(members, at) {
            let sort = members[0].indexes[at].sort();
            let mut key = 0;
            while key < sort.len() && key < SORTS {
                sorts[count][key] = Key::opaque(sort[key].attribute(), sort[key].kind());
                key += 1;
            }
            count += 1;
        }
        at += 1;
    }
    sorts
}

/// The indexes that the entities have in common, with the first one's names of fields. A sort key that they do not make
/// alike is one of `sorts`: no condition knows it.
#[doc(hidden)]
#[must_use]
pub const fn common_indexes<const N: usize>(members: &[&Schema], sorts: &'static [[Key; SORTS]; N]) -> [Index; N] {
    let mut indexes = [*members[0].primary(); N];
    let (mut count, mut at) = (0, 0);
    while at < members[0].indexes.len() {
        if is_common(members, at) {
            let index = &members[0].indexes[at];
            indexes[count] = *index;
            if !is_sort_common(members, index) {
                indexes[count].sort = sorts[count].split_at(index.sort().len()).0;
            }
            count += 1;
        }
        at += 1;
    }
    indexes
}

/// How many tags the entities have together.
#[doc(hidden)]
#[must_use]
pub const fn tag_count(members: &[&Schema]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < members.len() {
        if let Some(tags) = members[at].tags() {
            count += tags.names().len();
        }
        at += 1;
    }
    count
}

/// The tags of all entities, in their order.
#[doc(hidden)]
#[must_use]
pub const fn all_tags<const N: usize>(members: &[&Schema]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut count, mut at) = (0, 0);
    while at < members.len() {
        if let Some(tags) = members[at].tags() {
            let mut tag = 0;
            while tag < tags.names().len() {
                all[count] = tags.names()[tag];
                (count, tag) = (count + 1, tag + 1);
            }
        }
        at += 1;
    }
    all
}
