//! Reads from before the last writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx_core::{Operation, Request};

use super::{Place, add, get, text};
use crate::chaos::Mishap;

/// An engine whose answers are numbered.
fn counting() -> Place {
    let count = Arc::<AtomicUsize>::default();
    Place::answering(move |_| {
        format!(
            r#"{{"Item":{{"n":{{"N":"{}"}}}}}}"#,
            count.fetch_add(1, Ordering::SeqCst)
        )
    })
}

#[tokio::test]
async fn the_same_read_finds_what_it_found() {
    let place = counting();
    let before = place.send(get()).await.unwrap();
    place.send(add()).await.unwrap();
    place.chaos.next(1, Mishap::stale());
    assert_eq!(place.send(get()).await.unwrap().body, before.body);
    assert_eq!(place.chaos.pending(), 0);
    assert_ne!(place.send(get()).await.unwrap().body, before.body);
}

#[tokio::test]
async fn a_first_read_after_a_write_finds_nothing() {
    let place = counting();
    place.chaos.next(2, Mishap::stale());
    // Nobody has written.
    assert_ne!(text(&place.send(get()).await.unwrap()), "{}");
    assert_eq!(place.chaos.pending(), 2);

    place.send(add()).await.unwrap();
    let other = Request::new(Operation::GetItem, r#"{"TableName":"users","Key":{}}"#).on("users");
    assert_eq!(text(&place.send(other).await.unwrap()), "{}");
    let query = Request::new(Operation::Query, r#"{"TableName":"users"}"#).on("users");
    let response = place.send(query).await.unwrap();
    assert_eq!(text(&response), r#"{"Items":[],"Count":0,"ScannedCount":0}"#);
    assert_eq!(place.chaos.pending(), 0);
}

#[tokio::test]
async fn a_consistent_read_is_never_stale() {
    let place = counting();
    place.send(add()).await.unwrap();
    place.chaos.always(Mishap::stale());
    let body = r#"{"TableName":"users","Key":{},"ConsistentRead":true}"#;
    let read = || Request::new(Operation::GetItem, body).on("users");
    let first = place.send(read()).await.unwrap();
    assert_ne!(text(&first), "{}");
    assert_ne!(place.send(read()).await.unwrap().body, first.body);
    assert!(place.chaos.incidents().is_empty());
}
