//! What no engine at hand says of a table, and AWS does.

use std::time::{Duration, SystemTime};

use ddbx::ops::{
    Billing, DescribeTable, EncryptionType, IndexStatus, KeyType, MultiRegionConsistency, OnDemandLimits, Projection,
    ReplicaStatus, SettingsReplication, StreamView, TableClass, TableDescription, TableStatus,
};

use crate::executors::Canned;

async fn described(table: &str) -> Result<TableDescription, ddbx::Error> {
    let answer = format!(r#"{{"Table": {table}}}"#);
    DescribeTable::new("users")
        .send(&Canned::bodies([answer.as_str()]))
        .await
        .map(|output| output.table)
}

fn at(seconds: f64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs_f64(seconds)
}

#[tokio::test]
async fn every_member_is_read() {
    let table = described(
        r#"{
        "TableName": "users", "TableArn": "arn:t", "TableId": "id-1", "TableStatus": "UPDATING",
        "CreationDateTime": 1700000000.25, "ItemCount": 12, "TableSizeBytes": 3400,
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "B"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST", "LastUpdateToPayPerRequestDateTime": 1.7e9},
        "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
        "OnDemandThroughput": {"MaxReadRequestUnits": 5, "MaxWriteRequestUnits": -1},
        "WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"},
        "GlobalSecondaryIndexes": [{
            "IndexName": "by_id", "IndexArn": "arn:i", "IndexStatus": "CREATING", "Backfilling": true,
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "ItemCount": 1, "IndexSizeBytes": 2,
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "b"]},
            "OnDemandThroughput": {"MaxReadRequestUnits": 3},
            "WarmThroughput": {"ReadUnitsPerSecond": 7, "Status": "UPDATING"}
        }],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "OLD_IMAGE"},
        "LatestStreamArn": "arn:s", "LatestStreamLabel": "then",
        "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": "arn:k",
                           "InaccessibleEncryptionDateTime": 1700000001},
        "TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS", "LastUpdateDateTime": 1.7e9},
        "DeletionProtectionEnabled": true, "DisassociationProtectionEnabled": true,
        "GlobalTableVersion": "2019.11.21", "MultiRegionConsistency": "STRONG",
        "GlobalTableSettingsReplicationMode": "ENABLED_WITH_OVERRIDES",
        "Replicas": [{
            "RegionName": "eu-west-1", "ReplicaStatus": "CREATION_FAILED", "ReplicaStatusDescription": "why",
            "ReplicaStatusPercentProgress": "40", "ReplicaArn": "arn:r", "KMSMasterKeyId": "key",
            "ProvisionedThroughputOverride": {"ReadCapacityUnits": 9}, "OnDemandThroughputOverride": {"MaxReadRequestUnits": 8},
            "WarmThroughput": {"ReadUnitsPerSecond": 1}, "ReplicaInaccessibleDateTime": 1700000002,
            "ReplicaTableClassSummary": {"TableClass": "STANDARD"}, "GlobalTableSettingsReplicationMode": "DISABLED",
            "GlobalSecondaryIndexes": [{
                "IndexName": "by_id", "ProvisionedThroughputOverride": {"ReadCapacityUnits": 4},
                "OnDemandThroughputOverride": {"MaxReadRequestUnits": 6}, "WarmThroughput": {"WriteUnitsPerSecond": 2}
            }]
        }],
        "GlobalTableWitnesses": [{"RegionName": "eu-north-1", "WitnessStatus": "ACTIVE"}],
        "RestoreSummary": {"SourceBackupArn": "arn:b", "SourceTableArn": "arn:o", "RestoreDateTime": 1700000003,
                           "RestoreInProgress": true},
        "ArchivalSummary": {"ArchivalDateTime": 1.7e9, "ArchivalReason": "key", "ArchivalBackupArn": "arn:a"}
    }"#,
    )
    .await
    .unwrap();

    assert_eq!(
        (table.name.as_str(), table.arn.as_deref(), table.id.as_deref()),
        ("users", Some("arn:t"), Some("id-1"))
    );
    assert_eq!(
        (table.status, table.created),
        (TableStatus::Updating, Some(at(1_700_000_000.25)))
    );
    assert_eq!((table.item_count, table.size_bytes), (12, 3400));
    assert_eq!(table.partition_key, [("id".to_owned(), KeyType::B)]);
    assert_eq!(table.billing, Some(Billing::OnDemand));
    assert_eq!(
        table.on_demand_limits,
        Some(OnDemandLimits {
            read: Some(5),
            write: None
        })
    );
    let warm = table.warm_throughput.unwrap();
    assert_eq!(
        (warm.read, warm.write, warm.status.as_deref()),
        (Some(12_000), Some(4000), Some("ACTIVE"))
    );

    let index = &table.global_indexes[0];
    assert_eq!(
        (index.status.clone(), index.backfilling),
        (Some(IndexStatus::Creating), true)
    );
    assert_eq!(index.partition_key, [("id".to_owned(), KeyType::B)]);
    assert_eq!(
        (index.arn.as_deref(), index.item_count, index.size_bytes),
        (Some("arn:i"), 1, 2)
    );
    assert_eq!(index.projection, Projection::Include(vec!["a".into(), "b".into()]));
    assert_eq!(index.on_demand_limits.and_then(|limits| limits.read), Some(3));
    assert_eq!(
        index.warm_throughput.as_ref().and_then(|warm| warm.status.as_deref()),
        Some("UPDATING")
    );

    let stream = table.stream.unwrap();
    assert_eq!((stream.enabled, stream.view), (true, Some(StreamView::OldImage)));
    assert_eq!(
        (stream.arn.as_deref(), stream.label.as_deref()),
        (Some("arn:s"), Some("then"))
    );
    let encryption = table.encryption.unwrap();
    assert_eq!(
        (encryption.status.as_deref(), encryption.encryption_type),
        (Some("ENABLED"), Some(EncryptionType::Kms))
    );
    assert_eq!(
        (encryption.key.as_deref(), encryption.inaccessible_since),
        (Some("arn:k"), Some(at(1_700_000_001.0)))
    );
    assert_eq!(table.table_class, Some(TableClass::StandardInfrequentAccess));
    assert!(table.deletion_protection && table.disassociation_protection);
    assert_eq!(table.global_table_version.as_deref(), Some("2019.11.21"));
    assert_eq!(table.multi_region_consistency, Some(MultiRegionConsistency::Strong));
    assert_eq!(
        table.settings_replication,
        Some(SettingsReplication::EnabledWithOverrides)
    );
    assert_eq!(
        (table.witnesses[0].region.as_str(), table.witnesses[0].status.as_deref()),
        ("eu-north-1", Some("ACTIVE"))
    );
    let restored = table.restored.unwrap();
    assert_eq!(
        (restored.backup.as_deref(), restored.table.as_deref()),
        (Some("arn:b"), Some("arn:o"))
    );
    assert_eq!((restored.time, restored.in_progress), (Some(at(1_700_000_003.0)), true));
    assert_eq!(table.archive.as_deref(), Some("arn:a"));

    let replica = &table.replicas[0];
    assert_eq!(
        (replica.region.as_str(), replica.status.clone()),
        ("eu-west-1", Some(ReplicaStatus::CreationFailed))
    );
    assert_eq!(
        (replica.status_description.as_deref(), replica.progress.as_deref()),
        (Some("why"), Some("40"))
    );
    assert_eq!(
        (replica.arn.as_deref(), replica.encryption_key.as_deref()),
        (Some("arn:r"), Some("key"))
    );
    assert_eq!((replica.read_capacity, replica.max_read), (Some(9), Some(8)));
    assert_eq!(replica.warm_throughput.as_ref().and_then(|warm| warm.read), Some(1));
    assert_eq!(replica.inaccessible_since, Some(at(1_700_000_002.0)));
    assert_eq!(replica.table_class, Some(TableClass::Standard));
    assert_eq!(replica.settings_replication, Some(SettingsReplication::Disabled));
    let index = &replica.indexes[0];
    assert_eq!(
        (index.name.as_str(), index.read_capacity, index.max_read),
        ("by_id", Some(4), Some(6))
    );
    assert_eq!(index.warm_throughput.as_ref().and_then(|warm| warm.write), Some(2));
}

