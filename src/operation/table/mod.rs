//! What the operations on tables have in common: keys, indexes, settings, and the description of a table.

mod attributes;
mod description;
mod encryption;
mod global_index;
mod index_description;
mod key_schema;
mod local_index;
mod output;
mod replica;
mod replica_description;
mod settings;
mod table_settings;
mod throughput;
mod vector_index;
mod wire_enum;

pub use attributes::KeyType;
pub use description::{RestoreDescription, StreamDescription, TableDescription};
pub use encryption::{Encryption, EncryptionDescription, EncryptionType};
pub use global_index::{GlobalIndex, GlobalIndexUpdate};
pub use index_description::{IndexDescription, VectorIndexDescription};
pub use local_index::{LocalIndex, Projection};
pub use output::TableOutput;
pub use replica::{Replica, ReplicaIndex};
pub use replica_description::{ReplicaDescription, ReplicaIndexDescription, WitnessDescription};
pub use settings::{
    Billing, IndexStatus, MultiRegionConsistency, ReplicaStatus, SettingsReplication, StreamView, TableClass,
    TableStatus, TimeToLiveStatus,
};
pub use throughput::{OnDemandLimits, Throughput, WarmThroughput};
pub use vector_index::{DistanceFunction, VectorIndex};

pub(super) use attributes::AttributeTypes;
pub(super) use key_schema::KeySchema;
pub(super) use output::request;
pub(super) use table_settings::{TableSettings, table_settings};
