use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeAction, AttributeValue, AttributeValueUpdate, ReturnValue, ReturnValuesOnConditionCheckFailure,
};

use super::{map, send};
use crate::{n, s};

fn updating(client: &Client, expression: &str) -> UpdateItemFluentBuilder {
    client
        .update_item()
        .table_name("users")
        .key("id", s("updated"))
        .update_expression(expression)
}

pub(super) async fn update(client: &Client) {
    let strings = |elements: &[&str]| AttributeValue::Ss(elements.iter().map(|&text| text.to_owned()).collect());
    let one = |expression: &str| updating(client, expression).expression_attribute_values(":one", n(1));
    send!(
        one("SET visits = :one, tags = :tags, deep = :deep, l = :l")
            .expression_attribute_values(":tags", strings(&["a", "b"]))
            .expression_attribute_values(":deep", map(&[("a", map(&[("b", n(1))]))]))
            .expression_attribute_values(":l", AttributeValue::L(vec![n(1), n(2), n(3)]))
            .return_values(ReturnValue::AllNew),
        one("SET visits = visits + :one, deep.a.c = if_not_exists(deep.a.b, :one)")
            .return_values(ReturnValue::UpdatedNew),
        one("SET visits = visits - :one REMOVE l[1]").return_values(ReturnValue::UpdatedOld),
        one("ADD visits :one, clicks :one").return_values(ReturnValue::AllOld),
        updating(client, "SET m = list_append(l, :more), l[7] = :more DELETE tags :a")
            .expression_attribute_values(":more", AttributeValue::L(vec![s("x")]))
            .expression_attribute_values(":a", strings(&["a"]))
            .return_values(ReturnValue::AllNew),
        updating(client, "DELETE tags :b")
            .expression_attribute_values(":b", strings(&["b"]))
            .return_values(ReturnValue::AllNew),
        // No update at all.
        client
            .update_item()
            .table_name("users")
            .key("id", s("bare"))
            .return_values(ReturnValue::AllNew),
        client
            .update_item()
            .table_name("users")
            .key("id", s("legacy"))
            .attribute_updates(
                "visits",
                AttributeValueUpdate::builder()
                    .action(AttributeAction::Add)
                    .value(n(5))
                    .build(),
            ),
        one("SET visits = :one")
            .condition_expression("visits BETWEEN :one AND :three")
            .expression_attribute_values(":three", n(3))
            .return_values(ReturnValue::None),
        one("SET visits = :one")
            .condition_expression("visits > :many")
            .expression_attribute_values(":many", n(1_000))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld),
        // What no update may do.
        one("SET id = :one"),
        one("SET visits = :one, visits = :one"),
        one("SET deep = :one, deep.a = :one"),
        one("SET absent.a = :one"),
        one("SET visits = :none"),
        one("SET #none = :one"),
        one("SET name = :one"),
        one("SET visits"),
        one("FETCH visits"),
        one("SET visits = deep + :one"),
        one("ADD deep :one"),
        one("DELETE visits :one"),
        one("REMOVE visits").return_values(ReturnValue::AllNew),
        one("SET visits = list_append(visits, :one)"),
        client
            .update_item()
            .table_name("none")
            .key("id", s("u"))
            .update_expression("REMOVE a"),
    );
}
