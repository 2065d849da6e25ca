//! `ListTables`, and following its pages.

use ddbx::ErrorKind;
use ddbx::ops::{self, ListTables};
use futures_util::TryStreamExt as _;
use serde_json::Value;

use crate::executors::{Canned, Recorded, body};

const NAMES: [&str; 5] = ["t-a", "t-b", "t-c", "t-d", "t-e"];

async fn five_tables() -> Recorded {
    let pool = crate::engine::connect().await;
    for name in NAMES {
        crate::engine::create(&pool, ops::CreateTable::new(name).partition_key("id", ops::KeyType::S)).await;
    }
    Recorded::new(pool)
}

#[tokio::test]
async fn one_page_has_the_start_of_the_next() {
    let recorded = five_tables().await;
    let page = ListTables::new().limit(2).send(&recorded).await.unwrap();
    assert_eq!(
        (page.names, page.last.as_deref()),
        (vec!["t-a".to_owned(), "t-b".to_owned()], Some("t-b"))
    );
    let rest = ListTables::new().start_after(page.last).send(&recorded).await.unwrap();
    assert_eq!(rest.names, NAMES[2..]);
    assert_eq!(rest.last, None);
}

#[tokio::test]
async fn pages_are_followed() {
    let recorded = five_tables().await;
    assert_eq!(ListTables::new().limit(2).fetch_all(&recorded).await.unwrap(), NAMES);
    assert_eq!(recorded.members("Limit"), [2, 2, 2]);
    assert_eq!(
        recorded.members("ExclusiveStartTableName"),
        [Value::Null, "t-b".into(), "t-d".into()]
    );

    let after = ListTables::new().start_after("t-b".to_owned()).limit(1);
    let names: Vec<String> = after.fetch(&recorded).try_collect().await.unwrap();
    assert_eq!(names, NAMES[2..]);
}

#[test]
fn the_limit_is_1_to_100() {
    for limit in [0, 101] {
        let error = ListTables::new().limit(limit).into_request().unwrap_err();
        let message = format!(
            "ListTables: a page has 1 to 100 names, {limit} were asked for; `.fetch(&pool)` lists all, over any number of pages"
        );
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(body(&ListTables::new().into_request().unwrap()), serde_json::json!({}));
    assert_eq!(
        body(&ListTables::new().limit(100).into_request().unwrap())["Limit"],
        100
    );
}

#[tokio::test]
async fn a_page_that_ends_where_it_began_is_an_error() {
    let page = r#"{"TableNames":["a"],"LastEvaluatedTableName":"a"}"#;
    let error = ListTables::new()
        .fetch_all(&Canned::bodies([page, page]))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(
        error
            .to_string()
            .starts_with("ListTables: the page ended where it began"),
        "{error}"
    );
}
