//! What `CreateTable` and `UpdateTable` refuse, and what `CreateTable` sends.

use ddbx::ops::{
    self, CreateTable, Encryption, GlobalIndex, KeyType, LocalIndex, OnDemandLimits, SettingsReplication, StreamView,
    TableClass, UpdateTable, VectorIndex,
};
use ddbx::{Error, Request};
use serde_json::json;

use crate::executors::body;
use crate::tables::{by_status, orders};

fn refused(result: Result<Request, Error>) -> String {
    let error = result.unwrap_err();
    assert!(error.is_invalid());
    error.to_string()
}

#[test]
fn create_table_is_on_demand_by_default() {
    let request = orders().into_request().unwrap();
    assert_eq!(
        body(&request),
        json!({
            "TableName": "orders",
            "KeySchema": [
                {"AttributeName": "customer", "KeyType": "HASH"},
                {"AttributeName": "n", "KeyType": "RANGE"},
            ],
            "AttributeDefinitions": [
                {"AttributeName": "customer", "AttributeType": "S"},
                {"AttributeName": "n", "AttributeType": "N"},
            ],
            "BillingMode": "PAY_PER_REQUEST",
        })
    );
}

#[test]
fn create_table_sends_its_indexes() {
    let wide = GlobalIndex::new("wide")
        .partition_key("tenant", KeyType::S)
        .partition_key("status", KeyType::S)
        .sort_key("n", KeyType::N)
        .sort_key("blob", KeyType::B)
        .include(["total"])
        .provisioned(3, 4)
        .warm_throughput(5, 6);
    let limited = by_status().keys_only().on_demand_limits(OnDemandLimits {
        read: Some(7),
        write: None,
    });
    let vector = VectorIndex::new("by_place", "place", 3, ops::DistanceFunction::Cosine)
        .partition_key("tenant", KeyType::S)
        .inline_filter("total", KeyType::N)
        .keys_only();
    let request = orders()
        .local_index(LocalIndex::new("by_total").sort_key("total", KeyType::N))
        .global_index(wide)
        .global_index(limited)
        .vector_index(vector)
        .into_request()
        .unwrap();
    let body = body(&request);
    let attributes: Vec<_> = body["AttributeDefinitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|definition| format!("{} {}", definition["AttributeName"], definition["AttributeType"]).replace('"', ""))
        .collect();
    assert_eq!(
        attributes,
        ["blob B", "customer S", "n N", "status S", "tenant S", "total N"]
    );
    assert_eq!(
        body["LocalSecondaryIndexes"],
        json!([{
            "IndexName": "by_total",
            "KeySchema": [
                {"AttributeName": "customer", "KeyType": "HASH"},
                {"AttributeName": "total", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "ALL"},
        }])
    );
    assert_eq!(
        body["GlobalSecondaryIndexes"],
        json!([
            {
                "IndexName": "wide",
                "KeySchema": [
                    {"AttributeName": "tenant", "KeyType": "HASH"},
                    {"AttributeName": "status", "KeyType": "HASH"},
                    {"AttributeName": "n", "KeyType": "RANGE"},
                    {"AttributeName": "blob", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
                "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
                "WarmThroughput": {"ReadUnitsPerSecond": 5, "WriteUnitsPerSecond": 6},
            },
            {
                "IndexName": "by_status",
                "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
                "OnDemandThroughput": {"MaxReadRequestUnits": 7},
            },
        ])
    );
    assert_eq!(
        body["VectorIndexes"],
        json!([{
            "IndexName": "by_place",
            "VectorAttribute": {"AttributeName": "place"},
            "SearchSchema": [
                {"AttributeName": "tenant", "SearchSchemaElementType": "HASH"},
                {"AttributeName": "total", "SearchSchemaElementType": "INLINE_FILTER"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
            "Dimensions": 3,
            "DistanceFunction": "COSINE",
        }])
    );
}

#[test]
fn create_table_sends_its_settings() {
    let request = CreateTable::new("users")
        .partition_key("id", KeyType::B)
        .provisioned(1, 2)
        .on_demand_limits(OnDemandLimits {
            read: None,
            write: Some(9),
        })
        .warm_throughput(3, 4)
        .stream(StreamView::NewAndOldImages)
        .encryption(Encryption::key("alias/mine"))
        .table_class(TableClass::StandardInfrequentAccess)
        .deletion_protection()
        .tag("team", "red")
        .tag("stage", "test")
        .resource_policy("{}")
        .global_table_source("arn:x")
        .settings_replication(SettingsReplication::Enabled)
        .into_request()
        .unwrap();
    assert_eq!(
        body(&request),
        json!({
            "TableName": "users",
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "B"}],
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
            "OnDemandThroughput": {"MaxWriteRequestUnits": 9},
            "WarmThroughput": {"ReadUnitsPerSecond": 3, "WriteUnitsPerSecond": 4},
            "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            "SSESpecification": {"Enabled": true, "SSEType": "KMS", "KMSMasterKeyId": "alias/mine"},
            "TableClass": "STANDARD_INFREQUENT_ACCESS",
            "DeletionProtectionEnabled": true,
            "Tags": [{"Key": "team", "Value": "red"}, {"Key": "stage", "Value": "test"}],
            "ResourcePolicy": "{}",
            "GlobalTableSourceArn": "arn:x",
            "GlobalTableSettingsReplicationMode": "ENABLED",
        })
    );
}

#[test]
fn contradictions_are_refused_before_anything_is_sent() {
    assert_eq!(
        refused(CreateTable::new("orders").into_request()),
        "CreateTable on table `orders`: the table has no partition key: say `.partition_key(name, ops::KeyType::S)`"
    );
    assert_eq!(
        refused(orders().partition_key("other", KeyType::S).into_request()),
        "CreateTable on table `orders`: 2 partition key attributes were given for the table, DynamoDB takes at most 1; join some in one attribute"
    );
    assert_eq!(
        refused(
            orders()
                .global_index(GlobalIndex::new("by_n").partition_key("n", KeyType::S))
                .into_request()
        ),
        "CreateTable on table `orders`: attribute `n` has type N in the table and type S in index `by_n`; an attribute has one type in all keys"
    );
    assert_eq!(
        refused(
            orders()
                .global_index(by_status())
                .global_index(by_status())
                .into_request()
        ),
        "CreateTable on table `orders`: two indexes are named `by_status`"
    );
    assert_eq!(
        refused(
            orders()
                .global_index(GlobalIndex::new("by_n").sort_key("n", KeyType::N))
                .into_request()
        ),
        "CreateTable on table `orders`: index `by_n` has no partition key: say `.partition_key(name, ops::KeyType::S)`"
    );
    let five = (0..5).fold(GlobalIndex::new("five"), |index, n| {
        index.partition_key(format!("a{n}"), KeyType::S)
    });
    assert_eq!(
        refused(orders().global_index(five).into_request()),
        "CreateTable on table `orders`: 5 partition key attributes were given for index `five`, DynamoDB takes at most 4; join some in one attribute"
    );
    assert_eq!(
        refused(orders().local_index(LocalIndex::new("l")).into_request()),
        "CreateTable on table `orders`: index `l` has one sort key: say `.sort_key(name, ops::KeyType::S)`, once"
    );
    let six = (0..6).fold(orders(), |create, n| {
        create.local_index(LocalIndex::new(format!("l{n}")).sort_key("x", KeyType::S))
    });
    assert_eq!(
        refused(six.into_request()),
        "CreateTable on table `orders`: 6 local indexes were given, DynamoDB takes at most 5; make some of them global"
    );
    let update = UpdateTable::new("orders")
        .attribute("n", KeyType::N)
        .create_index(GlobalIndex::new("by_n").partition_key("n", KeyType::S));
    assert!(refused(update.into_request()).starts_with("UpdateTable on table `orders`: attribute `n` has type N"));
}
