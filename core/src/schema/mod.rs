//! The constant description of an entity: its table, fields, indexes and keys.
//!
//! `#[derive(Entity)]` writes one [`Schema`] per struct, as a constant. Builders read it at run time, and the
//! query macros at compile time.
//!
//! ```
//! use ddbx_core::codec::Kind;
//! use ddbx_core::schema::{FieldDef, Index, Key, Part, Schema};
//!
//! static SCHEMA: Schema = Schema::new(
//!     "Order",
//!     "shop",
//!     &[FieldDef::new("id", "id", Kind::S, false)],
//!     &[Index::primary(&[Key::template("pk", "ORDER#{id}", "#", &[Part::Literal("ORDER#"), Part::field(0)])], &[])],
//! );
//! assert_eq!(SCHEMA.primary().partition()[0].to_string(), "ORDER#{id}");
//! ```

mod check;
mod check_expires;
mod check_view;
mod collection;
mod composed;
mod field_def;
mod format;
mod key;
mod managed;
mod members;
mod message;
mod projection;
mod read;
mod table;
mod tags;

#[cfg(test)]
mod tests;

use std::fmt;

pub use check::{
    check_field_attribute, check_index_key, check_key_kind, check_not_binary, check_number, check_shared_attributes,
    check_sort_placeholder, check_table_key, check_text,
};
pub use check_expires::{check_expires, check_expires_attribute};
pub use check_view::check_view;
pub use collection::{check_member, is_same_partition};
#[doc(hidden)]
pub use composed::{all_tags, common_count, common_indexes, opaque_sorts, tag_count};
pub use field_def::FieldDef;
pub use format::{Format, Integer};
pub(crate) use key::within;
pub use key::{Key, Part};
pub use managed::Managed;
#[doc(hidden)]
pub use members::{Beside, check_alias, check_beside_tag, check_flattened};
pub use message::Message;
pub use projection::Projection;
pub use table::{TableIndex, TableSchema};
pub use tags::Tags;

use crate::codec::{KeyPart, Result};
pub(crate) use table::same;

/// What ddbx knows of an entity when compiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    entity: &'static str,
    table: &'static str,
    // What the planner looks at is not asked of a function: the compiler interprets it, and a call takes it longest.
    pub(crate) fields: &'static [FieldDef],
    pub(crate) field_count: u16,
    pub(crate) indexes: &'static [Index],
    write_id: Option<&'static str>,
    managed: Managed,
    /// The derived table it is in.
    shared: Option<&'static TableSchema>,
    tags: Option<Tags>,
    has_others: bool,
    allows_scan: bool,
    /// Of a collection, its entities.
    pub(crate) members: &'static [&'static Self],
}

impl Schema {
    /// A schema whose first index is the primary one. Called by `#[derive(Entity)]`.
    ///
    /// # Panics
    ///
    /// When compiling: without a primary index that has a partition key.
    #[must_use]
    pub const fn new(
        entity: &'static str,
        table: &'static str,
        fields: &'static [FieldDef],
        indexes: &'static [Index],
    ) -> Self {
        assert!(
            matches!(indexes, [index, ..] if !matches!(index.partition, [])),
            "an entity needs a primary key"
        );
        Self {
            entity,
            table,
            fields,
            // A condition has no room for more.
            field_count: fields.len() as u16,
            indexes,
            write_id: None,
            managed: Managed::NONE,
            shared: None,
            tags: None,
            has_others: false,
            allows_scan: false,
            members: &[],
        }
    }

