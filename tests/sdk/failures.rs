//! What never reached DynamoDB, or was never answered: a failed dispatch to SDK code, with our error beneath it.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemOutput};
use aws_sdk_dynamodb::types::Tag;
use ddbx::error::FailureClass;
use ddbx::middleware::retry::RetryOptions;
use ddbx::transport::{Attempt, Backend};
use ddbx::{Error, ErrorKind, Outcome, Pool, PoolOptions, Request, Response, sdk};
use tower::util::MapErrLayer;

use crate::s;

/// What a backend does with every request. Counts them.
#[derive(Clone, Debug)]
pub(crate) struct Canned {
    behaviour: Behaviour,
    pub(crate) sent: Arc<AtomicU32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Behaviour {
    Answer(Response),
    Fail(ErrorKind, FailureClass),
    Silence,
}

impl Backend for Canned {
    fn send(&self, request: Request) -> Attempt {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let behaviour = self.behaviour.clone();
        Box::pin(async move {
            match behaviour {
                Behaviour::Answer(response) => Ok(response),
                Behaviour::Fail(kind, class) => Err(Error::failed(kind, class, &request, "made up")),
                Behaviour::Silence => std::future::pending().await,
            }
        })
    }
}

impl Canned {
    pub(crate) fn new(behaviour: Behaviour) -> Self {
        Self {
            behaviour,
            sent: Arc::default(),
        }
    }

    pub(crate) fn client(&self) -> Client {
        // What the SDK itself repeats is looked at.
        let options = PoolOptions::new().retry(RetryOptions::never());
        options.connect_with(self.clone()).sdk()
    }
}

pub(crate) async fn put(client: &Client) -> Result<PutItemOutput, SdkError<PutItemError>> {
    client.put_item().table_name("users").item("id", s("u1")).send().await
}

/// DynamoDB answers these two with an empty body, and nothing else.
#[tokio::test]
async fn setting_tags_has_an_empty_answer() {
    let client = Canned::new(answer(200, "")).client();
    let tag = Tag::builder().key("team").value("red").build().unwrap();
    client
        .tag_resource()
        .resource_arn("arn")
        .tags(tag)
        .send()
        .await
        .unwrap();
    client
        .untag_resource()
        .resource_arn("arn")
        .tag_keys("team")
        .send()
        .await
        .unwrap();
    let ours = |error: &SdkError<PutItemError>| sdk::error(error).unwrap().kind();
    assert_eq!(ours(&failed_put(answer(200, "")).await), ErrorKind::UnexpectedResponse);
}

async fn failed_put(behaviour: Behaviour) -> SdkError<PutItemError> {
    put(&Canned::new(behaviour).client()).await.unwrap_err()
}

fn answer(status: u16, body: &'static str) -> Behaviour {
    Behaviour::Answer(Response::new(status, body).with_request_id("R1"))
}

#[tokio::test]
async fn a_closed_pool_is_named() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let client = pool.sdk();
    pool.close().await;
    let error = client.list_tables().send().await.unwrap_err();
    assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_other()));
    let ours = sdk::error(&error).unwrap();
    assert!(ours.is_closed());
    assert_eq!(
        (ours.class(), ours.outcome()),
        (Some(FailureClass::NotSent), Outcome::NotApplied)
    );
}

/// Time limits are the pool's, and end as failed dispatches: never as the SDK's `TimeoutError`.
#[tokio::test(start_paused = true)]
async fn a_write_that_is_not_answered_in_time_is_unknown() {
    let backend = Canned::new(Behaviour::Silence);
    let start = tokio::time::Instant::now();
    let error = put(&backend.client()).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 1, "one attempt at one item");
    assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_timeout()));
    let ours = sdk::error(&error).unwrap();
    // A put without a condition may be sent again.
    assert!(ours.is_timeout() && ours.is_unknown() && ours.is_retryable());
    assert_eq!(
        (ours.class(), ours.table()),
        (Some(FailureClass::Ambiguous), Some("users"))
    );
    assert_eq!(backend.sent.load(Ordering::Relaxed), 1);

    let error = backend
        .client()
        .get_item()
        .table_name("users")
        .key("id", s("u1"))
        .send()
        .await
        .unwrap_err();
    let ours = sdk::error(&error).unwrap();
    assert_eq!((ours.outcome(), ours.is_retryable()), (Outcome::NotApplied, true));
}

