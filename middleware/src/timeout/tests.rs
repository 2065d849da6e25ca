use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use ddbx_core::clock::Sleep;
use ddbx_core::error::{FailureClass, Outcome};
use ddbx_core::{Clock, Error, Operation, Request, Response, Safety};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

use super::{AttemptTimeoutLayer, DeadlineLayer, Limits};
use crate::TokioClock;

const SECOND: Duration = Duration::from_secs(1);

fn clock() -> Arc<TokioClock> {
    Arc::new(TokioClock)
}

/// A server that answers after a while.
fn slow(pause: Duration) -> impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone {
    service_fn(move |_| async move {
        TokioClock.sleep_until(TokioClock.now() + pause).await;
        Ok(Response::new(200, "{}"))
    })
}

fn get() -> Request {
    Request::new(Operation::GetItem, "{}").on("users")
}

fn add() -> Request {
    Request::new(Operation::UpdateItem, "{}")
        .on("users")
        .with_safety(Safety::Unsafe)
}

async fn timed<S>(service: S, request: Request) -> (Duration, Result<Response, Error>)
where
    S: Service<Request, Response = Response, Error = Error>,
{
    let start = TokioClock.now();
    let answer = service.oneshot(request).await;
    (TokioClock.now() - start, answer)
}

#[tokio::test(start_paused = true)]
async fn an_answer_in_time_is_left_alone() {
    let service = DeadlineLayer::new(Limits::REQUEST, clock()).layer(slow(SECOND));
    let (took, answer) = timed(service, get()).await;
    assert!(answer.unwrap().is_success());
    assert_eq!(took, SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_is_late_has_applied_nothing() {
    let service = DeadlineLayer::new(Limits::REQUEST, clock()).layer(slow(60 * SECOND));
    let (took, answer) = timed(service, get()).await;
    let error = answer.unwrap_err();
    assert_eq!(took, 5 * SECOND);
    assert!(error.is_timeout());
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(
        error.to_string(),
        "GetItem on table `users`: no answer before the deadline"
    );
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_late_is_unknown() {
    let service = AttemptTimeoutLayer::new(Limits::ATTEMPT, clock()).layer(slow(60 * SECOND));
    let (took, answer) = timed(service, add()).await;
    let error = answer.unwrap_err();
    assert_eq!(took, SECOND);
    assert!(error.is_timeout() && error.is_unknown() && !error.is_retryable());
    assert_eq!(
        error.to_string(),
        "UpdateItem on table `users`: no answer within the attempt's time limit \
         (whether the write was applied is unknown)"
    );
}

#[tokio::test(start_paused = true)]
async fn pages_have_longer_than_items() {
    let service = AttemptTimeoutLayer::new(Limits::ATTEMPT, clock()).layer(slow(60 * SECOND));
    let (took, _) = timed(service, Request::new(Operation::Query, "{}")).await;
    assert_eq!(took, 5 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_large_body_has_a_second_more_for_every_256_kib() {
    let service = AttemptTimeoutLayer::new(Limits::ATTEMPT, clock()).layer(slow(60 * SECOND));
    let (took, _) = timed(service, Request::new(Operation::PutItem, vec![b' '; 512 * 1024])).await;
    assert_eq!(took, 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn the_callers_own_deadline_goes_before_both_limits() {
    let inner = AttemptTimeoutLayer::new(Limits::ATTEMPT, clock()).layer(slow(60 * SECOND));
    let service = DeadlineLayer::new(Limits::REQUEST, clock()).layer(inner);
    let deadline = TokioClock.now() + Duration::from_millis(300);
    let (took, answer) = timed(service, add().with_deadline(deadline)).await;
    assert_eq!(took, Duration::from_millis(300));
    // Both limits end at once; the inner one speaks, for it knows that an attempt was under way.
    assert!(
        answer
            .unwrap_err()
            .to_string()
            .contains("within the attempt's time limit")
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_after_its_deadline_is_never_sent() {
    async fn sent(_: Request) -> Result<Response, Error> {
        panic!("it was sent")
    }
    let service = DeadlineLayer::new(Limits::REQUEST, clock()).layer(service_fn(sent));
    let (_, answer) = timed(service, add().with_deadline(TokioClock.now())).await;
    let error = answer.unwrap_err();
    assert_eq!(error.class(), Some(FailureClass::NotSent));
    assert_eq!(error.outcome(), Outcome::NotApplied);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_reaches_the_layers_below() {
    let seen = service_fn(|request: Request| async move {
        let left: Instant = request.deadline.expect("the layer sets it");
        assert_eq!(left - TokioClock.now(), 15 * SECOND);
        Ok::<_, Error>(Response::new(200, "{}"))
    });
    let service = DeadlineLayer::new(Limits::REQUEST, clock()).layer(seen);
    assert!(service.oneshot(Request::new(Operation::Scan, "{}")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_limit_may_be_without_end() {
    let endless = Limits {
        per_256_kib: Duration::MAX,
        ..Limits::all(Duration::MAX)
    };
    let inner = AttemptTimeoutLayer::new(endless, clock()).layer(slow(3600 * SECOND));
    let service = DeadlineLayer::new(endless, clock()).layer(inner);
    let large = Request::new(Operation::PutItem, vec![b' '; 512 * 1024]);
    assert!(service.oneshot(large).await.is_ok());
}

/// Tokio's clock, with timers that ring in any order: the first one that is made, a moment late.
#[derive(Debug, Default)]
struct FirstRingsLate(AtomicBool);

impl Clock for FirstRingsLate {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn wall(&self) -> SystemTime {
        TokioClock.wall()
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        let is_first = !self.0.swap(true, Ordering::Relaxed);
        TokioClock.sleep_until(deadline + u32::from(is_first) * SECOND)
    }
}

#[tokio::test(start_paused = true)]
async fn whichever_timer_rings_first_the_inner_limit_speaks() {
    let clock: Arc<dyn Clock> = Arc::new(FirstRingsLate::default());
    let inner = AttemptTimeoutLayer::new(Limits::REQUEST, Arc::clone(&clock)).layer(slow(60 * SECOND));
    let service = DeadlineLayer::new(Limits::REQUEST, clock).layer(inner);
    let (took, answer) = timed(service, add()).await;
    assert_eq!(took, 5 * SECOND);
    let said = answer.unwrap_err().to_string();
    assert!(said.contains("within the attempt's time limit"), "{said}");
}
