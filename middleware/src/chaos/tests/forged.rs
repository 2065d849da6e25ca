//! Answers in DynamoDB's own bytes.

use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::fault::{CancellationCode, FaultCode, Nature, ThrottledResource, ThrottlingReason};
use ddbx_core::{Error, ErrorKind, Operation, Outcome, Request};

use super::{Place, add, get};
use crate::chaos::{Answer, Mishap, When};

fn transaction() -> Request {
    let body = r#"{"TransactItems":[{"Put":{}},{"Update":{}},{"Delete":{}}],"ClientRequestToken":"t"}"#;
    Request::new(Operation::TransactWriteItems, body).on("users")
}

async fn fail(mishap: impl Into<Mishap>, request: Request) -> Error {
    let place = Place::new();
    place.chaos.next(1, mishap);
    let error = place.send(request).await.unwrap_err();
    assert_eq!(place.commits(), 0);
    assert_eq!(place.chaos.pending(), 0);
    error
}

#[tokio::test]
async fn a_throttle_has_its_reason_and_names_what_was_throttled() {
    for reason in ThrottlingReason::ALL {
        let query = Request::new(Operation::Query, r#"{"TableName":"users","IndexName":"by_name"}"#).on("users");
        let error = fail(Mishap::throttled(reason.clone()), query).await;
        assert!(error.is_throttled() && error.is_retryable(), "{reason}");
        assert_eq!(error.class(), Some(FailureClass::Throttled));
        let throttle = &error.fault().unwrap().throttles()[0];
        assert_eq!(throttle.reason(), reason);
        let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/users";
        assert_eq!(
            throttle.resource().unwrap(),
            match reason.resource() {
                Some(ThrottledResource::Index) => format!("{arn}/index/by_name"),
                _ => arn.to_owned(),
            }
        );
    }
}

#[tokio::test]
async fn a_throttle_of_what_the_test_names() {
    let arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/users/index/by_status";
    let answer = Answer::throttled(ThrottlingReason::IndexWriteProvisionedThroughputExceeded)
        .about(arn)
        .asking_to_wait(Duration::from_millis(80));
    let error = fail(answer, add()).await;
    assert_eq!(error.fault().unwrap().throttles()[0].resource(), Some(arn));
    assert_eq!(error.retry_after(), Some(Duration::from_millis(80)));

    // An index that the request does not name has no name.
    let error = fail(
        Mishap::throttled(ThrottlingReason::IndexWriteAccountLimitExceeded),
        add(),
    )
    .await;
    assert_eq!(error.fault().unwrap().throttles()[0].resource(), None);
    assert_eq!(error.code(), Some(&FaultCode::RequestLimitExceeded));
}

#[tokio::test]
async fn a_server_that_fails_may_have_done_it() {
    for (when, commits) in [(When::BeforeCommit, 0), (When::AfterCommit, 1)] {
        for mishap in [Mishap::internal_error(when), Mishap::unavailable(when)] {
            let place = Place::new();
            place.chaos.next(1, mishap);
            let error = place.send(add()).await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Internal, Outcome::Unknown));
            assert_eq!(place.commits(), commits);
        }
    }
}

#[tokio::test]
async fn a_conflict_is_told_to_a_write_and_to_a_transaction_in_its_own_way() {
    let error = fail(Mishap::conflict(), add()).await;
    assert_eq!(error.code(), Some(&FaultCode::TransactionConflict));
    assert!(error.is_retryable());

    let error = fail(Mishap::conflict(), transaction()).await;
    assert_eq!(error.code(), Some(&FaultCode::TransactionCanceled));
    assert_eq!(error.fault().unwrap().nature(), Nature::Conflict);
    let codes: Vec<_> = error
        .cancellations()
        .iter()
        .map(|reason| reason.code().clone())
        .collect();
    let (conflict, none) = (CancellationCode::TransactionConflict, CancellationCode::None);
    assert_eq!(codes, [conflict, none.clone(), none]);
}

#[tokio::test]
async fn a_cancelled_transaction_has_a_reason_for_each_action() {
    let wanted = [CancellationCode::None, CancellationCode::ConditionalCheckFailed];
    let error = fail(Mishap::cancelled(wanted), transaction()).await;
    assert_eq!(error.kind(), ErrorKind::TransactionCancelled);
    let codes: Vec<_> = error
        .cancellations()
        .iter()
        .map(|reason| reason.code().name())
        .collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed", "None"]);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn other_refusals() {
    let error = fail(Mishap::in_progress(), transaction()).await;
    assert_eq!(error.fault().unwrap().nature(), Nature::InProgress);
    let error = fail(Mishap::access_denied(), get()).await;
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    let error = fail(Answer::condition_failed(), add()).await;
    assert!(error.is_condition_failed());
    let error = fail(Mishap::forged(403, "<html>no</html>", When::BeforeCommit), add()).await;
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::UnexpectedResponse, Some(FailureClass::Rejected))
    );
}

#[tokio::test]
async fn a_success_can_be_forged() {
    let place = Place::new();
    place.chaos.next(
        1,
        Mishap::forged(200, r#"{"Item":{"id":{"S":"forged"}}}"#, When::BeforeCommit),
    );
    let response = place.send(get()).await.unwrap();
    assert_eq!(super::text(&response), r#"{"Item":{"id":{"S":"forged"}}}"#);
}

/// What does not fit a request waits for one that it fits.
#[tokio::test]
async fn a_mishap_passes_over_what_it_does_not_fit() {
    let place = Place::new();
    for mishap in [
        Mishap::unprocessed(1),
        Mishap::in_progress(),
        Mishap::conflict(),
        Mishap::cancelled([]),
    ] {
        place.chaos.next(1, mishap.clone());
        place.send(get()).await.unwrap();
        assert_eq!(place.chaos.pending(), 1, "{mishap}");
        place.chaos.clear();
    }
    let list = Request::new(Operation::ListTables, "{}");
    place
        .chaos
        .next(1, Mishap::throttled(ThrottlingReason::TableReadAccountLimitExceeded));
    place.send(list).await.unwrap();
    assert_eq!((place.chaos.pending(), place.chaos.incidents().len()), (1, 0));
}
