//! What is repeated: every kind of failure, with every safety.

use ddbx_core::Safety;

use super::*;
use crate::retry::Cause;

const SAFETIES: [Safety; 4] = [Safety::Read, Safety::Repeatable, Safety::Conditional, Safety::Unsafe];

/// A failure, its cause, and whether it is repeated for a read, a repeatable, a conditional and an unsafe write.
type Row = (&'static str, Answer, Cause, [bool; 4]);

const ALWAYS: [bool; 4] = [true; 4];
const NEVER: [bool; 4] = [false; 4];
const IF_SAFE: [bool; 4] = [true, true, true, false];

macro_rules! code {
    ($status:literal $code:literal) => {
        |request| answer(request, $status, $code)
    };
}

macro_rules! failure {
    ($kind:ident, $class:ident) => {
        |request| {
            Err(Error::failed(
                ErrorKind::$kind,
                FailureClass::$class,
                request,
                "it failed",
            ))
        }
    };
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("reset", lost, Cause::Ambiguous, IF_SAFE),
    ("attempt timeout", failure!(Timeout, Ambiguous), Cause::Ambiguous, IF_SAFE),
    ("garbled answer", failure!(UnexpectedResponse, Ambiguous), Cause::Ambiguous, IF_SAFE),
    ("500", failing, Cause::Ambiguous, IF_SAFE),
    ("503", code!(503 "ServiceUnavailable"), Cause::Ambiguous, IF_SAFE),
    ("502 of a proxy", |request| Err(Error::from_response(request, &Response::new(502, "<html>"))), Cause::Ambiguous, IF_SAFE),
    ("500 with a refusal's code", code!(500 "ValidationException"), Cause::Ambiguous, IF_SAFE),
    ("a layer that fails", failure!(Layer, Ambiguous), Cause::Ambiguous, IF_SAFE),
    ("no connection", unconnected, Cause::NotSent, ALWAYS),
    ("no place in the pool", failure!(PoolTimeout, NotSent), Cause::Final, NEVER),
    ("closed pool", failure!(Closed, NotSent), Cause::Final, NEVER),
    ("wrong endpoint", failure!(Configuration, NotSent), Cause::Final, NEVER),
    ("no credentials", failure!(Authentication, NotSent), Cause::Final, NEVER),
    ("deadline before it was sent", failure!(Timeout, NotSent), Cause::Final, NEVER),
    ("shed by a limiter", shed, Cause::Final, NEVER),
    ("throttled", throttled, Cause::Throttled, ALWAYS),
    ("throttled, on demand", code!(400 "ThrottlingException"), Cause::Throttled, ALWAYS),
    ("throttled, account", code!(400 "RequestLimitExceeded"), Cause::Throttled, ALWAYS),
    ("conflict", conflict, Cause::Conflict, ALWAYS),
    ("conflict of regions", code!(400 "ReplicatedWriteConflictException"), Cause::Conflict, ALWAYS),
    ("transaction under way", code!(400 "TransactionInProgressException"), Cause::InProgress, ALWAYS),
    ("false condition", false_condition, Cause::Final, NEVER),
    ("validation", code!(400 "ValidationException"), Cause::Final, NEVER),
    ("access denied", denied, Cause::Final, NEVER),
    ("expired, after it was mended below", code!(400 "ExpiredTokenException"), Cause::Final, NEVER),
    ("no such table", code!(400 "ResourceNotFoundException"), Cause::Final, NEVER),
    ("token of another transaction", code!(400 "IdempotentParameterMismatchException"), Cause::Final, NEVER),
    ("input refused before sending", |_| Err(Error::invalid("no")), Cause::Final, NEVER),
];

#[tokio::test(start_paused = true)]
async fn every_failure_with_every_safety() {
    let mut decided = 0;
    for &(name, failure, cause, repeated) in TABLE {
        for (safety, repeated) in SAFETIES.into_iter().zip(repeated) {
            let error = failure(&request(safety)).unwrap_err();
            assert_eq!(Cause::of(&error), cause, "{name}");
            let (answer, log) = run(request(safety), &[failure, ok]).await;
            assert_eq!(answer.is_ok(), repeated, "{name}, {safety:?}");
            assert_eq!(log.attempts(), 1 + usize::from(repeated), "{name}, {safety:?}");
            decided += 1;
        }
    }
    assert_eq!(decided, TABLE.len() * 4);
}

#[test]
fn a_cause_is_decided_by_count_too() {
    let options = RetryOptions::new();
    let most = |cause, safety| {
        (1..100)
            .take_while(|&failures| options.repeats(cause, safety, failures))
            .count()
            + 1
    };
    for safety in SAFETIES {
        let ambiguous = if safety == Safety::Unsafe { 1 } else { 4 };
        assert_eq!(most(Cause::Ambiguous, safety), ambiguous, "{safety:?}");
        assert_eq!(most(Cause::Conflict, safety), 10);
        assert_eq!(most(Cause::Final, safety), 1);
        for cause in [Cause::InProgress, Cause::NotSent, Cause::Throttled] {
            assert_eq!(most(cause, safety), 100, "{cause:?}");
            assert!(!RetryOptions::never().repeats(cause, safety, 1));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_transaction_is_repeated_only_if_no_reason_is_permanent() {
    const PERMANENT: [&str; 4] = [
        "ConditionalCheckFailed",
        "ItemCollectionSizeLimitExceeded",
        "ValidationError",
        "DuplicateItem",
    ];
    const PASSING: [&str; 3] = [
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
    ];
    let mut combinations = 0;
    for passing in PASSING.into_iter().chain(["None"]) {
        for other in PERMANENT.into_iter().chain(PASSING).chain(["None"]) {
            let is_permanent = PERMANENT.contains(&other) || (passing == "None" && other == "None");
            let body = format!(
                r#"{{"__type":"TransactionCanceledException","message":"no","CancellationReasons":[{{"Code":"None"}},{{"Code":"{passing}"}},{{"Code":"{other}"}}]}}"#
            );
            let calls = Arc::new(Mutex::new(0));
            let counted = Arc::clone(&calls);
            let service = service_fn(move |request: Request| {
                *counted.lock().unwrap() += 1;
                let answer = if *counted.lock().unwrap() == 1 {
                    Err(Error::from_response(&request, &Response::new(400, body.clone())))
                } else {
                    ok(&request)
                };
                std::future::ready(answer)
            });
            let transaction = Request::new(Operation::TransactWriteItems, "{}").with_safety(Safety::Repeatable);
            let answer = layer(unlimited()).layer(service).oneshot(transaction).await;
            assert_eq!(answer.is_err(), is_permanent, "{passing}, {other}");
            assert_eq!(*calls.lock().unwrap(), if is_permanent { 1 } else { 2 });
            if let Err(error) = answer {
                assert_eq!(error.cancellations().len(), 3);
                assert_eq!(error.cancellations()[2].code().to_string(), other);
            }
            combinations += 1;
        }
    }
    assert_eq!(combinations, 32);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_is_under_way_is_waited_for() {
    // For six seconds it is being carried out.
    let begun = TokioClock.now();
    let service = service_fn(move |request: Request| {
        let answer = if TokioClock.now() - begun < Duration::from_secs(6) {
            answer(&request, 400, "TransactionInProgressException")
        } else {
            ok(&request)
        };
        std::future::ready(answer)
    });
    let transaction = Request::new(Operation::TransactWriteItems, "{}")
        .with_safety(Safety::Repeatable)
        .with_deadline(begun + Duration::from_secs(10));
    let response = layer(RetryOptions::new())
        .layer(service)
        .oneshot(transaction)
        .await
        .unwrap();
    let took = TokioClock.now() - begun;
    assert!(took < Duration::from_secs(8), "{took:?}");
    assert!(response.attempts < 20, "{} attempts", response.attempts);
}

#[tokio::test(start_paused = true)]
async fn one_that_stays_under_way_is_unknown() {
    let under_way: Answer = code!(400 "TransactionInProgressException");
    let transaction = request(Safety::Repeatable);
    let (answer, log) = run(transaction, &[under_way]).await;
    let error = answer.unwrap_err();
    assert!(error.is_unknown() && log.attempts() > 1);
    assert!(
        log.gaps().iter().all(|gap| *gap >= Duration::from_millis(100)),
        "{log:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn without_a_deadline_nothing_is_repeated_for_ever() {
    for (failure, attempts) in [(throttled as Answer, 10), (unconnected, 10), (failing, 4)] {
        let endless = Request::new(Operation::GetItem, "{}");
        let (answer, log) = run(endless, &[failure]).await;
        assert!(answer.is_err());
        assert_eq!(log.attempts(), attempts);
    }
}
