//! Checkpoints of scans in segments: what was returned is not returned again, and the rest is.

use std::collections::BTreeMap;

use ddbx::middleware::chaos::{Chaos, Mishap};
use ddbx::ops::{self, ParallelScan, ScanCheckpoint, ScanItems};
use ddbx::{Executor, Item, Operation, Pool, Request};
use futures_util::{StreamExt as _, TryStreamExt as _};
use proptest::prelude::*;

use crate::executors::{Recorded, body};
use crate::parallel_scan::{ids, people, scan, up_to};

/// Takes so many items, or all if they are fewer.
async fn first(items: &mut ScanItems<'_, Item>, count: usize) -> Vec<Item> {
    let mut found = Vec::new();
    while found.len() < count {
        match items.try_next().await.unwrap() {
            Some(item) => found.push(item),
            None => break,
        }
    }
    found
}

/// Where the stream is, by way of its text.
fn kept(items: &ScanItems<'_, Item>) -> ScanCheckpoint {
    let text = items.checkpoint().to_text();
    let read = ScanCheckpoint::from_text(&text).unwrap();
    assert_eq!(read, items.checkpoint());
    read
}

/// Stops after every number of items, and resumes: every item is found once.
async fn stop_everywhere(executor: &impl Executor, count: u32, scan: impl Fn() -> ParallelScan) {
    for stop in 0..=count {
        let mut items = scan().fetch::<Item>(executor);
        let mut found = first(&mut items, stop as usize).await;
        let checkpoint = kept(&items);
        drop(items);
        let rest = scan().resume(checkpoint).fetch_all::<Item>(executor).await.unwrap();
        assert_eq!(rest.len(), (count - stop) as usize);
        found.extend(rest);
        assert_eq!(ids(&found), up_to(count), "stopped after {stop}");
    }
}

#[tokio::test]
async fn a_scan_resumes_behind_every_item() {
    let pool = people(25).await;
    for segments in [1, 3, 8] {
        stop_everywhere(&pool, 25, || scan().page_size(4).segments(segments)).await;
    }
}

