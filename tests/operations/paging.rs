//! Query, and how far it reads: the limits that are never mixed up.

use ddbx::ops::{self, Capacity, Select};
use ddbx::request::TableName;
use ddbx::{ErrorKind, Item, Pool};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use crate::executors::{Canned, Recorded, body};
use crate::{numbers, order, orders};

fn query() -> ops::Query {
    ops::Query::new("orders")
        .key_condition("customer = :c")
        .value(":c", "c")
}

fn even() -> ops::Query {
    query().filter("even = :even").value(":even", true)
}

#[test]
fn query_sends_its_options() {
    let request = ops::Query::new("orders")
        .index("by_total")
        .key_condition("#c = :c")
        .filter("#t > :t")
        .projection("#c, #t")
        .select(Select::SpecificAttributes)
        .name("#c", "customer")
        .name("#t", "total")
        .value(":c", "c")
        .value(":t", 5)
        .consistent()
        .descending()
        .page_size(10)
        .start_at(ops::Cursor::after(&order(3)).unwrap())
        .return_consumed_capacity(Capacity::Indexes)
        .into_request()
        .unwrap();
    assert_eq!(request.tables.single(), Some(&TableName::from("orders")));
    assert_eq!(
        body(&request),
        json!({
            "TableName": "orders",
            "IndexName": "by_total",
            "KeyConditionExpression": "#c = :c",
            "FilterExpression": "#t > :t",
            "ProjectionExpression": "#c, #t",
            "Select": "SPECIFIC_ATTRIBUTES",
            "ExpressionAttributeNames": {"#c": "customer", "#t": "total"},
            "ExpressionAttributeValues": {":c": {"S": "c"}, ":t": {"N": "5"}},
            "ConsistentRead": true,
            "ScanIndexForward": false,
            "Limit": 10,
            "ExclusiveStartKey": {"customer": {"S": "c"}, "n": {"N": "3"}, "nr": {"N": "3"}, "even": {"BOOL": false}},
            "ReturnConsumedCapacity": "INDEXES",
        })
    );
    let select = |select| body(&query().select(select).into_request().unwrap())["Select"].clone();
    assert_eq!(select(Select::AllAttributes), "ALL_ATTRIBUTES");
    assert_eq!(select(Select::AllProjectedAttributes), "ALL_PROJECTED_ATTRIBUTES");
    assert_eq!(select(Select::Count), "COUNT");
}

#[tokio::test]
async fn a_query_needs_a_key_condition_and_a_page_an_item() {
    let error = ops::Query::new("orders").into_request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Query on table `orders`: a query needs a key condition: `.key_condition(\"id = :id\")`; to read everything, use `Scan`"
    );
    let error = query().page_size(0).into_request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Query on table `orders`: a page has at least one item: `.page_size(0)` reads nothing"
    );
    // A stream says it with its first page.
    let error = query()
        .page_size(0)
        .fetch::<Item>(&orders(0).await)
        .try_next()
        .await
        .unwrap_err();
    assert!(error.is_invalid());
}

#[tokio::test]
async fn one_page_has_the_cursor_of_the_next() {
    let pool = orders(5).await;
    let first = query().page_size(2).send::<Item>(&pool).await.unwrap();
    assert_eq!(numbers(&first.items), [0, 1]);
    assert_eq!((first.count, first.scanned_count), (2, 2));
    let cursor = first.cursor.expect("there are more");
    assert_eq!(
        cursor.key::<Item>().unwrap(),
        Item::new().with("customer", "c").with("n", 1)
    );
    assert_eq!(format!("{cursor:?}"), "Cursor(…)");

    let rest = query().start_at(cursor).send::<Item>(&pool).await.unwrap();
    assert_eq!(numbers(&rest.items), [2, 3, 4]);
    assert!(rest.cursor.is_none());
}

#[tokio::test]
async fn a_cursor_goes_on_after_any_item_in_both_directions() {
    let pool = orders(5).await;
    let after = || ops::Cursor::after(&Item::new().with("customer", "c").with("n", 2)).unwrap();
    let upwards = query()
        .start_at(after())
        .ascending()
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(numbers(&upwards), [3, 4]);
    let downwards = query()
        .start_at(after())
        .descending()
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(numbers(&downwards), [1, 0]);
}