    /// The schema of an entity whose writes store their id in this attribute. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_write_id(mut self, attribute: &'static str) -> Self {
        self.write_id = Some(attribute);
        self
    }

    /// The schema of an entity that has attributes besides those of its fields. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_other_attributes(mut self) -> Self {
        self.has_others = true;
        self
    }

    /// Whether it has attributes besides those of its fields: flattened ones, or the rest.
    #[must_use]
    pub const fn has_other_attributes(&self) -> bool {
        self.has_others
    }

    /// The schema of an entity that may be scanned, unless a pool says otherwise of its table. Called by
    /// `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_scans(mut self) -> Self {
        self.allows_scan = true;
        self
    }

    /// Whether the entity, or its table, says that it may be scanned.
    #[must_use]
    pub const fn allows_scan(&self) -> bool {
        self.allows_scan || matches!(self.shared, Some(table) if table.allows_scan())
    }

    /// The attribute that writes store their id in, by which a repeat knows its own success: see
    /// [`WriteId`](crate::WriteId).
    #[must_use]
    pub const fn write_id(&self) -> Option<&'static str> {
        self.write_id
    }

    /// The schema of an entity in a table that others share, where its items have one of these tags. Called by
    /// `#[derive(Entity)]`.
    #[must_use]
    pub const fn in_table(mut self, table: &'static TableSchema, tags: &'static [&'static str]) -> Self {
        self.shared = Some(table);
        self.tags = Some(Tags::new(table.tag(), tags));
        self
    }

    /// The schema of an enum with a table of its own, whose items say in this attribute which variant they are. Called by
    /// `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_tags(mut self, tags: Tags) -> Self {
        self.tags = Some(tags);
        self
    }

    /// The table that the entity shares with others; `None` for one that has a table of its own.
    #[must_use]
    pub const fn table_schema(&self) -> Option<&'static TableSchema> {
        self.shared
    }

    /// How items say that they are of this entity, or which variant of it they are; `None` for a struct that has a table
    /// of its own.
    #[must_use]
    pub const fn tags(&self) -> Option<Tags> {
        self.tags
    }

    /// Whether an attribute of this name is written that is no field's: one of a key, the tag, the write id, the version of
    /// the item's form.
    #[doc(hidden)]
    #[must_use]
    pub const fn manages(&self, attribute: &str) -> bool {
        if matches!(self.tags, Some(tags) if same(tags.attribute(), attribute))
            || matches!(self.write_id, Some(write_id) if same(write_id, attribute))
            || matches!(self.schema_version(), Some((version, _)) if same(version, attribute))
        {
            return true;
        }
        let mut index = 0;
        while index < self.indexes.len() {
            let (keys, mut at) = (&self.indexes[index], 0);
            while at < keys.partition.len() + keys.sort.len() {
                if same(keys.key(at).attribute(), attribute) && !keys.key(at).is_own(self) {
                    return true;
                }
                at += 1;
            }
            index += 1;
        }
        false
    }

    /// The index of this name; `primary` is the table itself.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&'static Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// The position of the index of this name; `primary` is the table itself.
    pub(crate) const fn position(&self, name: &str) -> Option<usize> {
        let mut at = 0;
        while at < self.indexes.len() {
            if same(self.indexes[at].name, name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// The name of the struct.
    #[must_use]
    pub const fn entity(&self) -> &'static str {
        self.entity
    }

    /// The name of the table as the entity says it; a pool may prefix it.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// The stored fields, in the order of the struct.
    #[must_use]
    pub const fn fields(&self) -> &'static [FieldDef] {
        self.fields
    }

    /// The primary index and the secondary ones.
    #[must_use]
    pub const fn indexes(&self) -> &'static [Index] {
        self.indexes
    }

    /// The table's own key.
    #[must_use]
    pub const fn primary(&self) -> &'static Index {
        &self.indexes[0]
    }

    /// The field a struct field of this name is described by.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldDef> {
        self.fields.iter().find(|field| field.name() == name)
    }

    /// The fields the primary key is made of, each once: partition key first, in the order of their placeholders.
    #[must_use]
    pub fn key_fields(&self) -> Vec<u16> {
        let mut fields = Vec::new();
        for field in self.primary().keys().flat_map(Key::fields) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

/// A way into the table: the primary key, or a secondary index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    name: &'static str,
    // As in `Schema`: read by the planner without a call.
    pub(crate) scope: Scope,
    pub(crate) partition: &'static [Key],
    pub(crate) sort: &'static [Key],
    pub(crate) projection: Projection,
}

/// Which kind of index it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A global secondary index: keys of its own.
    Global,
    /// A local secondary index: the table's partition key, another sort key.
    Local,
    /// The table itself.
    Primary,
}