#[tokio::test]
async fn failures_are_of_the_sdks_kinds() {
    use FailureClass::{Ambiguous, NotSent};
    let io = |failure: &aws_sdk_dynamodb::error::ConnectorError| failure.is_io();
    for (kind, class, is_kind) in [
        (ErrorKind::Connection, NotSent, io as fn(&_) -> bool),
        (ErrorKind::Connection, Ambiguous, io),
        (ErrorKind::PoolTimeout, NotSent, |failure| failure.is_timeout()),
        (ErrorKind::Timeout, Ambiguous, |failure| failure.is_timeout()),
        (ErrorKind::Authentication, NotSent, |failure| failure.is_user()),
        (ErrorKind::Configuration, NotSent, |failure| failure.is_user()),
        (ErrorKind::Throttled, NotSent, |failure| failure.as_other().is_some()),
        (ErrorKind::Layer, Ambiguous, |failure| {
            failure.is_other() && failure.as_other().is_none()
        }),
    ] {
        let error = failed_put(Behaviour::Fail(kind, class)).await;
        let SdkError::DispatchFailure(failure) = &error else {
            panic!("{kind:?}: {error:?}");
        };
        assert!(is_kind(failure.as_connector_error().unwrap()), "{kind:?}");
        let ours = sdk::error(&error).unwrap();
        assert_eq!((ours.kind(), ours.class()), (kind, Some(class)));
        assert_eq!(ours.is_unknown(), class == Ambiguous, "{kind:?}");
    }
}

/// What `anyhow` and its like keep.
#[tokio::test]
async fn ours_is_found_by_walking_from_a_boxed_error() {
    let error = failed_put(Behaviour::Fail(ErrorKind::Connection, FailureClass::Ambiguous)).await;
    let whole: aws_sdk_dynamodb::Error = error.into();
    let boxed: Box<dyn StdError + Send + Sync> = whole.into();
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&*boxed);
    let mut found = None;
    while let Some(error) = cause {
        found = found.or(error.downcast_ref::<Error>());
        cause = error.source();
    }
    assert_eq!(found.map(Error::outcome), Some(Outcome::Unknown));
    // Its text is there for whoever prints the chain.
    let chain = aws_sdk_dynamodb::error::DisplayErrorContext(&*boxed).to_string();
    assert!(
        chain.contains("PutItem on table `users`: made up (whether the write was applied is unknown)"),
        "{chain}"
    );
}

#[tokio::test]
async fn a_failure_of_the_server_is_what_it_answered_and_unknown() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"later"}"#;
    let error = failed_put(answer(500, body)).await;
    let ours = sdk::error(&error).unwrap();
    assert!(ours.is_unknown() && ours.is_retryable());
    assert_eq!(ours.request_id(), Some("R1"));
    assert!(error.as_service_error().unwrap().is_internal_server_error());

    // Not all of them have a status of 500.
    let error = failed_put(answer(400, r#"{"__type":"RequestAbortedException","message":"gone"}"#)).await;
    assert!(sdk::error(&error).unwrap().is_unknown());
    assert_eq!(error.code(), Some("RequestAbortedException"));

    // A page of a proxy's.
    let error = failed_put(answer(502, "<html>bad gateway</html>")).await;
    assert!(sdk::error(&error).unwrap().is_unknown());
    assert_eq!(error.raw_response().unwrap().status().as_u16(), 502);
    assert_eq!(
        error.raw_response().unwrap().body().bytes(),
        Some(&b"<html>bad gateway</html>"[..])
    );
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn throttling_has_its_reasons() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow down",
        "throttlingReasons":[{"reason":"TableWriteKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:eu-west-1:1:table/users"}]}"#;
    let error = failed_put(answer(400, body)).await;
    let ours = sdk::error(&error).unwrap();
    assert!(ours.is_throttled() && ours.is_retryable());
    assert_eq!(ours.fault().unwrap().throttles().len(), 1);
    let PutItemError::ThrottlingException(error) = error.into_service_error() else {
        panic!("another error");
    };
    let reasons: Vec<_> = error
        .throttling_reasons()
        .iter()
        .map(|reason| reason.reason().unwrap())
        .collect();
    assert_eq!(reasons, ["TableWriteKeyRangeThroughputExceeded"]);
}