#[tokio::test]
async fn what_a_later_api_says_is_kept() {
    let table = described(
        r#"{"TableName": "users", "TableStatus": "HIBERNATING", "TableClassSummary": {"TableClass": "COLD\u001b"},
            "BillingModeSummary": {"BillingMode": "FLAT"},
            "GlobalSecondaryIndexes": [{"IndexName": "i", "IndexStatus": "DREAMING", "Projection": {"ProjectionType": "SOME"}}]}"#,
    )
    .await
    .unwrap();
    assert_eq!(table.status, TableStatus::Other("HIBERNATING".into()));
    assert_eq!(table.billing, Some(Billing::Other("FLAT".into())));
    assert_eq!(
        table.table_class.unwrap().to_string(),
        "COLD\\u{1b}",
        "printed without control characters"
    );
    assert_eq!(
        table.global_indexes[0].status,
        Some(IndexStatus::Other("DREAMING".into()))
    );
    assert_eq!(table.global_indexes[0].projection, Projection::Other("SOME".into()));
}

#[tokio::test]
async fn a_description_without_most_of_it_is_read() {
    let table = described(r#"{"TableName": "users"}"#).await.unwrap();
    assert_eq!(table, {
        let mut bare = TableDescription::default();
        bare.name = "users".into();
        bare
    });
}

#[tokio::test]
async fn a_description_that_contradicts_itself_is_an_error() {
    let untyped = described(r#"{"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}"#)
        .await
        .unwrap_err();
    assert!(untyped.is_decode());
    let cause = std::error::Error::source(&untyped).unwrap().to_string();
    assert_eq!(cause, "`AttributeDefinitions.id`: a key attribute without a type");
    assert!(
        described(r#"{"CreationDateTime": -1e300}"#)
            .await
            .unwrap_err()
            .is_decode()
    );
}
