use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::transact_write_items::builders::TransactWriteItemsFluentBuilder;
use aws_sdk_dynamodb::types::{
    ConditionCheck, Delete, Get, Put, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure, TransactGetItem,
    TransactWriteItem, Update,
};

use super::send;
use crate::{n, s};

fn put(id: &str, condition: Option<&str>) -> TransactWriteItem {
    let put = Put::builder()
        .table_name("users")
        .item("id", s(id))
        .item("origin", s("transaction"));
    let put = put
        .set_condition_expression(condition.map(str::to_owned))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    TransactWriteItem::builder().put(put.build().unwrap()).build()
}

fn update(id: &str, expression: &str) -> TransactWriteItem {
    let update = Update::builder()
        .table_name("users")
        .key("id", s(id))
        .update_expression(expression);
    let update = update.expression_attribute_values(":one", n(1));
    TransactWriteItem::builder().update(update.build().unwrap()).build()
}

fn delete(id: &str) -> TransactWriteItem {
    TransactWriteItem::builder()
        .delete(Delete::builder().table_name("users").key("id", s(id)).build().unwrap())
        .build()
}

fn check(id: &str, condition: &str) -> TransactWriteItem {
    let check = ConditionCheck::builder()
        .table_name("users")
        .key("id", s(id))
        .condition_expression(condition);
    TransactWriteItem::builder()
        .condition_check(check.build().unwrap())
        .build()
}

fn get(id: &str) -> Get {
    Get::builder().table_name("users").key("id", s(id)).build().unwrap()
}

pub(super) async fn write_and_read(client: &Client) {
    let write = |token: &str, actions: Vec<TransactWriteItem>| -> TransactWriteItemsFluentBuilder {
        client
            .transact_write_items()
            .client_request_token(token)
            .set_transact_items(Some(actions))
    };
    let read = |gets: Vec<Get>| {
        let gets = gets
            .into_iter()
            .map(|get| TransactGetItem::builder().get(get).build())
            .collect();
        client.transact_get_items().set_transact_items(Some(gets))
    };
    let by = Get::builder()
        .table_name("users")
        .key("id", s("t1"))
        .projection_expression("#o");
    let by = by.expression_attribute_names("#o", "origin").build().unwrap();
    send!(
        write(
            "1",
            vec![
                put("t1", Some("attribute_not_exists(id)")),
                put("t2", None),
                check("none", "attribute_not_exists(id)")
            ]
        )
        .return_consumed_capacity(ReturnConsumedCapacity::Total),
        // The same again, and another with its token.
        write(
            "1",
            vec![
                put("t1", Some("attribute_not_exists(id)")),
                put("t2", None),
                check("none", "attribute_not_exists(id)")
            ]
        ),
        write("1", vec![put("t3", None)]),
        write("2", vec![update("t1", "ADD visits :one"), delete("t2")]),
        write(
            "3",
            vec![
                put("t3", None),
                put("t1", Some("attribute_not_exists(id)")),
                check("t1", "attribute_exists(absent)")
            ]
        ),
        write("4", vec![update("t1", "SET origin = origin + :one"), put("t4", None)]),
        write("5", vec![put("t5", None), delete("t5")]),
        write("6", vec![]),
        write("7", vec![check("t1", "origin =")]),
        write("8", vec![put("", None)]),
        read(vec![get("t1"), get("none"), get("t2")]).return_consumed_capacity(ReturnConsumedCapacity::Total),
        read(vec![by]),
        read(vec![get("t1"), get("t1")]),
        read(vec![]),
        read(vec![
            Get::builder().table_name("none").key("id", s("x")).build().unwrap()
        ]),
    );
}
