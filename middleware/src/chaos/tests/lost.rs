//! Answers and requests that do not arrive, or late.

use std::sync::Arc;
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock as _, Error, ErrorKind, Outcome, Request, Response};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::{Place, add, get};
use crate::TokioClock;
use crate::chaos::{Chaos, Mishap, When};
use crate::timeout::{AttemptTimeoutLayer, Limits};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn lost_before_and_after_look_alike_and_are_not() {
    for (mishap, commits) in [(Mishap::lost_request(), 0), (Mishap::lost_answer(), 1)] {
        let place = Place::new();
        place.chaos.next(1, mishap.clone());
        let error = place.send(add()).await.unwrap_err();
        assert_eq!(error.class(), Some(FailureClass::Ambiguous));
        assert_eq!(
            (error.kind(), error.outcome()),
            (ErrorKind::Connection, Outcome::Unknown)
        );
        assert_eq!(error.attempts(), 1);
        assert_eq!(place.commits(), commits, "{mishap}");
        // The next one is left alone.
        place.send(add()).await.unwrap();
        assert_eq!(place.commits(), commits + 1);
    }
}

#[tokio::test]
async fn a_read_that_is_lost_has_applied_nothing() {
    let place = Place::new();
    place.chaos.next(1, Mishap::lost_answer());
    assert_eq!(place.send(get()).await.unwrap_err().outcome(), Outcome::NotApplied);
}

#[tokio::test]
async fn an_answer_that_is_cut_off() {
    let place = Place::new();
    place.chaos.next(1, Mishap::truncated());
    let error = place.send(add()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.is_unknown());
    assert_eq!(place.commits(), 1);
}

#[tokio::test]
async fn what_is_not_sent_may_be_repeated() {
    let place = Place::new();
    place.chaos.next(1, Mishap::not_sent());
    let error = place.send(add()).await.unwrap_err();
    assert_eq!(error.class(), Some(FailureClass::NotSent));
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert!(error.is_retryable());
    assert_eq!((error.attempts(), place.commits()), (0, 0));
}

#[tokio::test]
async fn a_request_that_was_not_sent_anyway_loses_no_answer() {
    let closed = service_fn(|request: Request| async move {
        let error = Error::failed(ErrorKind::Closed, FailureClass::NotSent, &request, "closed");
        Err::<Response, _>(error)
    });
    let chaos = Chaos::new();
    chaos.always(Mishap::lost_answer());
    let error = chaos.layer(closed).oneshot(add()).await.unwrap_err();
    assert_eq!(error.class(), Some(FailureClass::NotSent));
}

/// The engine refused it; whoever sent it does not learn so.
#[tokio::test]
async fn the_answer_of_a_refusal_is_lost_too() {
    let refusing = service_fn(|request: Request| async move {
        let body = r#"{"__type":"ConditionalCheckFailedException"}"#;
        Err::<Response, _>(Error::from_response(&request, &Response::new(400, body)))
    });
    let chaos = Chaos::new();
    chaos.always(Mishap::lost_answer());
    let error = chaos.layer(refusing).oneshot(add()).await.unwrap_err();
    assert!(error.is_unknown() && !error.is_condition_failed());
}

#[tokio::test(start_paused = true)]
async fn a_stall_ends_by_a_limit() {
    for (when, commits) in [(When::BeforeCommit, 0), (When::AfterCommit, 1)] {
        let place = Place::new();
        place.chaos.next(1, Mishap::stalled(when));
        let limit = AttemptTimeoutLayer::new(Limits::ATTEMPT, Arc::new(TokioClock));
        let start = TokioClock.now();
        let error = limit.layer(place.service.clone()).oneshot(add()).await.unwrap_err();
        assert_eq!(TokioClock.now() - start, SECOND);
        assert!(error.is_timeout() && error.is_unknown());
        assert_eq!(place.commits(), commits);
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_is_before_or_after() {
    for when in [When::BeforeCommit, When::AfterCommit] {
        let place = Place::new();
        place.chaos.next(1, Mishap::delayed(2 * SECOND, when));
        let start = TokioClock.now();
        let limit = AttemptTimeoutLayer::new(Limits::ATTEMPT, Arc::new(TokioClock));
        let error = limit.layer(place.service.clone()).oneshot(add()).await.unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(place.commits(), usize::from(when == When::AfterCommit), "{when}");

        place.chaos.next(1, Mishap::delayed(SECOND / 2, when));
        place.send(add()).await.unwrap();
        assert_eq!(TokioClock.now() - start, SECOND + SECOND / 2);
    }
}