#[tokio::test]
async fn all_pages_are_followed() {
    let recorded = Recorded::new(orders(5).await);
    let all = query().page_size(2).fetch_all::<Item>(&recorded).await.unwrap();
    assert_eq!(numbers(&all), [0, 1, 2, 3, 4]);
    assert_eq!(recorded.members("Limit"), [2, 2, 2]);
    let starts: Vec<Value> = recorded
        .members("ExclusiveStartKey")
        .iter()
        .map(|key| key["n"]["N"].clone())
        .collect();
    assert_eq!(starts, [Value::Null, "1".into(), "3".into()]);
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_is_not_the_end() {
    let recorded = Recorded::new(orders(6).await);
    let last = query().filter("nr >= :n").value(":n", 5).page_size(2);
    let page = last.send::<Item>(&recorded).await.unwrap();
    assert_eq!((page.items.len(), page.count, page.scanned_count), (0, 0, 2));
    assert!(page.cursor.is_some());

    let last = query().filter("nr >= :n").value(":n", 5).page_size(2);
    assert_eq!(numbers(&last.fetch_all::<Item>(&recorded).await.unwrap()), [5]);
}

#[tokio::test]
async fn take_limits_what_is_returned() {
    let recorded = Recorded::new(orders(6).await);
    assert_eq!(
        numbers(&query().take(4).fetch_all::<Item>(&recorded).await.unwrap()),
        [0, 1, 2, 3]
    );
    assert_eq!(
        recorded.members("Limit"),
        [4],
        "without a filter, no more is read than wanted"
    );

    let recorded = Recorded::new(orders(6).await);
    assert_eq!(
        query()
            .take(5)
            .page_size(2)
            .fetch_all::<Item>(&recorded)
            .await
            .unwrap()
            .len(),
        5
    );
    assert_eq!(recorded.members("Limit"), [2, 2, 1]);

    let recorded = Recorded::new(orders(6).await);
    assert!(query().take(0).fetch_all::<Item>(&recorded).await.unwrap().is_empty());
    let refused = ops::Query::new("orders").take(0).fetch_all::<Item>(&recorded).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("a query needs a key condition")));
    assert!(recorded.bodies().is_empty(), "nothing was wanted");
}

#[tokio::test]
async fn take_with_a_filter_reads_more_than_it_returns() {
    let recorded = Recorded::new(orders(6).await);
    assert_eq!(
        numbers(&even().take(1).fetch_all::<Item>(&recorded).await.unwrap()),
        [0]
    );
    assert_eq!(recorded.members("Limit"), [25]);

    // Nothing is found for a while: the pages grow.
    let recorded = Recorded::new(orders(200).await);
    let late = query().filter("nr >= :n").value(":n", 150).take(2);
    assert_eq!(numbers(&late.fetch_all::<Item>(&recorded).await.unwrap()), [150, 151]);
    assert_eq!(recorded.members("Limit"), [25, 50, 100]);

    // A page size holds all the same.
    let recorded = Recorded::new(orders(6).await);
    assert_eq!(
        even()
            .take(2)
            .page_size(3)
            .fetch_all::<Item>(&recorded)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(recorded.members("Limit"), [3]);
}

#[tokio::test]
async fn max_scanned_limits_what_is_read() {
    let recorded = Recorded::new(orders(9).await);
    assert_eq!(
        numbers(&even().max_scanned(5).fetch_all::<Item>(&recorded).await.unwrap()),
        [0, 2, 4]
    );
    assert_eq!(recorded.members("Limit"), [5]);

    let recorded = Recorded::new(orders(9).await);
    assert_eq!(
        even()
            .max_scanned(5)
            .page_size(3)
            .fetch_all::<Item>(&recorded)
            .await
            .unwrap()
            .len(),
        3
    );
    assert_eq!(recorded.members("Limit"), [3, 2]);
}

#[tokio::test]
async fn max_pages_limits_the_requests() {
    let recorded = Recorded::new(orders(9).await);
    let two = query().page_size(2).max_pages(2);
    assert_eq!(numbers(&two.fetch_all::<Item>(&recorded).await.unwrap()), [0, 1, 2, 3]);
    assert_eq!(recorded.bodies().len(), 2);
}

#[tokio::test]
async fn pages_come_one_by_one_and_only_when_asked_for() {
    let recorded = Recorded::new(orders(5).await);
    let mut pages = query().page_size(2).pages::<Item>(&recorded);
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(numbers(&first.items), [0, 1]);
    assert_eq!(recorded.bodies().len(), 1);
    let mut cursors = vec![first.cursor.is_some()];
    while let Some(page) = pages.try_next().await.unwrap() {
        cursors.push(page.cursor.is_some());
    }
    assert_eq!(cursors, [true, true, false]);
}

#[tokio::test]
async fn items_come_as_a_stream() {
    let recorded = Recorded::new(orders(5).await);
    let mut items = query().page_size(2).fetch::<Item>(&recorded);
    let mut seen = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        assert_eq!(item, order(seen));
        seen += 1;
        assert_eq!(
            recorded.bodies().len() as u32,
            seen.div_ceil(2),
            "a page is read when it is needed"
        );
    }
    assert_eq!(seen, 5);
}

