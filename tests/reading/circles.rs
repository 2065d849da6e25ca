//! A server that never comes to an end: it is noticed.

use std::sync::atomic::Ordering;

use ddbx::{Error, ErrorKind};
use futures_util::TryStreamExt as _;

use crate::plain::Sample;
use crate::servers::Endless;

fn samples() -> ddbx::Query<Sample> {
    ddbx::query::<Sample>().filter(|sample| sample.sensor.eq("s"))
}

fn is_noticed(error: &Error, server: &Endless, within: usize) {
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
    assert!(error.to_string().contains("`LastEvaluatedKey`"), "{error}");
    let requests = server.requests.load(Ordering::Relaxed);
    assert!(requests <= within, "{requests} requests");
}

#[tokio::test]
async fn a_page_that_ends_where_it_began_is_noticed_at_once() {
    let server = Endless::new(1);
    is_noticed(&samples().fetch_all(&server).await.unwrap_err(), &server, 2);
    let server = Endless::new(1);
    is_noticed(&samples().count(&server).await.unwrap_err(), &server, 2);
    let server = Endless::new(1);
    let pages: Result<Vec<_>, _> = samples().pages(&server).try_collect().await;
    is_noticed(&pages.unwrap_err(), &server, 2);
    // Also by a read that goes on there.
    let server = Endless::new(1);
    let first = samples().fetch_page(&server).await.unwrap();
    let rest = samples().start_at(first.cursor).fetch_all(&server).await;
    is_noticed(&rest.unwrap_err(), &server, 2);
    // And in the second of several partitions.
    let server = Endless::new(1);
    let several = ddbx::query::<Sample>().filter(|sample| sample.sensor.is_in(["s", "t"]));
    is_noticed(&several.fetch_all(&server).await.unwrap_err(), &server, 2);
}

#[tokio::test]
async fn a_circle_of_any_length_is_noticed() {
    for circle in 2..20 {
        let server = Endless::new(circle);
        is_noticed(&samples().fetch_all(&server).await.unwrap_err(), &server, 3 * circle);
    }
}

#[tokio::test]
async fn what_is_limited_ends_before_a_circle_does() {
    let server = Endless::new(1);
    let (found, info) = samples().max_pages(1).fetch(&server).collect_with_info().await.unwrap();
    assert!(found.is_empty() && info.cursor.is_some());
    let server = Endless::new(usize::MAX);
    let (found, info) = samples()
        .max_scanned(40)
        .fetch(&server)
        .collect_with_info()
        .await
        .unwrap();
    assert_eq!((found.len(), info.pages, info.scanned_count), (0, 40, 40));
}
