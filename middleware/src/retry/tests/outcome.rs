//! What a request's error says of a write, by all that befell its attempts.

use ddbx_core::{Outcome, Safety};

use super::*;

/// What may follow a lost answer, and still leaves it open what the lost one did.
fn sequels() -> Vec<(&'static str, Vec<Answer>)> {
    vec![
        ("throttles until the deadline", vec![throttled]),
        ("a throttle, then 403", vec![throttled, denied]),
        ("403", vec![denied]),
        ("a throttle, then shed", vec![throttled, shed]),
        ("shed", vec![shed]),
        ("no connection until the deadline", vec![unconnected]),
        ("a false condition", vec![false_condition]),
        ("a conflict, then a false condition", vec![conflict, false_condition]),
        ("conflicts to the last", vec![conflict]),
        ("lost to the last", vec![lost]),
        ("500 to the last", vec![failing]),
        (
            "a throttle, 500, then no such table",
            vec![throttled, failing, |request| {
                answer(request, 400, "ResourceNotFoundException")
            }],
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_answer_was_lost_stays_unknown_whatever_follows() {
    for (name, sequel) in sequels() {
        for safety in [Safety::Repeatable, Safety::Conditional, Safety::Unsafe] {
            let script = [vec![lost as Answer], sequel.clone()].concat();
            let (answer, log) = run(request(safety), &script).await;
            let error = answer.expect_err(name);
            assert_eq!(error.outcome(), Outcome::Unknown, "{name}, {safety:?}: {error:?}");
            assert!(!error.is_condition_failed(), "{name}, {safety:?}");
            // What was refused would be refused again, and nothing would be left to tell of the lost one.
            let is_refused = ["403", "a false condition", "no such table"]
                .iter()
                .any(|end| name.ends_with(end));
            let may_go_on = safety == Safety::Repeatable && !is_refused;
            assert_eq!(error.is_retryable(), may_go_on, "{name}, {safety:?}");
            assert_eq!(log.attempts() > 1, safety != Safety::Unsafe, "{name}, {safety:?}");
        }
        // Control: without the lost one, most of them leave nothing open.
        if !name.contains("lost") && !name.contains("500") {
            let (answer, _) = run(request(Safety::Repeatable), &sequel).await;
            assert_eq!(answer.expect_err(name).outcome(), Outcome::NotApplied, "{name}");
        }
        // And a read is never unknown.
        let (answer, _) = run(request(Safety::Read), &[vec![lost as Answer], sequel].concat()).await;
        assert_eq!(answer.expect_err(name).outcome(), Outcome::NotApplied, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_succeeds_at_last_is_known() {
    for safety in [Safety::Repeatable, Safety::Conditional] {
        let (answer, log) = run(request(safety), &[lost, throttled, unconnected, failing, ok]).await;
        assert_eq!(answer.unwrap().attempts, 4, "the one without a connection was not sent");
        assert_eq!(log.attempts(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_never_lost_is_repeated_even_if_it_is_unsafe() {
    let (answer, log) = run(request(Safety::Unsafe), &[throttled, unconnected, conflict, ok]).await;
    assert!(answer.is_ok());
    assert_eq!(log.attempts(), 4);
    // But at its first lost answer, it ends.
    let (answer, log) = run(request(Safety::Unsafe), &[throttled, lost, ok]).await;
    let error = answer.unwrap_err();
    assert!(error.is_unknown());
    assert_eq!((log.attempts(), error.attempts()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn the_error_says_what_happened_and_what_was_lost() {
    let (answer, _) = run(request(Safety::Conditional), &[lost, false_condition]).await;
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert_eq!(
        error.to_string(),
        "PutItem on table `users`: the answer to an attempt was lost, and the condition was false when it was repeated, \
         perhaps because the lost one succeeded: ConditionalCheckFailedException: no \
         (whether the write was applied is unknown)"
    );
    let source = std::error::Error::source(&error).expect("the lost attempt").to_string();
    assert!(source.contains("the connection broke"), "{source}");

    let (answer, _) = run(request(Safety::Repeatable), &[lost, denied]).await;
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    assert!(
        error
            .to_string()
            .ends_with("(whether the write was applied is unknown)")
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_at_last_has_what_was_met_before_as_its_cause() {
    let (answer, _) = run(request(Safety::Read), &[lost, shed]).await;
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Throttled, 1));
    let source = std::error::Error::source(&error)
        .expect("the attempt before")
        .to_string();
    assert!(source.contains("the connection broke"), "{source}");
}