/// An answer that is not believed is not handed on.
#[tokio::test]
async fn a_damaged_answer_is_none() {
    let damaged = Response::new(200, "{}").with_checksum(1);
    for behaviour in [Behaviour::Answer(damaged), answer(200, "{"), answer(200, "")] {
        let error = failed_put(behaviour).await;
        assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_io()));
        let ours = sdk::error(&error).unwrap();
        assert!(ours.is_unknown());
        assert_eq!(ours.kind(), ErrorKind::UnexpectedResponse);
    }
}

/// To the SDK all of 2xx is a success. A redirect is not followed, and says nothing of the write.
#[tokio::test]
async fn a_success_that_is_not_dynamodbs_is_none() {
    for (status, body) in [
        (201, "{}"),
        (204, ""),
        (206, "{}"),
        (299, r#"{"__type":"ValidationException"}"#),
        (301, ""),
    ] {
        let error = failed_put(answer(status, body)).await;
        assert!(matches!(&error, SdkError::DispatchFailure(_)), "{status}");
        assert!(sdk::error(&error).unwrap().response().is_some(), "{status}");
    }
}

#[tokio::test]
async fn a_status_that_http_does_not_have_is_an_error() {
    for status in [0, 99, 1000, 65535] {
        let error = failed_put(answer(status, "{}")).await;
        assert!(matches!(&error, SdkError::DispatchFailure(_)), "{status}");
        assert!(sdk::error(&error).is_some(), "{status}");
    }
}

/// After an attempt without an answer, the refusal of its repeat proves nothing: the condition may be false because of
/// the attempt before. SDK code must not read it as "somebody else was first".
#[tokio::test]
async fn a_refusal_of_a_repeat_is_not_passed_off_as_the_verdict() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}"#;
    let backend = Canned::new(answer(400, body));
    // The control: a first attempt.
    let error = put(&backend.client()).await.unwrap_err();
    assert!(
        error
            .as_service_error()
            .unwrap()
            .is_conditional_check_failed_exception()
    );

    // What a layer that repeats makes of it.
    let repeated = MapErrLayer::new(|error: Error| error.with_outcome(Outcome::Unknown).with_attempts(2));
    let client = PoolOptions::new().layer(repeated).connect_with(backend).sdk();
    let error = put(&client).await.unwrap_err();
    assert!(matches!(&error, SdkError::DispatchFailure(_)));
    let ours = sdk::error(&error).unwrap();
    assert!(ours.is_unknown() && ours.is_condition_failed());
    assert_eq!(ours.attempts(), 2);
}

/// Neither our text nor the one of the SDK's chain shows an item.
#[tokio::test]
async fn no_value_is_shown() {
    let body = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no","Item":{"pin":{"S":"0815"}}}"#;
    let error = failed_put(answer(400, body)).await;
    let ours = sdk::error(&error).unwrap();
    assert!(!format!("{ours} {ours:?}").contains("0815"));
    assert!(
        !aws_sdk_dynamodb::error::DisplayErrorContext(ours)
            .to_string()
            .contains("0815")
    );
    assert!(ours.response().is_some());
}
