//! That what comes too late is not sent: check 11.

use std::future::Future as _;
use std::time::Duration;

use ddbx_core::error::{FailureClass, Outcome};
use ddbx_core::{Clock as _, Error, ErrorKind, Request, Response};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::load::{Load, run};
use super::server::{Bucket, SERVICE_TIME, Server};
use super::{layer, put};
use crate::TokioClock;
use crate::timeout::{DeadlineLayer, Limits};

const SECOND: Duration = Duration::from_secs(1);

/// Callers that keep ten seconds of work before the table, with two seconds for each request.
fn overload(heeds: bool) -> Load {
    Load {
        deadline: 2 * SECOND,
        heeds,
        ..Load::of(2000, 10, put)
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_in_time_is_not_sent() {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let report = run(layer().layer(server.clone()), overload(true)).await;
    let seen = server.seen();
    assert_eq!(seen.after_deadline, 0);
    // Half of the first burst of two thousand is one request for each of ten seconds' successes.
    let after_the_start = |times: &[Duration]| times.iter().filter(|at| **at >= SECOND).count() as f64;
    let (throttled, accepted) = (after_the_start(&seen.throttled_at), after_the_start(&seen.accepted));
    assert!((throttled + accepted) / accepted <= 1.1, "{throttled}, {accepted}");
    let goodput = report.successes_within(SECOND, 10 * SECOND) as f64 / (9.0 * 200.0);
    assert!(goodput >= 0.95, "{goodput}");
    // Each success was sent in time.
    let longest = report.percentile(1.0);
    assert!(longest <= 2 * SECOND + 2 * SERVICE_TIME, "{longest:?}");
    // Who heeds the advice asks about every two seconds.
    assert!(report.errors <= 2000 * 8, "{}", report.errors);
}

#[tokio::test(start_paused = true)]
async fn who_does_not_heed_costs_the_table_nothing() {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let load = Load {
        workers: 450,
        lasts: 5 * SECOND,
        ..overload(false)
    };
    let report = run(layer().layer(server.clone()), load).await;
    let seen = server.seen();
    assert_eq!(seen.after_deadline, 0);
    assert!(report.errors > 50_000, "{}", report.errors);
    let amplification = seen.requests as f64 / report.successes() as f64;
    assert!(amplification <= 1.35, "{amplification}");
}

#[tokio::test(start_paused = true)]
async fn without_the_layer_requests_are_repeated_until_it_is_too_late() {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let report = run(server.clone(), overload(true)).await;
    let amplification = server.seen().requests as f64 / report.successes() as f64;
    assert!(amplification > 5.0, "{amplification}");
}

/// A layer whose limiter for writes to `orders` has met a capacity of 200 a second, and the server.
async fn limited() -> (
    crate::throttle::Throttle<Server>,
    Server,
    crate::throttle::ThrottleLayer,
) {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let layer = layer();
    let service = layer.layer(server.clone());
    run(service.clone(), Load::of(64, 3, put)).await;
    (service, server, layer)
}

#[tokio::test(start_paused = true)]
async fn the_error_names_the_table_the_rate_and_the_wait() {
    let (service, server, layer) = limited().await;
    let before = server.seen().requests;
    let waiting: Vec<_> = (0..600)
        .map(|number| tokio::spawn(service.clone().oneshot(put(number))))
        .collect();
    while layer.limiters()[0].waiting < 590 {
        tokio::task::yield_now().await;
    }
    let deadline = TokioClock.now() + SECOND;
    let error = service
        .clone()
        .oneshot(put(0).with_deadline(deadline))
        .await
        .unwrap_err();
    assert!(TokioClock.now() < deadline, "at once");
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::Throttled, Some(FailureClass::NotSent))
    );
    assert_eq!((error.outcome(), error.attempts()), (Outcome::NotApplied, 0));
    assert_eq!(error.table(), Some("orders"));
    let wait = error.retry_after().expect("how long").as_secs_f64();
    let [limiter] = &layer.limiters()[..] else {
        panic!("one limiter")
    };
    assert!(
        (wait - limiter.waiting as f64 / limiter.rate).abs() < 0.1,
        "{wait}, {limiter:?}"
    );
    let text = error.to_string();
    assert!(
        text.starts_with("PutItem on table `orders`: not sent, for it would be past its deadline"),
        "{text}"
    );
    let rate = format!(
        "writes to table `orders` are accepted at {:.1} requests a second",
        limiter.rate
    );
    assert!(text.contains(&rate), "{text}");
    assert!(
        text.contains(&format!("{} wait, and another takes {wait:.1} s", limiter.waiting)),
        "{text}"
    );
    for attempt in waiting {
        attempt.abort();
    }
    assert!(server.seen().requests - before < 10);
}

