//! What `UpdateTable` sends.

use ddbx::ops::{
    self, Encryption, GlobalIndexUpdate, KeyType, MultiRegionConsistency, OnDemandLimits, Replica, ReplicaIndex,
    SettingsReplication, StreamView, TableClass, UpdateTable, VectorIndex,
};
use serde_json::json;

use crate::executors::body;
use crate::tables::by_status;

#[test]
fn update_table_sends_its_changes() {
    let request = UpdateTable::new("orders")
        .attribute("customer", KeyType::S)
        .provisioned(1, 2)
        .on_demand_limits(OnDemandLimits {
            read: Some(5),
            write: None,
        })
        .warm_throughput(3, 4)
        .create_index(by_status())
        .update_index(
            GlobalIndexUpdate::new("a")
                .provisioned(5, 6)
                .on_demand_limits(OnDemandLimits::default()),
        )
        .delete_index("b")
        .create_vector_index(VectorIndex::new("v", "place", 2, ops::DistanceFunction::DotProduct))
        .delete_vector_index("w")
        .no_stream()
        .encryption(Encryption::owned_by_dynamodb())
        .table_class(TableClass::Standard)
        .deletion_protection(false)
        .disassociation_protection(true)
        .replica(Replica::delete("eu-west-1"))
        .create_witness("eu-north-1")
        .delete_witness("eu-south-1")
        .multi_region_consistency(MultiRegionConsistency::Strong)
        .settings_replication(SettingsReplication::EnabledWithOverrides)
        .into_request()
        .unwrap();
    assert_eq!(
        body(&request),
        json!({
            "TableName": "orders",
            "AttributeDefinitions": [
                {"AttributeName": "customer", "AttributeType": "S"},
                {"AttributeName": "status", "AttributeType": "S"},
            ],
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
            "OnDemandThroughput": {"MaxReadRequestUnits": 5, "MaxWriteRequestUnits": -1},
            "WarmThroughput": {"ReadUnitsPerSecond": 3, "WriteUnitsPerSecond": 4},
            "GlobalSecondaryIndexUpdates": [
                {"Create": {
                    "IndexName": "by_status",
                    "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }},
                {"Update": {
                    "IndexName": "a",
                    "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
                    "OnDemandThroughput": {"MaxReadRequestUnits": -1, "MaxWriteRequestUnits": -1},
                }},
                {"Delete": {"IndexName": "b"}},
            ],
            "VectorIndexUpdates": [
                {"Create": {
                    "IndexName": "v",
                    "VectorAttribute": {"AttributeName": "place"},
                    "Projection": {"ProjectionType": "ALL"},
                    "Dimensions": 2,
                    "DistanceFunction": "DOT_PRODUCT",
                }},
                {"Delete": {"IndexName": "w"}},
            ],
            "StreamSpecification": {"StreamEnabled": false},
            "SSESpecification": {"Enabled": false},
            "TableClass": "STANDARD",
            "DeletionProtectionEnabled": false,
            "DisassociationProtectionEnabled": true,
            "ReplicaUpdates": [{"Delete": {"RegionName": "eu-west-1"}}],
            "GlobalTableWitnessUpdates": [
                {"Create": {"RegionName": "eu-north-1"}},
                {"Delete": {"RegionName": "eu-south-1"}},
            ],
            "MultiRegionConsistency": "STRONG",
            "GlobalTableSettingsReplicationMode": "ENABLED_WITH_OVERRIDES",
        })
    );
}

#[test]
fn update_table_sends_replicas() {
    let create = Replica::create("eu-central-1")
        .encryption_key("alias/there")
        .read_capacity(10)
        .max_read(20)
        .index(ReplicaIndex::new("by_status").read_capacity(1).max_read(2))
        .table_class(TableClass::Standard);
    let update = UpdateTable::new("orders")
        .on_demand()
        .replica(create)
        .replica(Replica::update("eu-west-1").max_read(5))
        .replica(Replica::disassociate("eu-west-3"))
        .encryption(Encryption::managed_by_aws())
        .stream(StreamView::KeysOnly);
    let body = body(&update.into_request().unwrap());
    assert_eq!(
        body["ReplicaUpdates"],
        json!([
            {"Create": {
                "RegionName": "eu-central-1",
                "KMSMasterKeyId": "alias/there",
                "ProvisionedThroughputOverride": {"ReadCapacityUnits": 10},
                "OnDemandThroughputOverride": {"MaxReadRequestUnits": 20},
                "GlobalSecondaryIndexes": [{
                    "IndexName": "by_status",
                    "ProvisionedThroughputOverride": {"ReadCapacityUnits": 1},
                    "OnDemandThroughputOverride": {"MaxReadRequestUnits": 2},
                }],
                "TableClassOverride": "STANDARD",
            }},
            {"Update": {"RegionName": "eu-west-1", "OnDemandThroughputOverride": {"MaxReadRequestUnits": 5}}},
            {"Disassociate": {"RegionName": "eu-west-3", "DisassociationMode": "WAIT_FOR_REPLICATION"}},
        ])
    );
    assert_eq!(body["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(body["SSESpecification"], json!({"Enabled": true, "SSEType": "KMS"}));
    assert_eq!(
        body["StreamSpecification"],
        json!({"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"})
    );
}
