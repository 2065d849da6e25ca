//! Work at a given rate of capacity.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock as _, Error, Operation, Request, Response};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

use super::CapacityLayer;
use super::consumption::{asked_for, units};
use crate::TokioClock;

const SECOND: Duration = Duration::from_secs(1);

fn scan() -> Request {
    Request::new(Operation::Scan, r#"{"TableName":"users"}"#).on("users")
}

/// When requests came, and what they cost.
type Log = Arc<Mutex<Vec<(Duration, f64)>>>;

/// A table whose answers take 5 ms and cost what `cost` says of their number.
fn table(
    cost: fn(usize) -> f64,
) -> (
    impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone + Send,
    Log,
) {
    let (log, start) = (Log::default(), TokioClock.now());
    let kept = Arc::clone(&log);
    let service = service_fn(move |request: Request| {
        let mut log = kept.lock().unwrap();
        let cost = cost(log.len());
        log.push((TokioClock.now() - start, cost));
        let asked = request.body.windows(5).any(|text| text == b"TOTAL");
        async move {
            TokioClock
                .sleep_until(TokioClock.now() + Duration::from_millis(5))
                .await;
            let units =
                format!(r#"{{"Items":[],"ConsumedCapacity":{{"TableName":"users","CapacityUnits":{cost:.1}}}}}"#);
            Ok(Response::new(200, if asked { units } else { "{}".into() }))
        }
    });
    (service, log)
}

fn limit(units_per_second: f64) -> CapacityLayer {
    CapacityLayer::new(units_per_second, Arc::new(TokioClock))
}

#[tokio::test(start_paused = true)]
async fn a_page_is_paid_before_the_next_one() {
    let (table, log) = table(|_| 100.0);
    let service = limit(25.0).layer(table);
    for _ in 0..4 {
        assert!(service.clone().oneshot(scan()).await.is_ok());
    }
    let times: Vec<_> = log.lock().unwrap().iter().map(|(at, _)| at.as_secs_f64()).collect();
    for pair in times.windows(2) {
        assert!((pair[1] - pair[0] - 4.0).abs() < 0.1, "{times:?}");
    }
}

/// Units used in the first so many seconds, by callers who always have a request.
async fn used(
    service: impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone + Send + 'static,
    log: Log,
    callers: usize,
    seconds: u32,
) -> f64 {
    let end = TokioClock.now() + seconds * SECOND;
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let service = service.clone();
            tokio::spawn(async move {
                while TokioClock.now() < end {
                    service.clone().oneshot(scan()).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let log = log.lock().unwrap();
    log.iter()
        .filter(|(at, _)| *at < seconds * SECOND)
        .map(|(_, cost)| cost)
        .sum()
}

#[tokio::test(start_paused = true)]
async fn the_rate_is_kept_whatever_requests_cost_and_however_many_ask() {
    let costs: [fn(usize) -> f64; 4] = [
        |_| 0.5,
        |_| 8.0,
        |number| 1.0 + (number % 7) as f64 * 5.0,
        |number| {
            if number < 100 { 0.5 } else { 60.0 }
        },
    ];
    for cost in costs {
        for callers in [1, 10, 100] {
            let (table, log) = table(cost);
            let used = used(limit(100.0).layer(table), log, callers, 60).await;
            // What is under way at the end is not paid for yet.
            let largest = cost(6).max(cost(1000));
            let most = 6000.0 + largest * 3.0;
            assert!(
                (5700.0 - largest..=most).contains(&used),
                "{used}, {callers} callers, up to {largest} units"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn control_without_the_layer_there_is_no_rate() {
    let (table, log) = table(|_| 8.0);
    assert!(used(table, log, 10, 5).await > 5000.0);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_used_is_no_burst() {
    let (table, log) = table(|_| 1.0);
    let service = limit(10.0).layer(table);
    TokioClock.sleep_until(TokioClock.now() + 3600 * SECOND).await;
    let begin = log.lock().unwrap().len();
    assert_eq!(begin, 0);
    let (sent, end) = (Arc::new(Mutex::new(0)), TokioClock.now() + 10 * SECOND);
    while TokioClock.now() < end {
        service.clone().oneshot(scan()).await.unwrap();
        *sent.lock().unwrap() += 1;
    }
    let sent = *sent.lock().unwrap();
    assert!((100..=112).contains(&sent), "{sent}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_in_time_is_not_sent() {
    let (table, log) = table(|_| 100.0);
    let limit = limit(25.0);
    let service = limit.layer(table);
    assert!(service.clone().oneshot(scan()).await.is_ok());
    assert!((limit.state().debt - 99.9).abs() < 0.2, "{:?}", limit.state());
    let deadline = TokioClock.now() + SECOND;
    let error = service
        .clone()
        .oneshot(scan().with_deadline(deadline))
        .await
        .unwrap_err();
    assert!(TokioClock.now() < deadline, "at once");
    assert!(error.is_throttled());
    assert_eq!(error.class(), Some(FailureClass::NotSent));
    let wait = error.retry_after().unwrap();
    assert!((3.9..4.1).contains(&wait.as_secs_f64()), "{wait:?}");
    let text = "Scan on table `users`: not sent, for it would be past its deadline: the limit is 25.0 capacity units a \
                second, 0 requests wait, and another waits for 4.0 s; raise the limit or the deadline";
    assert_eq!(error.to_string(), text);
    // Who heeds the advice is in time.
    TokioClock.sleep_until(TokioClock.now() + wait).await;
    let deadline = TokioClock.now() + SECOND;
    assert!(service.oneshot(scan().with_deadline(deadline)).await.is_ok());
    assert_eq!(log.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_leaves_before_being_sent_pays_nothing() {
    let (table, log) = table(|_| 10.0);
    let limit = limit(10.0);
    let service = limit.layer(table);
    assert!(service.clone().oneshot(scan()).await.is_ok());
    let waiting: Vec<_> = (0..20).map(|_| tokio::spawn(service.clone().oneshot(scan()))).collect();
    while limit.state().waiting < 20 {
        tokio::task::yield_now().await;
    }
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
    let begin = TokioClock.now();
    assert!(service.oneshot(scan()).await.is_ok());
    assert!(TokioClock.now() - begin <= Duration::from_millis(1100));
    assert_eq!(log.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_carried_out_costs_nothing_and_what_is_unknown_what_others_cost() {
    for (status, body, debt) in [
        (400, r#"{"__type":"x#ThrottlingException"}"#, 0.0),
        (400, r#"{"__type":"x#ValidationException"}"#, 0.0),
        (400, r#"{"__type":"x#ConditionalCheckFailedException"}"#, 1.0),
        (500, r#"{"__type":"x#InternalServerError"}"#, 1.0),
        (200, r#"{}"#, 1.0),
        (
            200,
            r#"{"ConsumedCapacity":[{"CapacityUnits":2.5},{"Table":{"CapacityUnits":9},"CapacityUnits":4}]}"#,
            6.5,
        ),
    ] {
        let limit = limit(1.0);
        let server = service_fn(move |request: Request| async move {
            let answer = Response::new(status, body);
            if status == 200 {
                Ok(answer)
            } else {
                Err(Error::from_response(&request, &answer))
            }
        });
        let _ = limit.layer(server).oneshot(scan()).await;
        assert!((limit.state().debt - debt).abs() < 1e-9, "{body}: {:?}", limit.state());
    }
}

#[tokio::test(start_paused = true)]
async fn what_moves_no_items_passes() {
    let (table, log) = table(|_| 100.0);
    let service = limit(1.0).layer(table);
    let begin = TokioClock.now();
    for _ in 0..10 {
        let describe = Request::new(Operation::DescribeTable, r#"{"TableName":"users"}"#).on("users");
        assert!(service.clone().oneshot(describe).await.is_ok());
    }
    assert!(TokioClock.now() - begin < SECOND);
    assert_eq!(log.lock().unwrap().len(), 10);
}

#[test]
fn the_body_asks_for_the_capacity_once() {
    for (body, asking) in [
        ("{}", Some(r#"{"ReturnConsumedCapacity":"TOTAL"}"#)),
        (" { } ", Some(r#" {"ReturnConsumedCapacity":"TOTAL" } "#)),
        (
            r#"{"TableName":"t"}"#,
            Some(r#"{"ReturnConsumedCapacity":"TOTAL","TableName":"t"}"#),
        ),
        (
            r#"{"ReturnConsumedCapacity": "NONE","a":1}"#,
            Some(r#"{"ReturnConsumedCapacity": "TOTAL","a":1}"#),
        ),
        (
            r#"{"a":1,"ReturnConsumedCapacity":null}"#,
            Some(r#"{"a":1,"ReturnConsumedCapacity":"TOTAL"}"#),
        ),
        (r#"{"ReturnConsumedCapacity":"INDEXES"}"#, None),
        (r#"{"ReturnConsumedCapacity":"TOTAL"}"#, None),
        // The same token with other parameters is refused.
        (r#"{"TransactItems":[],"ClientRequestToken":"x"}"#, None),
        (r#"{"ReturnConsumedCapacity":"NONE","ClientRequestToken":"x"}"#, None),
        // Not the member that is meant.
        (
            r#"{"Key":{"ReturnConsumedCapacity":{"S":"NONE"}}}"#,
            Some(r#"{"ReturnConsumedCapacity":"TOTAL","Key":{"ReturnConsumedCapacity":{"S":"NONE"}}}"#),
        ),
        ("", None),
        ("[]", None),
        (r#"{"a":"#, None),
        (r#"{"a":1} x"#, None),
    ] {
        let asked = asked_for(body.as_bytes());
        assert_eq!(asked, asking.map(|asking| asking.as_bytes().to_vec()), "{body}");
        if let Some(asked) = asked {
            assert_eq!(asked_for(&asked), None, "{body}");
        }
    }
}

#[test]
fn units_are_read_where_they_are() {
    for (body, expected) in [
        ("{}", None),
        ("", None),
        ("<html>", None),
        (r#"{"ConsumedCapacity":7}"#, None),
        (r#"{"ConsumedCapacity":{"CapacityUnits":1e999}}"#, None),
        (r#"{"ConsumedCapacity":{}}"#, Some(0.0)),
        (r#"{"ConsumedCapacity":[]}"#, Some(0.0)),
        (
            r#"{"Items":[{"ConsumedCapacity":{"N":"9"}}],"ConsumedCapacity":{"CapacityUnits":0.5}}"#,
            Some(0.5),
        ),
    ] {
        assert_eq!(units(body.as_bytes()), expected, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_that_is_none_is_a_slow_one() {
    for rate in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(limit(rate).state().units_per_second, 1.0 / 60.0);
    }
    assert!(limit(f64::INFINITY).state().units_per_second.is_finite());
}