#[tokio::test(start_paused = true)]
async fn who_asks_again_at_once_leaves_the_thread_to_others() {
    let (service, ..) = limited().await;
    let mut shed = std::pin::pin!(service.oneshot(put(0).with_deadline(TokioClock.now())));
    let mut polls = 0;
    let error = std::future::poll_fn(|context| {
        polls += 1;
        shed.as_mut().poll(context)
    });
    assert_eq!(error.await.unwrap_err().class(), Some(FailureClass::NotSent));
    assert_eq!(polls, 2);
}

#[tokio::test(start_paused = true)]
async fn one_that_waits_is_given_up_at_its_deadline() {
    // Nothing is accepted any more, which nobody can know beforehand.
    let gone = Bucket::new(vec![(Duration::ZERO, 200.0), (3 * SECOND, 0.0)], 100.0);
    let server = Server::of_tables([("orders", gone)]);
    let service = layer().layer(server.clone());
    let report = run(
        service,
        Load {
            deadline: 2 * SECOND,
            ..Load::of(64, 10, put)
        },
    )
    .await;
    assert_eq!(server.seen().after_deadline, 0);
    assert!(report.percentile(1.0) <= 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_never_sent_is_not_unknown() {
    let (service, ..) = limited().await;
    let crowd: Vec<_> = (0..300)
        .map(|number| tokio::spawn(service.clone().oneshot(put(number))))
        .collect();
    tokio::task::yield_now().await;
    // The deadline is no further away than its turn, and a layer above ends it at the same moment.
    let limits = Limits::all(Duration::from_millis(1600));
    let stacked = DeadlineLayer::new(limits, std::sync::Arc::new(TokioClock)).layer(service);
    let late: Vec<_> = (0..40)
        .map(|number| tokio::spawn(stacked.clone().oneshot(put(number))))
        .collect();
    for attempt in late {
        if let Err(error) = attempt.await.unwrap() {
            assert_eq!(error.outcome(), Outcome::NotApplied, "{error}");
        }
    }
    crowd.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(start_paused = true)]
async fn a_request_after_its_deadline_is_never_sent() {
    let (service, server, _) = limited().await;
    let before = server.seen().requests;
    for request in [put(0), Request::new(ddbx_core::Operation::GetItem, "{}").on("users")] {
        let error = service
            .clone()
            .oneshot(request.with_deadline(TokioClock.now()))
            .await
            .unwrap_err();
        assert_eq!(error.class(), Some(FailureClass::NotSent), "{error}");
    }
    assert_eq!(server.seen().requests, before);
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_the_server_asks_for_holds_all_back_while_nothing_is_accepted() {
    async fn requests_in_ten_seconds(wait: Option<Duration>) -> usize {
        let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let seen = std::sync::Arc::clone(&count);
        let server = service_fn(move |request: Request| {
            seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let answer = Response::new(400, r#"{"__type":"x#ThrottlingException"}"#);
            let answer = wait.into_iter().fold(answer, Response::with_retry_after);
            async move { Err::<Response, _>(Error::from_response(&request, &answer)) }
        });
        run(
            layer().layer(server),
            Load {
                deadline: 20 * SECOND,
                ..Load::of(64, 10, put)
            },
        )
        .await;
        count.load(std::sync::atomic::Ordering::Relaxed)
    }
    let (unasked, asked) = (
        requests_in_ten_seconds(None).await,
        requests_in_ten_seconds(Some(2 * SECOND)).await,
    );
    assert!((20..200).contains(&unasked), "{unasked}");
    assert!(asked < unasked / 3, "{asked}, {unasked}");
}
