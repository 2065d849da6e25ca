//! Scan. That it must say how far it goes is a matter of compiling: see `SaysHowFar`.

use ddbx::ops::{self, Capacity};
use ddbx::{ErrorKind, Item};
use futures_util::TryStreamExt as _;
use serde_json::json;

use crate::executors::{Canned, Recorded, body};
use crate::{numbers, order, orders};

fn scan() -> ops::Scan {
    ops::Scan::new("orders")
}

#[test]
fn scan_sends_its_options() {
    let request = scan()
        .index("by_total")
        .filter("#t > :t")
        .projection("#t")
        .name("#t", "total")
        .value(":t", 5)
        .consistent()
        .segment(1, 4)
        .page_size(10)
        .start_at(ops::Cursor::after(&Item::new().with("n", 3)).unwrap())
        .return_consumed_capacity(Capacity::Total)
        .into_request()
        .unwrap();
    assert_eq!(
        body(&request),
        json!({
            "TableName": "orders",
            "IndexName": "by_total",
            "Segment": 1,
            "TotalSegments": 4,
            "FilterExpression": "#t > :t",
            "ProjectionExpression": "#t",
            "ExpressionAttributeNames": {"#t": "total"},
            "ExpressionAttributeValues": {":t": {"N": "5"}},
            "ConsistentRead": true,
            "Limit": 10,
            "ExclusiveStartKey": {"n": {"N": "3"}},
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[tokio::test]
async fn one_page_or_all_or_some() {
    let recorded = Recorded::new(orders(5).await);
    let page = scan().page_size(2).send::<Item>(&recorded).await.unwrap();
    assert_eq!((page.items.len(), page.cursor.is_some()), (2, true));

    let all = scan()
        .page_size(2)
        .all_pages()
        .fetch_all::<Item>(&recorded)
        .await
        .unwrap();
    assert_eq!(numbers(&all), [0, 1, 2, 3, 4]);
    let some = scan()
        .page_size(2)
        .max_pages(2)
        .fetch_all::<Item>(&recorded)
        .await
        .unwrap();
    assert_eq!(numbers(&some), [0, 1, 2, 3]);
    assert_eq!(recorded.bodies().len(), 1 + 3 + 2);
}

#[tokio::test]
async fn limits_are_those_of_a_query() {
    let recorded = Recorded::new(orders(9).await);
    let even = || scan().filter("even = :e").value(":e", true).all_pages();
    assert_eq!(
        numbers(&even().take(2).fetch_all::<Item>(&recorded).await.unwrap()),
        [0, 2]
    );
    assert_eq!(
        numbers(&even().max_scanned(3).fetch_all::<Item>(&recorded).await.unwrap()),
        [0, 2]
    );
    assert_eq!(even().count(&recorded).await.unwrap(), 5);
    assert_eq!(recorded.members("Limit"), [json!(25), json!(3), json!(null)]);

    let cursor = ops::Cursor::after(&Item::new().with("customer", "c").with("n", 6)).unwrap();
    let rest: Vec<Item> = scan()
        .start_at(cursor)
        .all_pages()
        .fetch(&recorded)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [order(7), order(8)]);
}

#[tokio::test]
async fn segments_part_the_table() {
    let pool = crate::engine::connect().await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("users").partition_key("id", ops::KeyType::N),
    )
    .await;
    for id in 0..20 {
        ops::PutItem::new("users")
            .item(Item::new().with("id", id))
            .send(&pool)
            .await
            .unwrap();
    }
    let mut found = Vec::new();
    for segment in 0..3 {
        let scan = ops::Scan::new("users").segment(segment, 3).page_size(4).all_pages();
        found.extend(scan.fetch_all::<Item>(&pool).await.unwrap());
    }
    found.sort_by_key(|item| item["id"].as_n().map(|id| id.to_string().parse::<u32>().unwrap()));
    assert_eq!(found.len(), 20);
    found.dedup();
    assert_eq!(found.len(), 20);
}

#[test]
fn a_segment_is_one_of_the_total() {
    for (segment, total) in [(4, 4), (0, 0), (0, 1_000_001)] {
        let error = scan().segment(segment, total).into_request().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "Scan on table `orders`: there is no segment {segment} of {total}: segments count from 0, and there are 1 to 1000000 of them"
            )
        );
    }
    assert!(scan().segment(999_999, 1_000_000).into_request().is_ok());
}

#[tokio::test]
async fn what_is_refused_is_refused_also_where_nothing_is_taken() {
    let recorded = Recorded::new(orders(3).await);
    let nothing = || scan().take(0).all_pages();
    assert!(nothing().fetch_all::<Item>(&recorded).await.unwrap().is_empty());
    for refused in [nothing().segment(4, 4), nothing().page_size(0)] {
        assert!(refused.fetch_all::<Item>(&recorded).await.unwrap_err().is_invalid());
    }
    let mut items = nothing().value(":e", f64::NAN).fetch::<Item>(&recorded);
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Encode);
    assert!(items.try_next().await.unwrap().is_none());
    let segments = nothing().page_size(0).segments(2);
    assert!(segments.fetch_all::<Item>(&recorded).await.unwrap_err().is_invalid());
    assert!(recorded.bodies().is_empty(), "nothing was wanted");
}

#[tokio::test]
async fn a_page_that_ends_where_it_began_is_an_error() {
    let page = r#"{"Items":[],"Count":0,"ScannedCount":1,"LastEvaluatedKey":{"n":{"N":"1"}}}"#;
    let error = scan()
        .all_pages()
        .count(&Canned::bodies([page, page]))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("Scan on table `orders`: the page ended where it began"),
        "{error}"
    );
}
