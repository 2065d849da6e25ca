//! What the layer keeps, and that it ends.

use std::time::Duration;

use ddbx_core::{Clock as _, Error, Operation, Request, Response};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::load::{Load, run};
use super::server::{Bucket, Server};
use super::{layer, put};
use crate::TokioClock;
use crate::throttle::{ThrottleLayer, ThrottleOptions};

const SECOND: Duration = Duration::from_secs(1);

async fn throttle(layer: &ThrottleLayer, request: Request) {
    let server = service_fn(|request: Request| async move {
        let answer = Response::new(400, r#"{"__type":"x#ThrottlingException"}"#);
        Err::<Response, _>(Error::from_response(&request, &answer))
    });
    assert!(layer.layer(server).oneshot(request).await.is_err());
}

async fn later(time: Duration) {
    TokioClock.sleep_until(TokioClock.now() + time).await;
}

#[tokio::test(start_paused = true)]
async fn limiters_can_be_seen() {
    let layer = layer();
    assert!(layer.limiters().is_empty());
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let load = tokio::spawn(run(layer.layer(server), Load::of(64, 3, put)));
    later(2 * SECOND).await;
    let [limiter] = &layer.limiters()[..] else {
        panic!("one limiter")
    };
    assert_eq!(limiter.scope.to_string(), "writes to table `orders`");
    assert!((190.0..220.0).contains(&limiter.rate), "{limiter:?}");
    assert!((50..=64).contains(&limiter.waiting), "{limiter:?}");
    let shown = format!("{layer:?}");
    assert!(
        shown.contains("orders") && shown.contains("rate: ") && shown.contains("waiting: "),
        "{shown}"
    );
    load.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_table_that_recovers_is_left_alone() {
    let layer = layer();
    throttle(&layer, put(0)).await;
    let idle = layer.layer(service_fn(|_| async { Ok::<_, Error>(Response::new(200, "{}")) }));
    later(20 * SECOND).await;
    assert!(idle.clone().oneshot(put(0)).await.is_ok());
    assert_eq!(layer.limiters().len(), 1);
    later(11 * SECOND).await;
    assert!(idle.clone().oneshot(put(0)).await.is_ok());
    assert!(layer.limiters().is_empty());
    assert!(!layer.is_on());
}

#[tokio::test(start_paused = true)]
async fn limiters_are_bounded_in_number() {
    let clock = std::sync::Arc::new(TokioClock);
    let layer = ThrottleLayer::new(ThrottleOptions::new().limiters(8), clock);
    for number in 0..100 {
        throttle(&layer, Request::new(Operation::GetItem, "{}").on(format!("t{number}"))).await;
        later(Duration::from_millis(1)).await;
    }
    let mut names: Vec<_> = layer
        .limiters()
        .iter()
        .map(|limiter| limiter.scope.to_string())
        .collect();
    names.sort();
    let last: Vec<_> = (92..100).map(|number| format!("reads of table `t{number}`")).collect();
    assert_eq!(names, last);
}

#[tokio::test(start_paused = true)]
async fn keys_are_bounded_in_number_and_never_shown() {
    let layer = layer();
    let server = service_fn(|request: Request| async move {
        let body = r#"{"__type":"x#ThrottlingException","ThrottlingReasons":[{"reason":"TableReadKeyRangeThroughputExceeded"}]}"#;
        Err::<Response, _>(Error::from_response(&request, &Response::new(400, body)))
    });
    for number in 0..1000 {
        let body = format!(r#"{{"Key":{{"id":{{"S":"canary{number}"}}}}}}"#);
        let request = Request::new(Operation::GetItem, body).on("orders");
        assert!(layer.layer(server).oneshot(request).await.is_err());
    }
    assert_eq!(layer.limiters().len(), 256);
    assert!(!format!("{layer:?}").contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn one_throttle_among_thousands_slows_nothing() {
    let layer = layer();
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let server = service_fn(move |request: Request| {
        let odd = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 2000 == 1999;
        async move {
            TokioClock
                .sleep_until(TokioClock.now() + Duration::from_millis(5))
                .await;
            if odd {
                let answer = Response::new(400, r#"{"__type":"x#ThrottlingException"}"#);
                return Err(Error::from_response(&request, &answer));
            }
            Ok(Response::new(200, "{}"))
        }
    });
    let report = run(layer.layer(server), Load::of(16, 5, put)).await;
    // Sixteen callers, five milliseconds each: 3200 a second, and a timer's tick.
    assert!(report.successes() >= 12_000, "{}", report.successes());
    assert!(
        report.percentile(0.999) <= Duration::from_millis(100),
        "{:?}",
        report.percentile(0.999)
    );
}
