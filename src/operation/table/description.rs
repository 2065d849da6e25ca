use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use ddbx_core::codec::{self, CodecError, Parser};

use super::attributes::{KeyType, read_definition};
use super::{
    Billing, EncryptionDescription, IndexDescription, MultiRegionConsistency, OnDemandLimits, ReplicaDescription,
    SettingsReplication, StreamView, TableClass, TableStatus, Throughput, VectorIndexDescription, WarmThroughput,
    WitnessDescription, key_schema,
};
use crate::ops::answer::{array, object, text};

/// What DynamoDB knows of a table.
///
/// Source: [TableDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html);
/// an example is at [`DescribeTable`](crate::ops::DescribeTable).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableDescription {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: Option<String>,
    /// An id of this table, other than that of an earlier one with the same name.
    pub id: Option<String>,
    /// Whether it can be used.
    pub status: TableStatus,
    /// When it was created.
    pub created: Option<SystemTime>,
    /// The types of all attributes that are part of a key.
    pub attributes: BTreeMap<String, KeyType>,
    /// The attributes of its partition key: one.
    pub partition_key: Vec<(String, KeyType)>,
    /// The attributes of its sort key: one or none.
    pub sort_key: Vec<(String, KeyType)>,
    /// Its global indexes.
    pub global_indexes: Vec<IndexDescription>,
    /// Its local indexes.
    pub local_indexes: Vec<IndexDescription>,
    /// Its vector indexes.
    pub vector_indexes: Vec<VectorIndexDescription>,
    /// How many items it holds, as of the last six hours.
    pub item_count: u64,
    /// Its size in bytes, as of the last six hours.
    pub size_bytes: u64,
    /// How it is paid for; `None` for a table that was always provisioned.
    pub billing: Option<Billing>,
    /// Its capacity, if that is provisioned; zeros on demand.
    pub provisioned: Option<Throughput>,
    /// The most it serves on demand.
    pub on_demand_limits: Option<OnDemandLimits>,
    /// What it serves at once.
    pub warm_throughput: Option<WarmThroughput>,
    /// Its stream, also one that was turned off.
    pub stream: Option<StreamDescription>,
    /// How it is encrypted, if not with a key of DynamoDB's own.
    pub encryption: Option<EncryptionDescription>,
    /// How it is stored; `None` where it never was changed from the standard.
    pub table_class: Option<TableClass>,
    /// Whether it is protected from being deleted.
    pub deletion_protection: bool,
    /// Whether its replicas are protected from being disassociated.
    pub disassociation_protection: bool,
    /// Its replicas in other regions.
    pub replicas: Vec<ReplicaDescription>,
    /// The regions that only keep its writes.
    pub witnesses: Vec<WitnessDescription>,
    /// The version of global tables it uses.
    pub global_table_version: Option<String>,
    /// What a read in another region sees.
    pub multi_region_consistency: Option<MultiRegionConsistency>,
    /// Whether settings are the same in all replicas.
    pub settings_replication: Option<SettingsReplication>,
    /// What it was restored from.
    pub restored: Option<RestoreDescription>,
    /// The backup it was archived to.
    pub archive: Option<String>,
}

/// The stream of a table's changes.
///
/// Source: [StreamSpecification](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamDescription {
    /// Whether it is on.
    pub enabled: bool,
    /// What it tells of a change.
    pub view: Option<StreamView>,
    /// The ARN of the latest stream.
    pub arn: Option<String>,
    /// The label of the latest stream: when it was turned on.
    pub label: Option<String>,
}

/// What a table was restored from.
///
/// Source: [RestoreSummary](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreSummary.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RestoreDescription {
    /// The ARN of the backup.
    pub backup: Option<String>,
    /// The ARN of the table of the backup.
    pub table: Option<String>,
    /// The time it was restored to.
    pub time: Option<SystemTime>,
    /// Whether it is still being restored.
    pub in_progress: bool,
}

