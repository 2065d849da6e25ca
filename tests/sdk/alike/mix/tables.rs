use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::create_table::builders::CreateTableFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, CreateGlobalSecondaryIndexAction, DeleteGlobalSecondaryIndexAction,
    GlobalSecondaryIndex, GlobalSecondaryIndexUpdate, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ProvisionedThroughput, ScalarAttributeType, StreamSpecification, StreamViewType, Tag,
    TimeToLiveSpecification,
};

use super::send;

fn attribute(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(kind)
        .build()
        .unwrap()
}

fn key(name: &str, role: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder()
        .attribute_name(name)
        .key_type(role)
        .build()
        .unwrap()
}

fn projection(kind: &ProjectionType) -> Projection {
    let projection = Projection::builder().projection_type(kind.clone());
    if *kind == ProjectionType::Include {
        projection.non_key_attributes("price")
    } else {
        projection
    }
    .build()
}

fn throughput(units: i64) -> ProvisionedThroughput {
    ProvisionedThroughput::builder()
        .read_capacity_units(units)
        .write_capacity_units(units)
        .build()
        .unwrap()
}

/// A table with the key `id`.
fn plain(client: &Client, name: &str) -> CreateTableFluentBuilder {
    client
        .create_table()
        .table_name(name)
        .attribute_definitions(attribute("id", ScalarAttributeType::S))
        .key_schema(key("id", KeyType::Hash))
}

/// `users`, `orders` with its indexes, and requests that make no table.
pub(super) async fn make(client: &Client) {
    let on_demand = BillingMode::PayPerRequest;
    let by_status = GlobalSecondaryIndex::builder()
        .index_name("by_status")
        .key_schema(key("status", KeyType::Hash))
        .key_schema(key("placed", KeyType::Range))
        .projection(projection(&ProjectionType::Include))
        .build()
        .unwrap();
    let by_price = LocalSecondaryIndex::builder()
        .index_name("by_price")
        .key_schema(key("customer", KeyType::Hash))
        .key_schema(key("price", KeyType::Range))
        .projection(projection(&ProjectionType::KeysOnly))
        .build()
        .unwrap();
    let orders = client
        .create_table()
        .table_name("orders")
        .attribute_definitions(attribute("customer", ScalarAttributeType::S))
        .attribute_definitions(attribute("n", ScalarAttributeType::N))
        .attribute_definitions(attribute("status", ScalarAttributeType::S))
        .attribute_definitions(attribute("placed", ScalarAttributeType::S))
        .attribute_definitions(attribute("price", ScalarAttributeType::N))
        .key_schema(key("customer", KeyType::Hash))
        .key_schema(key("n", KeyType::Range))
        .global_secondary_indexes(by_status)
        .local_secondary_indexes(by_price)
        .billing_mode(on_demand.clone());
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::NewImage);
    send!(
        plain(client, "users").billing_mode(on_demand.clone()),
        orders,
        plain(client, "streamed")
            .provisioned_throughput(throughput(5))
            .stream_specification(stream.build().unwrap())
            .tags(Tag::builder().key("team").value("shop").build().unwrap())
            .deletion_protection_enabled(true),
        // Exists; no capacity; no such attribute; a name too short; two partition keys; an attribute too many.
        plain(client, "users").billing_mode(on_demand.clone()),
        plain(client, "faulty"),
        plain(client, "faulty")
            .billing_mode(on_demand.clone())
            .key_schema(key("none", KeyType::Range)),
        plain(client, "x").billing_mode(on_demand.clone()),
        plain(client, "faulty")
            .billing_mode(on_demand.clone())
            .key_schema(key("id", KeyType::Hash)),
        plain(client, "faulty")
            .billing_mode(on_demand)
            .attribute_definitions(attribute("no", ScalarAttributeType::B)),
        client.describe_table().table_name("orders"),
        client.describe_table().table_name("none"),
        client.describe_table().table_name("no name"),
        client.list_tables(),
        client.list_tables().limit(2),
        client.list_tables().limit(2).exclusive_start_table_name("orders"),
        client.list_tables().limit(0),
        client.describe_limits(),
        client.list_backups(),
    );
}

pub(super) async fn change_and_drop(client: &Client) {
    let expiry = |on: bool| {
        TimeToLiveSpecification::builder()
            .attribute_name("expires")
            .enabled(on)
            .build()
            .unwrap()
    };
    let create = CreateGlobalSecondaryIndexAction::builder()
        .index_name("by_name")
        .key_schema(key("name", KeyType::Hash))
        .projection(projection(&ProjectionType::All))
        .build()
        .unwrap();
    let delete = DeleteGlobalSecondaryIndexAction::builder()
        .index_name("by_status")
        .build()
        .unwrap();
    let index = GlobalSecondaryIndexUpdate::builder;
    let arn = client
        .describe_table()
        .table_name("users")
        .send()
        .await
        .unwrap()
        .table
        .unwrap()
        .table_arn
        .unwrap();
    let tag = |name: &str| Tag::builder().key(name).value("v").build().unwrap();
    send!(
        client
            .update_time_to_live()
            .table_name("users")
            .time_to_live_specification(expiry(true)),
        client
            .update_time_to_live()
            .table_name("users")
            .time_to_live_specification(expiry(true)),
        client.describe_time_to_live().table_name("users"),
        client.describe_time_to_live().table_name("none"),
        client
            .update_table()
            .table_name("users")
            .attribute_definitions(attribute("name", ScalarAttributeType::S))
            .global_secondary_index_updates(index().create(create).build()),
        client
            .update_table()
            .table_name("orders")
            .global_secondary_index_updates(index().delete(delete).build()),
        client
            .update_table()
            .table_name("streamed")
            .provisioned_throughput(throughput(7)),
        client.update_table().table_name("streamed"),
        client
            .update_table()
            .table_name("none")
            .provisioned_throughput(throughput(1)),
        client.tag_resource().resource_arn(&arn).tags(tag("a")).tags(tag("b")),
        client.untag_resource().resource_arn(&arn).tag_keys("a"),
        client.list_tags_of_resource().resource_arn(&arn),
        client
            .list_tags_of_resource()
            .resource_arn("arn:aws:dynamodb:us-east-1:000000000000:table/none"),
        client.delete_table().table_name("streamed"),
        client
            .update_table()
            .table_name("streamed")
            .deletion_protection_enabled(false),
        client.delete_table().table_name("streamed"),
        client.delete_table().table_name("streamed"),
        client.describe_table().table_name("users"),
        client.describe_table().table_name("orders"),
    );
}
