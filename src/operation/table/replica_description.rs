use std::time::SystemTime;

use ddbx_core::codec::{self, Parser};

use super::description::{class_summary, member, time};
use super::throughput::limit;
use super::{ReplicaStatus, SettingsReplication, TableClass, WarmThroughput};
use crate::ops::answer::{array, object, text};

/// A replica of a table in another region.
///
/// Source: [ReplicaDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicaDescription.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplicaDescription {
    /// The region.
    pub region: String,
    /// Whether it can be used.
    pub status: Option<ReplicaStatus>,
    /// More about the status.
    pub status_description: Option<String>,
    /// How far its creation or deletion is.
    pub progress: Option<String>,
    /// Its ARN.
    pub arn: Option<String>,
    /// The key it is encrypted with.
    pub encryption_key: Option<String>,
    /// Its own read capacity in units a second.
    pub read_capacity: Option<u64>,
    /// Its own most read units a second.
    pub max_read: Option<u64>,
    /// What it serves at once.
    pub warm_throughput: Option<WarmThroughput>,
    /// Its own settings for global indexes.
    pub indexes: Vec<ReplicaIndexDescription>,
    /// Since when it is inaccessible.
    pub inaccessible_since: Option<SystemTime>,
    /// Its own table class.
    pub table_class: Option<TableClass>,
    /// Whether settings are the same in all replicas.
    pub settings_replication: Option<SettingsReplication>,
}

/// Settings of a global index that only one replica has.
///
/// Source: [ReplicaGlobalSecondaryIndexDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicaGlobalSecondaryIndexDescription.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplicaIndexDescription {
    /// The index.
    pub name: String,
    /// Its read capacity in units a second.
    pub read_capacity: Option<u64>,
    /// The most read units a second it serves.
    pub max_read: Option<u64>,
    /// What it serves at once.
    pub warm_throughput: Option<WarmThroughput>,
}

/// A region that keeps the writes of a global table, without being read or written.
///
/// Source: [GlobalTableWitnessDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalTableWitnessDescription.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WitnessDescription {
    /// The region.
    pub region: String,
    /// Whether it is there: `ACTIVE`, or on its way.
    pub status: Option<String>,
}

impl ReplicaDescription {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut replica = Self::default();
        object(parser, |name, parser| {
            match name {
                "RegionName" => replica.region = text(parser)?,
                "ReplicaStatus" => replica.status = Some(ReplicaStatus::read(parser)?),
                "ReplicaStatusDescription" => replica.status_description = Some(text(parser)?),
                "ReplicaStatusPercentProgress" => replica.progress = Some(text(parser)?),
                "ReplicaArn" => replica.arn = Some(text(parser)?),
                "KMSMasterKeyId" => replica.encryption_key = Some(text(parser)?),
                "ProvisionedThroughputOverride" => {
                    replica.read_capacity = member(parser, "ReadCapacityUnits", limit)?.flatten();
                }
                "OnDemandThroughputOverride" => {
                    replica.max_read = member(parser, "MaxReadRequestUnits", limit)?.flatten();
                }
                "WarmThroughput" => replica.warm_throughput = Some(WarmThroughput::parse(parser)?),
                "GlobalSecondaryIndexes" => replica.indexes = array(parser, ReplicaIndexDescription::parse)?,
                "ReplicaInaccessibleDateTime" => replica.inaccessible_since = Some(time(parser)?),
                "ReplicaTableClassSummary" => replica.table_class = class_summary(parser)?,
                "GlobalTableSettingsReplicationMode" => {
                    replica.settings_replication = Some(SettingsReplication::read(parser)?);
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(replica)
    }
}

impl ReplicaIndexDescription {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut index = Self::default();
        object(parser, |name, parser| {
            match name {
                "IndexName" => index.name = text(parser)?,
                "ProvisionedThroughputOverride" => {
                    index.read_capacity = member(parser, "ReadCapacityUnits", limit)?.flatten();
                }
                "OnDemandThroughputOverride" => {
                    index.max_read = member(parser, "MaxReadRequestUnits", limit)?.flatten();
                }
                "WarmThroughput" => index.warm_throughput = Some(WarmThroughput::parse(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(index)
    }
}

impl WitnessDescription {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut witness = Self::default();
        object(parser, |name, parser| {
            match name {
                "RegionName" => witness.region = text(parser)?,
                "WitnessStatus" => witness.status = Some(text(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(witness)
    }
}
