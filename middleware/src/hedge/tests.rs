use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Operation, Request, Response};
use tower::{Layer, Service, ServiceExt as _, service_fn};

use super::{HedgeLayer, HedgeOptions};
use crate::TokioClock;
use crate::retry::Budget;

fn clock() -> Arc<dyn Clock> {
    Arc::new(TokioClock)
}

async fn wait(time: Duration) {
    TokioClock.sleep_until(TokioClock.now() + time).await;
}

fn layer(budget: Budget) -> HedgeLayer {
    HedgeLayer::new(HedgeOptions::new(), budget, clock())
}

fn ample() -> Budget {
    Budget::new(100, 1_000, clock())
}

/// Answers after 4 to 6 ms, but one in fifty after two seconds; and counts.
fn stalling() -> (
    impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone,
    Arc<AtomicU32>,
) {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let random = Arc::new(Mutex::new(fastrand::Rng::with_seed(7)));
    let service = service_fn(move |_: Request| {
        counted.fetch_add(1, Ordering::Relaxed);
        let mut random = random.lock().unwrap();
        let took = if random.u32(0..50) == 0 {
            2_000
        } else {
            random.u64(4..=6)
        };
        async move {
            wait(Duration::from_millis(took)).await;
            Ok(Response::new(200, "{}"))
        }
    });
    (service, calls)
}

/// The latencies of requests, one after the other, in order.
async fn latencies<S>(service: &S, operation: Operation, requests: u32) -> Vec<Duration>
where
    S: Service<Request, Response = Response, Error = Error> + Clone,
{
    let mut took = Vec::new();
    for _ in 0..requests {
        let begun = TokioClock.now();
        service
            .clone()
            .oneshot(Request::new(operation, "{}"))
            .await
            .expect("it answers");
        took.push(TokioClock.now() - begun);
    }
    took.sort_unstable();
    took
}

const REQUESTS: u32 = 10_000;

#[tokio::test(start_paused = true)]
async fn stalls_are_overtaken_for_few_more_requests() {
    let (service, calls) = stalling();
    let hedged = layer(ample()).layer(service);
    // A hundred to know what is usual.
    latencies(&hedged, Operation::GetItem, 200).await;
    let before = calls.load(Ordering::Relaxed);
    let took = latencies(&hedged, Operation::GetItem, REQUESTS).await;
    let more = f64::from(calls.load(Ordering::Relaxed) - before) / f64::from(REQUESTS);
    let p99 = took[(REQUESTS as usize * 99) / 100];
    assert!(p99 <= Duration::from_millis(20), "p99 {p99:?}");
    assert!(more <= 1.05, "{more} requests for one");

    // Control: without, one in fifty waits.
    let (service, _) = stalling();
    let took = latencies(&service, Operation::GetItem, 1000).await;
    assert!(took[990] >= Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn no_write_is_ever_hedged() {
    for operation in Operation::ALL
        .iter()
        .copied()
        .filter(|&operation| !super::is_hedged(operation))
    {
        let (service, calls) = stalling();
        let hedged = layer(ample()).layer(service);
        latencies(&hedged, Operation::GetItem, 200).await;
        let before = calls.load(Ordering::Relaxed);
        latencies(&hedged, operation, 100).await;
        assert_eq!(calls.load(Ordering::Relaxed) - before, 100, "{operation}");
    }
    let all = Operation::ALL.iter().filter(|operation| super::is_hedged(**operation));
    assert!(
        all.clone()
            .all(|operation| operation.safety() == ddbx_core::Safety::Read)
    );
    assert_eq!(all.count(), 5);
}

#[tokio::test(start_paused = true)]
async fn where_everything_is_slow_one_in_twenty_is_hedged_and_no_more() {
    let (fast, calls) = (Arc::new(Mutex::new(true)), Arc::new(AtomicU32::new(0)));
    let (is_fast, counted) = (Arc::clone(&fast), Arc::clone(&calls));
    let service = service_fn(move |_: Request| {
        counted.fetch_add(1, Ordering::Relaxed);
        let took = if *is_fast.lock().unwrap() { 5 } else { 500 };
        async move {
            wait(Duration::from_millis(took)).await;
            Ok(Response::new(200, "{}"))
        }
    });
    let hedged = layer(ample()).layer(service);
    latencies(&hedged, Operation::Query, 1000).await;
    *fast.lock().unwrap() = false;
    let before = calls.load(Ordering::Relaxed);
    latencies(&hedged, Operation::Query, 100).await;
    let more = calls.load(Ordering::Relaxed) - before - 100;
    // Ten had been saved up.
    assert!((1..=15).contains(&more), "{more}");
}

#[tokio::test(start_paused = true)]
async fn an_empty_budget_hedges_nothing() {
    let (service, calls) = stalling();
    let hedged = layer(Budget::new(0, 0, clock())).layer(service);
    latencies(&hedged, Operation::GetItem, 1000).await;
    assert_eq!(calls.load(Ordering::Relaxed), 1000);
}

#[tokio::test(start_paused = true)]
async fn errors_are_those_of_the_first_unless_the_second_succeeds() {
    let fail = |request: &Request, what: &'static str| {
        Err(Error::failed(
            ErrorKind::Connection,
            FailureClass::Ambiguous,
            request,
            what,
        ))
    };
    for (second_fails, expected) in [(true, Err("first")), (false, Ok(2))] {
        let calls = Arc::new(AtomicU32::new(0));
        let service = service_fn(move |request: Request| {
            let number = calls.fetch_add(1, Ordering::Relaxed);
            async move {
                match number {
                    0..200 => wait(Duration::from_millis(5)).await,
                    200 => {
                        wait(Duration::from_millis(50)).await;
                        return fail(&request, "first");
                    }
                    _ => {
                        wait(Duration::from_millis(100)).await;
                        if second_fails {
                            return fail(&request, "second");
                        }
                    }
                }
                Ok(Response::new(200, "{}"))
            }
        });
        let hedged = layer(ample()).layer(service);
        latencies(&hedged, Operation::GetItem, 200).await;
        let answer = hedged.oneshot(Request::new(Operation::GetItem, "{}")).await;
        match (answer, expected) {
            (Ok(response), Ok(attempts)) => assert_eq!(response.attempts, attempts),
            (Err(error), Err(what)) => {
                assert!(error.to_string().ends_with(what), "{error}");
                assert_eq!(error.attempts(), 2);
            }
            (answer, expected) => panic!("{answer:?} where {expected:?} was expected"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hedge_may_be_put_off_for_ever() {
    let (service, calls) = stalling();
    let options = HedgeOptions::new().not_before(Duration::MAX);
    let hedged = HedgeLayer::new(options, ample(), clock()).layer(service);
    latencies(&hedged, Operation::GetItem, 200).await;
    assert_eq!(calls.load(Ordering::Relaxed), 200);
}
