//! Scans in segments: every item once, so much at a time, and what stops them.

use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use ddbx::executor::{Execution, Executor};
use ddbx::ops::{self, ScanItems};
use ddbx::{Error, ErrorKind, Item, Pool, Request, Response};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::json;
use tokio::sync::oneshot;

use crate::executors::{Canned, Recorded, body};

/// An engine with a table `people`, whose key is `id`, and these many people.
pub(crate) async fn people(count: u32) -> Pool {
    let pool = crate::engine::connect().await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("people").partition_key("id", ops::KeyType::N),
    )
    .await;
    for id in 0..count {
        let person = Item::new().with("id", id).with("odd", id % 2);
        ops::PutItem::new("people").item(person).send(&pool).await.unwrap();
    }
    pool
}

pub(crate) fn scan() -> ops::Scan<ops::ManyPages> {
    ops::Scan::new("people").all_pages()
}

pub(crate) fn ids(items: &[Item]) -> Vec<u32> {
    let mut ids: Vec<u32> = items
        .iter()
        .map(|item| item["id"].as_n().unwrap().to_string().parse().unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

pub(crate) fn up_to(count: u32) -> Vec<u32> {
    (0..count).collect()
}

#[tokio::test]
async fn every_item_comes_once() {
    let recorded = Recorded::new(people(40).await);
    for segments in [1, 3, 8] {
        let all = scan().page_size(3).segments(segments).fetch_all::<Item>(&recorded);
        assert_eq!(ids(&all.await.unwrap()), up_to(40));
        assert_eq!(scan().segments(segments).count(&recorded).await.unwrap(), 40);
    }
    let some = scan().page_size(3).filter("odd = :odd").value(":odd", 1).segments(8);
    let some = ids(&some.fetch_all::<Item>(&recorded).await.unwrap());
    assert_eq!(some, (0..40).filter(|id| id % 2 == 1).collect::<Vec<_>>());
}

#[tokio::test]
async fn requests_say_their_segment() {
    let recorded = Recorded::new(people(20).await);
    let scan = scan().page_size(4).consistent().projection("id").segments(3);
    assert_eq!(scan.fetch_all::<Item>(&recorded).await.unwrap().len(), 20);
    let bodies = recorded.bodies();
    for segment in 0..3 {
        let first = json!({
            "TableName": "people", "ConsistentRead": true, "ProjectionExpression": "id",
            "Segment": segment, "TotalSegments": 3, "Limit": 4,
        });
        assert_eq!(bodies.iter().filter(|body| **body == first).count(), 1);
    }
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_is_not_the_end() {
    let recorded = Recorded::new(people(30).await);
    let one = scan().page_size(2).filter("id = :id").value(":id", 17).segments(3);
    assert_eq!(ids(&one.fetch_all::<Item>(&recorded).await.unwrap()), [17]);
    assert!(recorded.bodies().len() >= 15, "all of them were read");
    assert!(
        scan()
            .segments(8)
            .fetch_all::<Item>(&people(0).await)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn limits_count_over_all_segments() {
    let recorded = Recorded::new(people(60).await);
    let took = scan().page_size(2).take(7).segments(4).fetch_all::<Item>(&recorded);
    assert_eq!(took.await.unwrap().len(), 7);
    assert_eq!(scan().take(7).segments(4).count(&recorded).await.unwrap(), 7);
    assert!(
        scan()
            .take(0)
            .segments(4)
            .fetch_all::<Item>(&recorded)
            .await
            .unwrap()
            .is_empty()
    );

    for most in [1, 5, 23] {
        let recorded = Recorded::new(people(60).await);
        let read = scan().max_scanned(most).segments(4).fetch_all::<Item>(&recorded).await;
        assert_eq!(read.unwrap().len() as u64, most);
        let limits = recorded.members("Limit");
        assert!(
            limits
                .iter()
                .all(|limit| limit.as_u64().is_some_and(|limit| limit <= most))
        );
    }
    for most in [1, 3, 9] {
        let recorded = Recorded::new(people(60).await);
        let pages = ops::Scan::new("people").max_pages(most).page_size(2).segments(4);
        assert_eq!(pages.fetch_all::<Item>(&recorded).await.unwrap().len() as u64, 2 * most);
        assert_eq!(recorded.bodies().len() as u64, most);
    }
}

/// Keeps requests until the test answers them.
#[derive(Default)]
struct Held(Mutex<Vec<(serde_json::Value, oneshot::Sender<Response>)>>);

impl Executor for Held {
    fn execute(&self, request: Request) -> Execution {
        let (answer, answered) = oneshot::channel();
        self.0.lock().unwrap().push((body(&request), answer));
        Box::pin(async move { Ok(answered.await.expect("the test answers, or the request is dropped")) })
    }
}

impl Held {
    fn segments(&self) -> Vec<u64> {
        let segment = |body: &serde_json::Value| body["Segment"].as_u64().unwrap();
        self.0.lock().unwrap().iter().map(|(body, _)| segment(body)).collect()
    }

    /// Answers the oldest request with a page of two, after which there is more, or not.
    fn answer(&self, more: bool) {
        let (body, answer) = self.0.lock().unwrap().remove(0);
        let start = body["ExclusiveStartKey"]["id"]["N"]
            .as_str()
            .map_or(0, |id| id.parse().unwrap());
        let (first, last) = (start + 1, start + 2);
        let mut page = json!({"Items": [{"id": {"N": first.to_string()}}, {"id": {"N": last.to_string()}}]});
        page["Count"] = 2.into();
        page["ScannedCount"] = 2.into();
        if more {
            page["LastEvaluatedKey"] = json!({"id": {"N": last.to_string()}});
        }
        let _ = answer.send(Response::new(200, page.to_string()));
    }
}

/// What the stream has, once the tasks have done what they can; `None` if it is waiting.
async fn poll(items: &mut ScanItems<'_, Item>) -> Option<Option<Result<Item, Error>>> {
    for _ in 0..8 {
        tokio::task::yield_now().await;
        if let Poll::Ready(item) = items.poll_next_unpin(&mut Context::from_waker(Waker::noop())) {
            return Some(item);
        }
    }
    None
}

#[tokio::test]
async fn so_much_is_read_ahead_and_no_more() {
    let held = Held::default();
    let mut items = scan().segments(8).in_flight(3).fetch::<Item>(&held);
    assert!(
        held.segments().is_empty(),
        "nothing is sent before the stream is polled"
    );
    assert!(poll(&mut items).await.is_none());
    assert_eq!(held.segments(), [0, 1, 2]);

    // All three are answered; one page is begun, and its segment asks for the next. The others wait.
    for _ in 0..3 {
        held.answer(true);
    }
    assert!(poll(&mut items).await.unwrap().is_some());
    assert_eq!(held.segments(), [0]);
    assert!(poll(&mut items).await.unwrap().is_some());
    assert_eq!(held.segments(), [0], "the second item of the page needs no request");
    assert!(poll(&mut items).await.unwrap().is_some());
    assert_eq!(held.segments(), [0, 1], "a segment has one page ahead at most");

    // A segment that ends makes room for one that is not begun.
    held.answer(false);
    for _ in 0..4 {
        assert!(poll(&mut items).await.is_some());
    }
    assert_eq!(held.segments(), [1, 2, 3]);
}

#[tokio::test]
async fn a_stream_that_is_dropped_cancels_its_requests() {
    let held = Held::default();
    let mut items = scan().segments(2).fetch::<Item>(&held);
    assert!(poll(&mut items).await.is_none());
    assert_eq!(held.segments(), [0, 1]);
    drop(items);
    tokio::task::yield_now().await;
    assert!(held.0.lock().unwrap().iter().all(|(_, answer)| answer.is_closed()));
}

#[tokio::test]
async fn what_cannot_be_is_refused_before_anything_is_sent() {
    let nothing = Canned::bodies([]);
    let cursor = ops::Cursor::after(&Item::new().with("id", 1)).unwrap();
    for (refused, said) in [
        (
            scan().segments(0),
            "a scan has 1 to 1000000 segments: `.segments(0)` makes no parts of it",
        ),
        (
            scan().segments(1_000_001),
            "a scan has 1 to 1000000 segments: `.segments(1000001)` makes no parts of it",
        ),
        (
            scan().segment(1, 2).segments(2),
            "a scan of one `.segment(..)` is not divided again: leave out `.segments(..)`",
        ),
        (
            scan().start_at(cursor).segments(2),
            "a cursor is a place in one segment: a scan of several goes on after a checkpoint, `.resume(..)`, not at `.start_at(..)`",
        ),
        (
            scan().page_size(0).segments(2),
            "a page has at least one item: `.page_size(0)` reads nothing",
        ),
    ] {
        let mut items = refused.fetch::<Item>(&nothing);
        let error = items.try_next().await.unwrap_err();
        assert!(error.is_invalid());
        assert_eq!(error.to_string(), format!("Scan on table `people`: {said}"));
        assert!(items.next().await.is_none());
    }
    assert!(scan().take(0).segments(1_000_000).count(&nothing).await.is_ok());
}

#[tokio::test]
async fn a_page_that_ends_where_it_began_is_an_error() {
    let page = r#"{"Items":[],"Count":0,"ScannedCount":1,"LastEvaluatedKey":{"id":{"N":"1"}}}"#;
    let canned = Canned::bodies([page, page]);
    let error = scan().segments(1).count(&canned).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(canned.requests().len(), 2);
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let nothing = Canned::bodies([]);
    let mut items = scan().segments(2).fetch::<Item>(&nothing);
    let polled = items.poll_next_unpin(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Some(Err(error))) = polled else {
        panic!("it has nothing to run on");
    };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("needs a tokio runtime"), "{error}");
}