impl TableDescription {
    pub(in crate::ops) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut table = Self::default();
        object(parser, |name, parser| table.read(name, parser))?;
        let Self {
            attributes,
            partition_key,
            sort_key,
            global_indexes,
            local_indexes,
            ..
        } = &mut table;
        key_schema::resolve(partition_key.iter_mut().chain(sort_key), attributes)?;
        for index in global_indexes.iter_mut().chain(local_indexes) {
            key_schema::resolve(index.partition_key.iter_mut().chain(&mut index.sort_key), attributes)?;
        }
        Ok(table)
    }

    fn read(&mut self, name: &str, parser: &mut Parser<'_>) -> codec::Result<bool> {
        match name {
            "TableName" => self.name = text(parser)?,
            "TableArn" => self.arn = Some(text(parser)?),
            "TableId" => self.id = Some(text(parser)?),
            "TableStatus" => self.status = TableStatus::read(parser)?,
            "CreationDateTime" => self.created = Some(time(parser)?),
            "AttributeDefinitions" => {
                array(parser, |parser| read_definition(&mut self.attributes, parser))?;
            }
            "KeySchema" => {
                let key = key_schema::read(parser)?;
                (self.partition_key, self.sort_key) = (key.partition, key.sort);
            }
            "GlobalSecondaryIndexes" => self.global_indexes = array(parser, IndexDescription::parse)?,
            "LocalSecondaryIndexes" => self.local_indexes = array(parser, IndexDescription::parse)?,
            "VectorIndexes" => self.vector_indexes = array(parser, VectorIndexDescription::parse)?,
            "ItemCount" => self.item_count = parser.u64()?,
            "TableSizeBytes" => self.size_bytes = parser.u64()?,
            "BillingModeSummary" => self.billing = member(parser, "BillingMode", Billing::read)?,
            "ProvisionedThroughput" => self.provisioned = Some(Throughput::parse(parser)?),
            "OnDemandThroughput" => self.on_demand_limits = Some(OnDemandLimits::parse(parser)?),
            "WarmThroughput" => self.warm_throughput = Some(WarmThroughput::parse(parser)?),
            "StreamSpecification" => self.stream().read_specification(parser)?,
            "LatestStreamArn" => self.stream().arn = Some(text(parser)?),
            "LatestStreamLabel" => self.stream().label = Some(text(parser)?),
            "SSEDescription" => self.encryption = Some(EncryptionDescription::parse(parser)?),
            "TableClassSummary" => self.table_class = class_summary(parser)?,
            "DeletionProtectionEnabled" => self.deletion_protection = parser.bool()?,
            "DisassociationProtectionEnabled" => self.disassociation_protection = parser.bool()?,
            "Replicas" => self.replicas = array(parser, ReplicaDescription::parse)?,
            "GlobalTableWitnesses" => self.witnesses = array(parser, WitnessDescription::parse)?,
            "GlobalTableVersion" => self.global_table_version = Some(text(parser)?),
            "MultiRegionConsistency" => self.multi_region_consistency = Some(MultiRegionConsistency::read(parser)?),
            "GlobalTableSettingsReplicationMode" => {
                self.settings_replication = Some(SettingsReplication::read(parser)?);
            }
            "RestoreSummary" => self.restored = Some(RestoreDescription::parse(parser)?),
            "ArchivalSummary" => self.archive = member(parser, "ArchivalBackupArn", text)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn stream(&mut self) -> &mut StreamDescription {
        self.stream.get_or_insert_default()
    }
}

impl StreamDescription {
    fn read_specification(&mut self, parser: &mut Parser<'_>) -> codec::Result<()> {
        object(parser, |name, parser| {
            match name {
                "StreamEnabled" => self.enabled = parser.bool()?,
                "StreamViewType" => self.view = Some(StreamView::read(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })
    }
}

impl RestoreDescription {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut restored = Self::default();
        object(parser, |name, parser| {
            match name {
                "SourceBackupArn" => restored.backup = Some(text(parser)?),
                "SourceTableArn" => restored.table = Some(text(parser)?),
                "RestoreDateTime" => restored.time = Some(time(parser)?),
                "RestoreInProgress" => restored.in_progress = parser.bool()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(restored)
    }
}

/// The one member of an object that is of interest.
pub(super) fn member<T>(
    parser: &mut Parser<'_>,
    member: &str,
    mut read: impl FnMut(&mut Parser<'_>) -> codec::Result<T>,
) -> codec::Result<Option<T>> {
    let mut found = None;
    object(parser, |name, parser| {
        if name == member {
            found = Some(read(parser)?);
        }
        Ok(name == member)
    })?;
    Ok(found)
}

pub(super) fn class_summary(parser: &mut Parser<'_>) -> codec::Result<Option<TableClass>> {
    member(parser, "TableClass", TableClass::read)
}

/// A time as DynamoDB writes it: seconds since 1970, with a fraction.
pub(super) fn time(parser: &mut Parser<'_>) -> codec::Result<SystemTime> {
    let seconds = parser.f64()?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since))
        .ok_or_else(|| CodecError::misfit("time", "seconds that no clock counts"))
}