#[tokio::test]
async fn counting_transfers_no_items() {
    let recorded = Recorded::new(orders(5).await);
    assert_eq!(even().page_size(2).count(&recorded).await.unwrap(), 3);
    assert_eq!(recorded.members("Select"), ["COUNT", "COUNT", "COUNT"]);

    let page = query().select(Select::Count).send::<Item>(&recorded).await.unwrap();
    assert_eq!((page.items.len(), page.count), (0, 5));
}

#[tokio::test]
async fn a_page_of_one_megabyte_is_followed_without_a_limit() {
    let pool: Pool = orders(0).await;
    let payload = "x".repeat(300_000);
    for n in 0..8 {
        ops::PutItem::new("orders")
            .item(order(n).with("payload", payload.as_str()))
            .send(&pool)
            .await
            .unwrap();
    }
    let recorded = Recorded::new(pool);
    let all = query().fetch_all::<Item>(&recorded).await.unwrap();
    assert_eq!(all.len(), 8);
    assert!(recorded.bodies().len() > 1, "8 × 300 KB do not fit one page");
    assert!(recorded.members("Limit").iter().all(Value::is_null));
}

#[tokio::test]
async fn a_page_that_ends_where_it_began_is_an_error() {
    let page = r#"{"Items":[],"Count":0,"ScannedCount":1,"LastEvaluatedKey":{"customer":{"S":"c"},"n":{"N":"1"}}}"#;
    let canned = Canned::bodies([page, page]);
    let error = query().fetch_all::<Item>(&canned).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(
        error.to_string(),
        "Query on table `orders`: the page ended where it began (the same `LastEvaluatedKey` twice); reading on would never end"
    );
    assert_eq!(canned.requests().len(), 2);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let page = r#"{"Items":[{"n":{"N":"1"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"n":{"N":"1"}}}"#;
    let broken = r#"{"Items":[{"n":{"S":"x"}}],"Count":1,"ScannedCount":1}"#;
    let canned = Canned::bodies([page, broken]);
    let mut items = query().fetch::<std::collections::BTreeMap<String, u32>>(&canned);
    assert!(items.try_next().await.unwrap().is_some());
    let error = items.try_next().await.unwrap_err();
    assert!(error.is_decode());
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_count_takes_no_more_than_it_is_told() {
    let pool = orders(20).await;
    let query = || {
        ops::Query::new("orders")
            .key_condition("customer = :c")
            .value(":c", "c")
    };
    assert_eq!(query().count(&pool).await.unwrap(), 20);
    assert_eq!(query().take(3).count(&pool).await.unwrap(), 3);
    let filtered = query()
        .filter("even IN (:yes, :no)")
        .value(":yes", true)
        .value(":no", false);
    assert_eq!(filtered.take(3).count(&pool).await.unwrap(), 3);
    assert_eq!(query().take(0).count(&pool).await.unwrap(), 0);
    // One page by itself is always asked for something.
    assert_eq!(query().take(0).send::<Item>(&pool).await.unwrap().items.len(), 1);
}
