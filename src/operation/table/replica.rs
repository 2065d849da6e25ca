use ddbx_core::codec::Writer;

use super::TableClass;
use crate::ops::members::Members as _;

/// The methods that set [`Overrides`].
macro_rules! overrides {
    () => {
        /// Its own read capacity in units a second, in a provisioned table.
        pub fn read_capacity(mut self, units: u64) -> Self {
            self.overrides.read_capacity = Some(units);
            self
        }

        /// The most read units a second it serves, in a table on demand.
        pub fn max_read(mut self, units: u64) -> Self {
            self.overrides.max_read = Some(units);
            self
        }
    };
}

/// A change of a table's replicas in other regions (`ReplicationGroupUpdate`).
///
/// Source: [ReplicationGroupUpdate](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicationGroupUpdate.html).
///
/// ```
/// use ddbx::ops::{Replica, UpdateTable};
///
/// let update = UpdateTable::new("users").replica(Replica::create("eu-central-1").read_capacity(50));
/// ```
#[derive(Clone, Debug)]
#[must_use = "it is given to `UpdateTable`"]
pub struct Replica {
    verb: &'static str,
    region: String,
    key: Option<String>,
    overrides: Overrides,
    indexes: Vec<ReplicaIndex>,
    class: Option<TableClass>,
}

impl Replica {
    fn new(verb: &'static str, region: impl Into<String>) -> Self {
        let overrides = Overrides::default();
        Self {
            verb,
            region: region.into(),
            key: None,
            overrides,
            indexes: Vec::new(),
            class: None,
        }
    }

    /// Adds a replica in this region.
    pub fn create(region: impl Into<String>) -> Self {
        Self::new("Create", region)
    }

    /// Changes the replica in this region.
    pub fn update(region: impl Into<String>) -> Self {
        Self::new("Update", region)
    }

    /// Deletes the replica in this region.
    pub fn delete(region: impl Into<String>) -> Self {
        Self::new("Delete", region)
    }

    /// Makes the replica in this region, where the request is sent to, a table of its own, after what was written
    /// elsewhere has arrived.
    pub fn disassociate(region: impl Into<String>) -> Self {
        Self::new("Disassociate", region)
    }

    /// Encrypts it with this key of AWS KMS.
    pub fn encryption_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    overrides! {}

    /// Its own settings for a global index.
    pub fn index(mut self, index: ReplicaIndex) -> Self {
        self.indexes.push(index);
        self
    }

    /// Its own table class.
    pub fn table_class(mut self, class: TableClass) -> Self {
        self.class = Some(class);
        self
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.element(|writer| {
            writer.object(self.verb, |writer| {
                writer.text("RegionName", &self.region);
                if self.verb == "Disassociate" {
                    writer.text("DisassociationMode", "WAIT_FOR_REPLICATION");
                }
                if let Some(key) = &self.key {
                    writer.text("KMSMasterKeyId", key);
                }
                self.overrides.write(writer);
                writer.array("GlobalSecondaryIndexes", &self.indexes, |writer, index| {
                    writer.element(|writer| {
                        writer.text("IndexName", &index.name);
                        index.overrides.write(writer);
                    });
                });
                if let Some(class) = &self.class {
                    writer.text("TableClassOverride", class.as_str());
                }
            });
        });
    }
}

/// Settings of a global index that only one replica has.
#[derive(Clone, Debug)]
#[must_use = "it is given to `Replica`"]
pub struct ReplicaIndex {
    name: String,
    overrides: Overrides,
}

impl ReplicaIndex {
    /// For the index of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            overrides: Overrides::default(),
        }
    }

    overrides! {}
}

/// What a replica, or one of its indexes, reads other than the table it is of.
#[derive(Clone, Copy, Debug, Default)]
struct Overrides {
    read_capacity: Option<u64>,
    max_read: Option<u64>,
}

impl Overrides {
    fn write(self, writer: &mut Writer) {
        if let Some(units) = self.read_capacity {
            writer.object("ProvisionedThroughputOverride", |writer| {
                writer.number("ReadCapacityUnits", units);
            });
        }
        if let Some(units) = self.max_read {
            writer.object("OnDemandThroughputOverride", |writer| {
                writer.number("MaxReadRequestUnits", units);
            });
        }
    }
}
