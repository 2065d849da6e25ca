use super::{Projection, Scope};

/// What the entities of one table agree on: its name, the attributes of its keys and indexes, and where each item says
/// what it is. Written by `#[derive(Table)]`.
///
/// ```
/// use ddbx_core::schema::{TableIndex, TableSchema};
///
/// static SHOP: TableSchema = TableSchema::new("shop", "pk", Some("sk"))
///     .with_indexes(&[TableIndex::global("by_status", &["gsi1pk"], &["gsi1sk"])]);
/// assert_eq!(SHOP.tag(), "_type");
/// assert_eq!(SHOP.index("by_status").map(|index| index.sort()), Some(&["gsi1sk"][..]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSchema {
    name: &'static str,
    partition: &'static str,
    sort: Option<&'static str>,
    tag: &'static str,
    indexes: &'static [TableIndex],
    ttl: Option<&'static str>,
    provisioned: Option<(u64, u64)>,
    allows_scan: bool,
}

impl TableSchema {
    /// A table with these key attributes and no indexes, whose items say in `_type` what they are.
    #[must_use]
    pub const fn new(name: &'static str, partition: &'static str, sort: Option<&'static str>) -> Self {
        Self {
            name,
            partition,
            sort,
            tag: "_type",
            indexes: &[],
            ttl: None,
            provisioned: None,
            allows_scan: false,
        }
    }

    /// The same with these indexes.
    #[must_use]
    pub const fn with_indexes(mut self, indexes: &'static [TableIndex]) -> Self {
        self.indexes = indexes;
        self
    }

    /// The same with another attribute in which items say what they are.
    #[must_use]
    pub const fn with_tag(mut self, attribute: &'static str) -> Self {
        self.tag = attribute;
        self
    }

    /// The same with an attribute by whose time items expire.
    #[must_use]
    pub const fn with_ttl(mut self, attribute: &'static str) -> Self {
        self.ttl = Some(attribute);
        self
    }

    /// The same with these units of read and write capacity, instead of being billed on demand.
    #[must_use]
    pub const fn with_capacity(mut self, read: u64, write: u64) -> Self {
        self.provisioned = Some((read, write));
        self
    }

    /// The same with entities that may be scanned, unless a pool says otherwise of the table.
    #[must_use]
    pub const fn with_scans(mut self) -> Self {
        self.allows_scan = true;
        self
    }

    /// Whether its entities may be scanned.
    #[must_use]
    pub const fn allows_scan(&self) -> bool {
        self.allows_scan
    }

    /// The name; a pool may prefix it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The attribute of the partition key.
    #[must_use]
    pub const fn partition(&self) -> &'static str {
        self.partition
    }

    /// The attribute of the sort key, if the table has one.
    #[must_use]
    pub const fn sort(&self) -> Option<&'static str> {
        self.sort
    }

    /// The attribute in which items say what they are.
    #[must_use]
    pub const fn tag(&self) -> &'static str {
        self.tag
    }

    /// The attribute by whose time items expire, if they do.
    #[must_use]
    pub const fn ttl(&self) -> Option<&'static str> {
        self.ttl
    }

    /// The units of read and write capacity, of the table and of each global index; `None` if it is billed on demand.
    #[must_use]
    pub const fn provisioned(&self) -> Option<(u64, u64)> {
        self.provisioned
    }

    /// The secondary indexes.
    #[must_use]
    pub const fn indexes(&self) -> &'static [TableIndex] {
        self.indexes
    }

    /// The index of this name.
    #[must_use]
    pub const fn index(&self, name: &str) -> Option<&'static TableIndex> {
        let mut at = 0;
        while at < self.indexes.len() {
            if same(self.indexes[at].name, name) {
                return Some(&self.indexes[at]);
            }
            at += 1;
        }
        None
    }

    /// The attribute of the sort key; empty if the table has none, which a check of its own reports.
    #[doc(hidden)]
    #[must_use]
    pub const fn sort_attribute(&self) -> &'static str {
        match self.sort {
            Some(sort) => sort,
            None => "",
        }
    }

    /// An attribute of an index's key; empty if there is none, which a check of its own reports.
    #[doc(hidden)]
    #[must_use]
    pub const fn index_attribute(&self, name: &str, sort: bool, position: usize) -> &'static str {
        match self.index(name) {
            Some(index) => {
                let attributes = if sort { index.sort } else { index.partition };
                if position < attributes.len() {
                    attributes[position]
                } else {
                    ""
                }
            }
            None => "",
        }
    }

    /// Whether an index of a table is local; `false` if there is none.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_local(&self, name: &str) -> bool {
        matches!(self.index(name), Some(index) if matches!(index.scope, Scope::Local))
    }
}

/// A secondary index of a table, and the attributes of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableIndex {
    name: &'static str,
    scope: Scope,
    partition: &'static [&'static str],
    sort: &'static [&'static str],
    projection: Projection,
}

impl TableIndex {
    /// A global index: keys of its own, up to four attributes each.
    #[must_use]
    pub const fn global(name: &'static str, partition: &'static [&'static str], sort: &'static [&'static str]) -> Self {
        Self {
            name,
            scope: Scope::Global,
            partition,
            sort,
            projection: Projection::All,
        }
    }

    /// A local index: the table's partition key, and this attribute as its sort key.
    #[must_use]
    pub const fn local(name: &'static str, sort: &'static [&'static str]) -> Self {
        Self {
            name,
            scope: Scope::Local,
            partition: &[],
            sort,
            projection: Projection::All,
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

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Global or local.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// The attributes of its partition key; none for a local index.
    #[must_use]
    pub const fn partition(&self) -> &'static [&'static str] {
        self.partition
    }

    /// The attributes of its sort key.
    #[must_use]
    pub const fn sort(&self) -> &'static [&'static str] {
        self.sort
    }
}

/// Equality of text while compiling.
pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let length = left.len();
    if length != right.len() {
        return false;
    }
    let mut at = 0;
    while at < length {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}
