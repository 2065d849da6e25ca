//! The SDK's paginators and waiters, over our stack.

use std::time::Duration;

use aws_sdk_dynamodb::client::Waiters as _;
use aws_sdk_dynamodb::types::{AttributeValue, KeyType, ScalarAttributeType};

use crate::{client, create, n, orders, s};

fn number(item: &std::collections::HashMap<String, AttributeValue>) -> u32 {
    item["n"].as_n().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_query_is_followed_page_by_page() {
    let client = orders(25).await;
    let query = || {
        client
            .query()
            .table_name("orders")
            .key_condition_expression("customer = :c AND n >= :from")
            .expression_attribute_values(":c", s("c"))
            .expression_attribute_values(":from", n(5))
            .scan_index_forward(false)
    };
    let mut pages = query().into_paginator().page_size(6).send();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items().len());
    }
    assert_eq!(sizes, [6, 6, 6, 2]);

    let items = query().into_paginator().page_size(7).items().send();
    let items = items.collect::<Result<Vec<_>, _>>().await.unwrap();
    assert_eq!(
        items.iter().map(number).collect::<Vec<_>>(),
        (5..25).rev().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_scan_is_followed_and_can_be_left() {
    let client = orders(12).await;
    let scan = || {
        client
            .scan()
            .table_name("orders")
            .filter_expression("n < :n")
            .expression_attribute_values(":n", n(10))
    };
    let all = scan()
        .into_paginator()
        .page_size(5)
        .items()
        .send()
        .collect::<Result<Vec<_>, _>>()
        .await
        .unwrap();
    assert_eq!(all.len(), 10);
    let mut some = scan().into_paginator().page_size(5).items().send();
    assert_eq!(number(&some.next().await.unwrap().unwrap()), 0);
}

#[tokio::test]
async fn table_names_are_followed() {
    let client = client().await;
    for table in ["table1", "table2", "table3", "table4", "table5"] {
        create(&client, table, &[("id", KeyType::Hash, ScalarAttributeType::S)]).await;
    }
    let mut pages = client.list_tables().limit(2).into_paginator().send();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().table_names().len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    let names = client.list_tables().into_paginator().page_size(2).items().send();
    assert_eq!(
        names.collect::<Result<Vec<_>, _>>().await.unwrap(),
        ["table1", "table2", "table3", "table4", "table5"]
    );
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let client = client().await;
    let mut pages = client.scan().table_name("none").into_paginator().send();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.as_service_error().unwrap().is_resource_not_found_exception());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn waiters_wait_for_a_table_to_come_and_to_go() {
    let client = client().await;
    let longest = Duration::from_secs(60);
    client
        .wait_until_table_not_exists()
        .table_name("users")
        .wait(longest)
        .await
        .unwrap();
    create(&client, "users", &[("id", KeyType::Hash, ScalarAttributeType::S)]).await;
    client
        .wait_until_table_exists()
        .table_name("users")
        .wait(longest)
        .await
        .unwrap();
}
