//! Answers that never came, or came damaged: what is known of a write.

use ddbx::error::FailureClass;
use ddbx::middleware::retry::RetryOptions;
use ddbx::transport::{Attempt, Backend};
use ddbx::{Error, ErrorKind, Outcome, Pool, PoolOptions, Request, Response};

use crate::{User, user};

/// Always the same answer.
#[derive(Clone, Debug)]
struct Canned(Response);

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = self.0.clone();
        Box::pin(async move { Ok(response) })
    }
}

fn answering(response: Response) -> Pool {
    PoolOptions::new().connect_with(Canned(response))
}

async fn write(pool: &Pool) -> Error {
    ddbx::update::<User>("u1")
        .add(|user| user.visits, 1)
        .execute(pool)
        .await
        .unwrap_err()
}

async fn read(pool: &Pool) -> Error {
    ddbx::get::<User>("u1").fetch_optional(pool).await.unwrap_err()
}

#[tokio::test]
async fn a_failure_of_the_server_leaves_a_write_unknown_and_a_read_not() {
    for status in [500, 502, 503, 504] {
        let pool = answering(Response::new(status, "<html>bad gateway</html>"));
        let (write, read) = (write(&pool).await, read(&pool).await);
        assert_eq!(
            (write.kind(), write.class()),
            (ErrorKind::Internal, Some(FailureClass::Ambiguous)),
            "{status}"
        );
        assert_eq!((write.outcome(), write.is_retryable()), (Outcome::Unknown, false));
        assert_eq!((read.outcome(), read.is_retryable()), (Outcome::NotApplied, true));
    }
}

#[tokio::test]
async fn a_put_whose_answer_is_lost_is_unknown() {
    let pool = answering(Response::new(500, "{}"));
    assert!(ddbx::put(user("u1")).execute(&pool).await.unwrap_err().is_unknown());
}

#[tokio::test]
async fn a_damaged_answer_is_not_believed() {
    let pool = answering(Response::new(200, "{}").with_checksum(1));
    let error = write(&pool).await;
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.is_unknown());
    assert!(error.to_string().contains("checksum"));
}

#[tokio::test]
async fn a_success_that_cannot_be_read_was_applied_all_the_same() {
    let pool = answering(Response::new(200, r#"{"Attributes":{"id":{"N":"1"}}}"#));
    let error = ddbx::update::<User>("u1")
        .add(|user| user.visits, 1)
        .returning_new()
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.outcome(), Outcome::Applied);
}

#[tokio::test]
async fn an_answer_that_was_cut_off_is_none() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "{}x",
        "<html></html>",
        r#"{"Attributes":{"id":"#,
        r#"{"Attributes":{"id":}"#,
    ] {
        let pool = answering(Response::new(200, body).with_request_id("R1"));
        let (read, write) = (read(&pool).await, write(&pool).await);
        for error in [&read, &write] {
            assert_eq!(
                (error.kind(), error.class()),
                (ErrorKind::UnexpectedResponse, Some(FailureClass::Ambiguous)),
                "{body}"
            );
            assert_eq!(error.request_id(), Some("R1"));
        }
        assert!(write.is_unknown() && !write.is_retryable(), "{body}");
        assert!(!read.is_unknown() && read.is_retryable(), "{body}");
    }
}

#[tokio::test]
async fn a_rejection_has_applied_nothing() {
    let body =
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow"}"#;
    let pool = answering(Response::new(400, body).with_request_id("R1"));
    let error = write(&pool.with(|options| options.retry(RetryOptions::never()))).await;
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!((error.request_id(), error.attempts()), (Some("R1"), 1));
}
