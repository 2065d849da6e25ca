use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemFluentBuilder;
use aws_sdk_dynamodb::operation::get_item::builders::GetItemFluentBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeValue, ComparisonOperator, ConditionalOperator, ExpectedAttributeValue, ReturnConsumedCapacity,
    ReturnItemCollectionMetrics, ReturnValue, ReturnValuesOnConditionCheckFailure,
};

use super::{map, send};
use crate::{n, s};

fn put(client: &Client, id: &str) -> PutItemFluentBuilder {
    client.put_item().table_name("users").item("id", s(id))
}

fn get(client: &Client, id: &str) -> GetItemFluentBuilder {
    client.get_item().table_name("users").key("id", s(id))
}

fn delete(client: &Client, id: &str) -> DeleteItemFluentBuilder {
    client.delete_item().table_name("users").key("id", s(id))
}

pub(super) async fn put_and_delete(client: &Client) {
    let old = ReturnValuesOnConditionCheckFailure::AllOld;
    let all_types = put(client, "types")
        .item("string", s("Zürich \u{1f980} \"quoted\" \\ \n"))
        .item("number", n("-12345678901234567890.123456789012345678"))
        .item("small", n("1E-100"))
        .item("zeros", n("1.500"))
        .item("binary", AttributeValue::B(Blob::new([0, 1, 255])))
        .item("yes", AttributeValue::Bool(true))
        .item("nothing", AttributeValue::Null(true))
        .item("strings", AttributeValue::Ss(vec!["b".into(), "a".into()]))
        .item(
            "numbers",
            AttributeValue::Ns(vec!["2".into(), "10".into(), "1.0".into()]),
        )
        .item("binaries", AttributeValue::Bs(vec![Blob::new([1]), Blob::new([])]))
        .item(
            "entries",
            AttributeValue::L(vec![n(1), s("two"), map(&[("three", n(3))])]),
        )
        .item(
            "map",
            map(&[("a", map(&[("b", AttributeValue::L(vec![]))])), ("empty", s(""))]),
        );
    let deep = (0..40).fold(n(1), |value, _| AttributeValue::L(vec![value]));
    send!(
        all_types,
        get(client, "types")
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes),
        get(client, "types")
            .projection_expression("#m.a.b, entries[2].three, strings")
            .expression_attribute_names("#m", "map"),
        get(client, "types").attributes_to_get("yes").attributes_to_get("none"),
        get(client, "none"),
        // Wrong keys, tables and expressions.
        client.get_item().table_name("users").key("name", s("x")),
        client.get_item().table_name("users").key("id", n(1)),
        client.get_item().table_name("none").key("id", s("x")),
        get(client, ""),
        get(client, "types").projection_expression("a..b"),
        get(client, "types").projection_expression("#missing"),
        get(client, "types")
            .projection_expression("yes")
            .expression_attribute_names("#unused", "yes"),
        get(client, "types").projection_expression("entries, entries[0]"),
        // Values that cannot be stored.
        put(client, "bad").item("set", AttributeValue::Ss(vec![])),
        put(client, "bad").item("set", AttributeValue::Ss(vec!["a".into(), "a".into()])),
        put(client, "bad").item("number", n("1e200")),
        put(client, "bad").item("number", n("one")),
        put(client, "bad").item("number", n("123456789012345678901234567890123456789")),
        put(client, "bad").item("null", AttributeValue::Null(false)),
        put(client, "bad").item("deep", deep),
        put(client, "bad").item("large", s(&"x".repeat(410_000))),
        client.put_item().table_name("users").item("name", s("no key")),
        client.put_item().table_name("users").item("id", n(1)),
        put(client, ""),
        // Conditions.
        put(client, "u1")
            .item("visits", n(1))
            .condition_expression("attribute_not_exists(id)"),
        put(client, "u1").condition_expression("attribute_not_exists(id)"),
        put(client, "u1")
            .condition_expression("attribute_not_exists(id)")
            .return_values_on_condition_check_failure(old.clone()),
        put(client, "u1")
            .item("visits", n(2))
            .condition_expression("visits = :v OR (visits < :w AND NOT contains(#n, :x))")
            .expression_attribute_names("#n", "name")
            .expression_attribute_values(":v", n("1.0"))
            .expression_attribute_values(":w", n(0))
            .expression_attribute_values(":x", s("x"))
            .return_values(ReturnValue::AllOld)
            .return_item_collection_metrics(ReturnItemCollectionMetrics::Size),
        put(client, "u1").condition_expression("visits ="),
        put(client, "u1").condition_expression("visits = :v"),
        put(client, "u1")
            .condition_expression("size(id) > :v")
            .expression_attribute_values(":v", s("x")),
        put(client, "u1").return_values(ReturnValue::AllNew),
        put(client, "u1").expected(
            "visits",
            ExpectedAttributeValue::builder()
                .comparison_operator(ComparisonOperator::Gt)
                .attribute_value_list(n(1))
                .build(),
        ),
        put(client, "u1")
            .expected("id", ExpectedAttributeValue::builder().exists(false).build())
            .expected("visits", ExpectedAttributeValue::builder().value(n(9)).build())
            .conditional_operator(ConditionalOperator::Or),
        delete(client, "u1")
            .condition_expression("attribute_exists(absent)")
            .return_values_on_condition_check_failure(old),
        delete(client, "u1")
            .return_values(ReturnValue::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total),
        delete(client, "u1").return_values(ReturnValue::AllOld),
        delete(client, "u1").condition_expression("attribute_exists(id)"),
        delete(client, "u1").return_values(ReturnValue::UpdatedNew),
        client.delete_item().table_name("orders").key("customer", s("c")),
    );
}
