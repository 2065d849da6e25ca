use ddbx_core::Error;
use ddbx_core::codec::Writer;
use ddbx_core::limits::{INDEX_PARTITION_ATTRIBUTES, INDEX_SORT_ATTRIBUTES};

use super::local_index::projections;
use super::throughput::write_warm;
use super::{AttributeTypes, KeySchema, KeyType, OnDemandLimits, Projection, Throughput};
use crate::ops::members::Members as _;

/// Another key for the items of a table: a global secondary index, created with the table or later.
///
/// Source: [Global secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html).
///
/// ```
/// use ddbx::ops::{CreateTable, GlobalIndex, KeyType};
///
/// let by_status = GlobalIndex::new("by_status")
///     .partition_key("status", KeyType::S)
///     .sort_key("placed_at", KeyType::N)
///     .keys_only();
/// let create = CreateTable::new("orders").partition_key("id", KeyType::S).global_index(by_status);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an index is given to `CreateTable` or `UpdateTable`"]
pub struct GlobalIndex {
    pub(in crate::ops) name: String,
    key: KeySchema,
    projection: Projection,
    settings: IndexSettings,
}

/// The settings of a global index that can be changed.
#[derive(Clone, Copy, Debug, Default)]
struct IndexSettings {
    provisioned: Option<Throughput>,
    on_demand: Option<OnDemandLimits>,
    warm: Option<Throughput>,
}

impl IndexSettings {
    fn write(self, exists: bool, writer: &mut Writer) {
        if let Some(provisioned) = self.provisioned {
            provisioned.write(writer);
        }
        if let Some(limits) = self.on_demand {
            limits.write(exists, writer);
        }
        if let Some(warm) = self.warm {
            write_warm(writer, warm);
        }
    }
}

/// The methods that set what can be changed.
macro_rules! index_settings {
    () => {
        /// Its capacity in units a second, in a table with provisioned capacity.
        pub fn provisioned(mut self, read: u64, write: u64) -> Self {
            self.settings.provisioned = Some(Throughput { read, write });
            self
        }

        /// The most it serves, in a table on demand.
        pub fn on_demand_limits(mut self, limits: OnDemandLimits) -> Self {
            self.settings.on_demand = Some(limits);
            self
        }

        /// What it serves at once, in units a second.
        pub fn warm_throughput(mut self, read: u64, write: u64) -> Self {
            self.settings.warm = Some(Throughput { read, write });
            self
        }
    };
}

impl GlobalIndex {
    /// An index of this name, which copies all attributes.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            key: KeySchema::default(),
            projection: Projection::All,
            settings: IndexSettings::default(),
        }
    }

    /// An attribute of its partition key, up to four of them.
    pub fn partition_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.key.partition.push((attribute.into(), key_type));
        self
    }

    /// An attribute of its sort key, up to four of them.
    pub fn sort_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.key.sort.push((attribute.into(), key_type));
        self
    }

    projections! {}
    index_settings! {}

    /// Copies this.
    pub(crate) fn project(mut self, projection: Projection) -> Self {
        self.projection = projection;
        self
    }

    /// Checks its key, and adds the types of its attributes.
    pub(in crate::ops) fn define(&self, types: &mut AttributeTypes) -> Result<(), Error> {
        let place = format!("index `{}`", self.name.escape_debug());
        self.key
            .check(&place, INDEX_PARTITION_ATTRIBUTES, INDEX_SORT_ATTRIBUTES)?;
        types.add(&place, self.key.attributes())
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.element(|writer| {
            writer.text("IndexName", &self.name);
            self.key.write(writer);
            self.projection.write(writer);
            self.settings.write(false, writer);
        });
    }
}

/// New settings for a global index that exists.
///
/// ```
/// use ddbx::ops::{GlobalIndexUpdate, UpdateTable};
///
/// let update = UpdateTable::new("orders").update_index(GlobalIndexUpdate::new("by_status").provisioned(20, 5));
/// ```
#[derive(Clone, Debug)]
#[must_use = "it is given to `UpdateTable`"]
pub struct GlobalIndexUpdate {
    name: String,
    settings: IndexSettings,
}

impl GlobalIndexUpdate {
    /// For the index of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            settings: IndexSettings::default(),
        }
    }

    index_settings! {}

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.element(|writer| {
            writer.text("IndexName", &self.name);
            self.settings.write(true, writer);
        });
    }
}