/// Where the key is not known, the items of the page are counted; where it is, a key is kept.
#[tokio::test]
async fn pages_that_do_not_say_what_the_key_is() {
    let pool = people(12).await;
    for segments in [1, 3] {
        // Each segment is one page.
        stop_everywhere(&pool, 12, || scan().segments(segments)).await;
        stop_everywhere(&pool, 12, || scan().segments(segments).key_attributes(["id"])).await;
    }
    let mut items = scan().segments(1).fetch::<Item>(&pool);
    first(&mut items, 5).await;
    assert!(items.checkpoint().to_text().ends_with(r#""open":{"0":{"skip":5}}}"#));

    let recorded = Recorded::new(pool.clone());
    let mut items = scan().segments(1).key_attributes(["id"]).fetch::<Item>(&recorded);
    let last = first(&mut items, 5).await.pop().unwrap();
    let rest = scan().segments(1).resume(kept(&items));
    assert_eq!(rest.fetch_all::<Item>(&recorded).await.unwrap().len(), 7);
    let start = recorded.members("ExclusiveStartKey").pop().unwrap();
    assert_eq!(start["id"]["N"], last["id"].as_n().unwrap().to_string());
}

#[tokio::test]
async fn a_projection_without_the_key_is_resumed_too() {
    let pool = people(20).await;
    for stop in 0..=20 {
        let scan = || scan().page_size(6).projection("odd").segments(2);
        let mut items = scan().fetch::<Item>(&pool);
        let mut odd = first(&mut items, stop).await;
        // Twice: what is skipped may go over several pages.
        let mut middle = scan().resume(kept(&items)).fetch::<Item>(&pool);
        odd.extend(first(&mut middle, 3).await);
        let rest = ops::Scan::new("people")
            .all_pages()
            .page_size(1)
            .projection("odd")
            .segments(2);
        odd.extend(rest.resume(kept(&middle)).fetch_all::<Item>(&pool).await.unwrap());
        assert_eq!(odd.len(), 20, "stopped after {stop}");
        assert_eq!(
            odd.iter()
                .filter(|item| item["odd"].as_n().unwrap().to_string() == "1")
                .count(),
            10
        );
    }
}

#[tokio::test]
async fn what_is_written_meanwhile_moves_nothing() {
    let pool = people(30).await;
    let mut items = scan().page_size(5).segments(2).fetch::<Item>(&pool);
    let mut found = first(&mut items, 13).await;
    let checkpoint = kept(&items);
    // Also the item that the checkpoint stands behind.
    for item in &found[7..] {
        let delete = ops::DeleteItem::new("people").key("id", item["id"].clone());
        delete.send(&pool).await.unwrap();
    }
    let rest = scan().page_size(5).segments(2).resume(checkpoint);
    found.extend(rest.fetch_all::<Item>(&pool).await.unwrap());
    assert_eq!(ids(&found), up_to(30));
}

#[tokio::test]
async fn a_finished_scan_finds_nothing_more() {
    let recorded = Recorded::new(people(9).await);
    let mut items = scan().segments(3).fetch::<Item>(&recorded);
    assert!(!items.checkpoint().is_finished());
    assert_eq!(items.checkpoint().finished_segments(), 0);
    first(&mut items, 10).await;
    let checkpoint = kept(&items);
    assert!(checkpoint.is_finished());
    assert_eq!((checkpoint.segments(), checkpoint.finished_segments()), (3, 3));
    assert_eq!((checkpoint.table(), checkpoint.index()), ("people", None));
    let sent = recorded.bodies().len();
    let rest = scan().segments(3).resume(checkpoint);
    assert!(rest.fetch_all::<Item>(&recorded).await.unwrap().is_empty());
    assert_eq!(recorded.bodies().len(), sent);
}

#[tokio::test]
async fn limits_leave_the_rest_to_a_later_scan() {
    let pool = people(30).await;
    let (mut found, mut checkpoint) = (Vec::new(), None);
    for round in 0.. {
        let scan = scan().page_size(4);
        let scan = match round % 3 {
            0 => scan.take(3),
            1 => scan.max_scanned(5),
            _ => scan.max_pages(2),
        };
        let mut items = scan.segments(4).resume(checkpoint.take()).fetch::<Item>(&pool);
        found.extend(first(&mut items, 30).await);
        let here = kept(&items);
        if here.is_finished() {
            break;
        }
        assert!(round < 30, "it comes to an end");
        checkpoint = Some(here);
    }
    assert_eq!(ids(&found), up_to(30));
}

fn is_of(segment: u32, request: &Request, first: bool) -> bool {
    let body = body(request);
    body["Segment"] == segment && body["ExclusiveStartKey"].is_null() == first
}

#[tokio::test]
async fn a_segment_that_fails_loses_nothing() {
    let pool = people(40).await;
    for (failing, first_page) in [(0, true), (2, true), (0, false), (2, false)] {
        let chaos = Chaos::new();
        let failing = move |request: &Request| is_of(failing, request, first_page);
        chaos
            .on(Operation::Scan)
            .matching(failing)
            .next(1, Mishap::access_denied());
        let pool = pool.with(|options| options.chaos(&chaos));
        let scan = || scan().page_size(3).segments(4).in_flight(2);

        let mut items = scan().fetch::<Item>(&pool);
        let mut found = Vec::new();
        let error = loop {
            match items.try_next().await {
                Ok(Some(item)) => found.push(item),
                Ok(None) => panic!("one of its segments fails"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ddbx::ErrorKind::AccessDenied);
        assert!(items.next().await.is_none(), "an error ends the stream");
        assert!(!items.checkpoint().is_finished());
        let rest = scan().resume(kept(&items)).fetch_all::<Item>(&pool).await.unwrap();
        found.extend(rest);
        assert_eq!(ids(&found), up_to(40));
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_read_again() {
    let pool = people(10).await;
    let odd = Item::new().with("id", 5).with("odd", "yes");
    ops::PutItem::new("people").item(odd).send(&pool).await.unwrap();
    let scan = || scan().page_size(2).segments(2);
    let mut items = scan().fetch::<BTreeMap<String, u32>>(&pool);
    let mut found = Vec::new();
    let error = loop {
        match items.try_next().await {
            Ok(item) => found.push(item.expect("one of them is no number")["id"]),
            Err(error) => break error,
        }
    };
    assert!(error.is_decode());
    let rest = scan()
        .resume(items.checkpoint())
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    found.extend(ids(&rest));
    found.sort_unstable();
    assert_eq!(found, up_to(10));
}

#[tokio::test]
async fn a_checkpoint_is_of_one_scan() {
    let recorded = Recorded::new(people(8).await);
    let mut items = scan().page_size(2).segments(4).fetch::<Item>(&recorded);
    first(&mut items, 3).await;
    let checkpoint = items.checkpoint();
    let sent = recorded.bodies().len();
    let elsewhere = ops::Scan::new("others").all_pages();
    for (other, differs) in [
        (
            scan().segments(3),
            "another number of segments: 4 segments, and this one is of 3",
        ),
        (
            elsewhere.segments(4),
            "another table: `people`, and this one is of `others`",
        ),
        (
            scan().index("by_odd").segments(4),
            "another index: no index, and this one is of index `by_odd`",
        ),
    ] {
        let mut refused = other.resume(checkpoint.clone()).fetch::<Item>(&recorded);
        let error = refused.try_next().await.unwrap_err();
        assert!(error.is_invalid());
        assert!(error.to_string().contains(differs), "{error}");
        assert_eq!(refused.checkpoint(), checkpoint, "it is not lost");
    }
    assert_eq!(recorded.bodies().len(), sent, "nothing was sent");
    let shown = format!("{checkpoint:?} {items:?}");
    assert!(!shown.contains("id"), "no key is shown: {shown}");
}

#[test]
fn another_text_is_no_checkpoint() {
    let text = |version, begun, open| {
        format!(r#"{{"version":{version},"table":"t","index":"i","segments":3,"begun":{begun},"open":{open}}}"#)
    };
    let after = r#"{"1":{"after":{"id":{"N":"1"}},"skip":2}}"#;
    let read = ScanCheckpoint::from_text(&text(1, 2, after)).unwrap();
    assert_eq!((read.index(), read.finished_segments()), (Some("i"), 1));
    assert_eq!(read.to_text(), text(1, 2, after));
    for text in [
        String::new(),
        "{}".into(),
        "[]".into(),
        text(2, 2, after),
        text(1, 4, after),
        text(1, 1, after),
        text(1, 2, r#"{"x":{}}"#),
        text(1, 2, r#"{"1":{"after":1}}"#),
        text(1, 2, r#"{"1":{"after":{"id":1}}}"#),
        format!("{} ,", text(1, 2, after)),
    ] {
        let error = ScanCheckpoint::from_text(&text).unwrap_err();
        assert!(error.is_invalid(), "{text}");
        assert_eq!(
            error.to_string(),
            "this is not the text of a scan's checkpoint, or one of another version"
        );
    }
}

/// A scan that is stopped again and again, whose page sizes and filter are anything.
async fn in_parts(pool: &Pool, (segments, in_flight, page, most, odd): (u32, usize, u32, usize, bool)) {
    let (mut found, mut checkpoint) = (Vec::new(), None);
    loop {
        let scan = scan().page_size(page);
        let scan = if odd {
            scan.filter("odd = :odd").value(":odd", 1)
        } else {
            scan
        };
        let scan = scan.segments(segments).in_flight(in_flight).resume(checkpoint.take());
        let mut items = scan.fetch::<Item>(pool);
        let part = first(&mut items, most).await;
        if part.is_empty() {
            break;
        }
        found.extend(part);
        checkpoint = Some(kept(&items));
    }
    let wanted: Vec<u32> = (0..50).filter(|id| !odd || id % 2 == 1).collect();
    assert_eq!(ids(&found), wanted);
}

#[test]
fn stopped_anywhere_every_item_comes_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pool = runtime.block_on(people(50));
    let case = (1..9_u32, 1..5_usize, 1..12_u32, 1..30_usize, any::<bool>());
    proptest!(ProptestConfig::with_cases(60), |(case in case)| runtime.block_on(in_parts(&pool, case)));
}