impl Index {
    /// The table's own key.
    #[must_use]
    pub const fn primary(partition: &'static [Key], sort: &'static [Key]) -> Self {
        Self {
            name: "primary",
            scope: Scope::Primary,
            partition,
            sort,
            projection: Projection::All,
        }
    }

    /// A global index. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn global(name: &'static str, partition: &'static [Key], sort: &'static [Key]) -> Self {
        Self {
            name,
            scope: Scope::Global,
            partition,
            sort,
            projection: Projection::All,
        }
    }

    /// A local index, with the table's partition key. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn local(name: &'static str, partition: &'static [Key], sort: &'static [Key]) -> Self {
        Self {
            name,
            scope: Scope::Local,
            partition,
            sort,
            projection: Projection::All,
        }
    }

    /// Global, or local where the table says so.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(
        table: &TableSchema,
        name: &'static str,
        table_partition: &'static [Key],
        partition: &'static [Key],
        sort: &'static [Key],
    ) -> Self {
        let index = if table.is_local(name) {
            Self::local(name, table_partition, sort)
        } else {
            Self::global(name, partition, sort)
        };
        match table.index(name) {
            Some(of_table) => index.with_projection(of_table.projection()),
            None => index,
        }
    }

    /// The same, copying this of the table's items, not all.
    #[must_use]
    pub const fn with_projection(mut self, projection: Projection) -> Self {
        self.projection = projection;
        self
    }

    /// What it copies of the table's items.
    #[must_use]
    pub const fn projection(&self) -> Projection {
        self.projection
    }

    /// The name; `primary` for the table itself.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Which kind of index it is.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// The partition key's attributes: one, or up to four on a global index.
    #[must_use]
    pub const fn partition(&self) -> &'static [Key] {
        self.partition
    }

    /// The sort key's attributes: none, one, or up to four on a global index.
    #[must_use]
    pub const fn sort(&self) -> &'static [Key] {
        self.sort
    }

    /// Whether an item has a value for every field of the index's key: else it is not in the index.
    ///
    /// # Errors
    ///
    /// Those of `value`.
    pub fn has_values<'a>(&self, value: &mut dyn FnMut(u16) -> Result<KeyPart<'a>>) -> Result<bool> {
        for field in self.keys().flat_map(Key::fields) {
            if value(field)? == KeyPart::Absent {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One of its key attributes, the partition key's first.
    pub(crate) const fn key(&self, position: usize) -> &'static Key {
        if position < self.partition.len() {
            &self.partition[position]
        } else {
            &self.sort[position - self.partition.len()]
        }
    }

    /// Whether an attribute of this name is part of its key.
    pub(crate) const fn has_key(&self, attribute: &str) -> bool {
        let (mut at, count) = (0, self.partition.len());
        while at < count {
            if same(self.partition[at].attribute, attribute) {
                return true;
            }
            at += 1;
        }
        let (mut at, count) = (0, self.sort.len());
        while at < count {
            if same(self.sort[at].attribute, attribute) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether this attribute of a field is part of its key. What a template makes is stored beside the fields.
    pub(crate) const fn is_by(&self, attribute: &str) -> bool {
        let (mut keys, mut after) = (self.partition, self.sort);
        loop {
            match keys {
                [key, rest @ ..] => {
                    if !key.is_composed && same(key.attribute, attribute) {
                        return true;
                    }
                    keys = rest;
                }
                [] if matches!(after, []) => return false,
                [] => (keys, after) = (after, &[]),
            }
        }
    }

    /// Partition and sort key attributes.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.partition.iter().chain(self.sort)
    }
}

/// As the compiler's messages show an index: `index primary: CUSTOMER#{id}, sorted by ORDER#{placed_at}`.
impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "index {}: ", self.name)?;
        for (position, key) in self.partition.iter().enumerate() {
            write!(f, "{}{key}", if position > 0 { " + " } else { "" })?;
        }
        for (position, key) in self.sort.iter().enumerate() {
            write!(f, "{}{key}", if position > 0 { " + " } else { ", sorted by " })?;
        }
        Ok(())
    }
}
