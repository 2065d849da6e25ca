//! That what is not throttled does not notice what is: check 10.

use std::time::Duration;

use ddbx_core::{Operation, Request};
use tower::Layer as _;

use super::layer;
use super::load::{Load, Report, run};
use super::scopes::{TABLE, throttled, update};
use super::server::{Bucket, Server};

/// Callers of two kinds: the even ones of what is throttled, the odd ones of something else.
async fn side_by_side(server: &Server, request: fn(usize) -> Request) -> (Report, Report) {
    let service = layer().layer(server.clone());
    let load = Load::of(64, 10, request);
    let report = run(service, load).await;
    let (mut even, mut odd) = (Report::default(), Report::default());
    for (number, caller) in report.callers.into_iter().enumerate() {
        if number % 2 == 0 { &mut even } else { &mut odd }.callers.push(caller);
    }
    assert_eq!(report.errors, 0);
    (even, odd)
}

/// The tail of requests that nothing throttles.
async fn undisturbed() -> Duration {
    let server = Server::of_tables([]);
    run(server, Load::of(64, 10, super::put)).await.percentile(0.99)
}

#[tokio::test(start_paused = true)]
async fn another_table_does_not_notice() {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let request = |number| update(if number % 2 == 0 { "orders" } else { "users" });
    let (orders, users) = side_by_side(&server, request).await;
    assert!(orders.successes() as f64 >= 0.95 * 2100.0, "{}", orders.successes());
    let base = undisturbed().await;
    assert!(
        users.percentile(0.99) <= base.mul_f64(1.1),
        "{:?}, {base:?}",
        users.percentile(0.99)
    );
}

#[tokio::test(start_paused = true)]
async fn another_key_of_the_table_does_not_notice() {
    fn of(key: &str) -> Request {
        Request::new(Operation::UpdateItem, format!(r#"{{"Key":{{"id":{{"S":"{key}"}}}}}}"#)).on("orders")
    }
    let server = Server::new([("hot", Bucket::constant(200.0))], |request| {
        let fault = throttled(&[("TableWriteKeyRangeThroughputExceeded", TABLE)]);
        let hot = request.body.windows(5).any(|text| text == br#""hot""#);
        Vec::from_iter(hot.then(|| ("hot".to_owned(), fault)))
    });
    let (hot, others) = side_by_side(&server, |number| of(if number % 2 == 0 { "hot" } else { "cold" })).await;
    assert!(hot.successes() as f64 >= 0.95 * 2100.0, "{}", hot.successes());
    assert!(server.seen().throttled as f64 <= 0.2 * hot.successes() as f64);
    let base = undisturbed().await;
    assert!(
        others.percentile(0.99) <= base.mul_f64(1.1),
        "{:?}, {base:?}",
        others.percentile(0.99)
    );
}

#[tokio::test(start_paused = true)]
async fn control_one_limiter_for_all_tables_is_noticed() {
    // The same load, the throttle said to be the account's: now the other table waits too.
    let server = Server::new([("orders", Bucket::constant(200.0))], |request| {
        let fault = throttled(&[("TableWriteAccountLimitExceeded", TABLE)]);
        request
            .tables
            .iter()
            .map(|table| (table.to_string(), fault.clone()))
            .collect()
    });
    let (_, users) = side_by_side(&server, |number| {
        update(if number % 2 == 0 { "orders" } else { "users" })
    })
    .await;
    let base = undisturbed().await;
    assert!(users.percentile(0.5) > 2 * base, "{:?}", users.percentile(0.5));
}
