//! `config_override` and interceptors: what a caller switches back on, or adds, does no harm.

use std::sync::atomic::Ordering;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::endpoint::DefaultResolver;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Builder, Config, Credentials, Region};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::types::AttributeValue;
use ddbx::error::FailureClass;
use ddbx::{ErrorKind, Operation, Response, sdk};

use crate::every_operation::Noted;
use crate::failures::{Behaviour, Canned};
use crate::{s, users};

fn retries() -> Builder {
    let retries = RetryConfig::standard()
        .with_max_attempts(4)
        .with_initial_backoff(Duration::from_millis(1));
    Config::builder().retry_config(retries)
}

/// How often an increment and a get reach the backend when the SDK's retries are on.
async fn sent(behaviour: Behaviour) -> (u32, u32) {
    let backend = Canned::new(behaviour);
    let client = backend.client();
    let add = client.update_item().table_name("users").key("id", s("u1"));
    let add = add
        .update_expression("ADD visits :one")
        .expression_attribute_values(":one", AttributeValue::N("1".into()));
    add.customize().config_override(retries()).send().await.unwrap_err();
    let adds = backend.sent.swap(0, Ordering::Relaxed);
    let get = client.get_item().table_name("users").key("id", s("u1"));
    get.customize().config_override(retries()).send().await.unwrap_err();
    (adds, backend.sent.swap(0, Ordering::Relaxed))
}

fn fault(status: u16, code: &str) -> Behaviour {
    Behaviour::Answer(Response::new(
        status,
        format!(r#"{{"__type":"{code}","message":"no"}}"#),
    ))
}

/// The plain SDK repeats every one of these writes.
#[tokio::test(start_paused = true)]
async fn retries_switched_on_repeat_only_what_is_safe() {
    // Where it may have been written.
    assert_eq!(sent(Behaviour::Silence).await, (1, 4));
    assert_eq!(
        sent(Behaviour::Fail(ErrorKind::Connection, FailureClass::Ambiguous)).await,
        (1, 4)
    );
    assert_eq!(sent(fault(500, "InternalServerError")).await, (1, 4));
    assert_eq!(sent(Behaviour::Answer(Response::new(502, "<html>"))).await, (1, 4));
    assert_eq!(sent(Behaviour::Answer(Response::new(200, "{"))).await, (1, 4));
    // Where it surely was not.
    assert_eq!(
        sent(Behaviour::Fail(ErrorKind::Connection, FailureClass::NotSent)).await,
        (4, 4)
    );
    assert_eq!(sent(fault(400, "ThrottlingException")).await, (4, 4));
    assert_eq!(sent(fault(400, "ProvisionedThroughputExceededException")).await, (4, 4));
    // What would be refused again.
    assert_eq!(sent(fault(400, "ConditionalCheckFailedException")).await, (1, 1));
    assert_eq!(sent(fault(400, "ResourceNotFoundException")).await, (1, 1));
}

/// A put may be repeated, by the pool: after a loss, the SDK would hand on the refusal of a repeat as the whole truth.
#[tokio::test(start_paused = true)]
async fn retries_switched_on_leave_lost_writes_to_the_pool() {
    for (class, expected) in [(FailureClass::Ambiguous, 1), (FailureClass::NotSent, 4)] {
        let backend = Canned::new(Behaviour::Fail(ErrorKind::Connection, class));
        let put = backend.client().put_item().table_name("users").item("id", s("u1"));
        let put = put.condition_expression("attribute_exists(id)");
        let error = put.customize().config_override(retries()).send().await.unwrap_err();
        assert!(sdk::error(&error).unwrap().is_retryable());
        assert_eq!(backend.sent.load(Ordering::Relaxed), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn without_an_override_the_client_repeats_nothing() {
    for behaviour in [fault(500, "InternalServerError"), fault(400, "ThrottlingException")] {
        let backend = Canned::new(behaviour);
        backend.client().list_tables().send().await.unwrap_err();
        assert_eq!(backend.sent.load(Ordering::Relaxed), 1);
    }
}

/// The SDK's own clock: it drops our future, and knows no more than that.
#[tokio::test(start_paused = true)]
async fn a_time_limit_of_the_callers_holds_and_repeats_nothing() {
    let backend = Canned::new(Behaviour::Silence);
    let limit = TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_millis(300))
        .build();
    let start = tokio::time::Instant::now();
    let put = backend.client().put_item().table_name("users").item("id", s("u1"));
    let error = put
        .customize()
        .config_override(retries().timeout_config(limit))
        .send()
        .await
        .unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_millis(300));
    assert!(matches!(error, SdkError::TimeoutError(_)));
    assert!(sdk::error(&error).is_none());
    assert_eq!(backend.sent.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn signing_switched_on_is_left_behind() {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", Some("token".into()), None, "test");
    let sign = || {
        Config::builder()
            .auth_scheme_preference(["sigv4".into()])
            .credentials_provider(credentials.clone())
            .region(Region::new("eu-west-1"))
            .endpoint_resolver(DefaultResolver::new())
    };
    let client = users().await;
    let put = client.put_item().table_name("users").item("id", s("u1"));
    put.customize().config_override(sign()).send().await.unwrap();
    let get = client.get_item().table_name("users").key("id", s("u1"));
    assert!(
        get.customize()
            .config_override(sign())
            .send()
            .await
            .unwrap()
            .item
            .is_some()
    );

    // The stack sees the operation and the body, as without it.
    let noted = Noted::default();
    let list = || noted.client().list_tables().limit(3);
    list().customize().config_override(sign()).send().await.unwrap();
    list().send().await.unwrap();
    let requests = noted.take();
    assert_eq!(requests[0].body, requests[1].body);
    assert_eq!(requests[0].body, r#"{"Limit":3}"#);
}

/// The control: that override does sign.
#[tokio::test]
async fn the_override_signs() {
    use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
    use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Debug, Default)]
    struct Seen(Arc<Mutex<Vec<bool>>>);

    impl Intercept for Seen {
        fn name(&self) -> &'static str {
            "Seen"
        }

        fn read_before_transmit(
            &self,
            context: &BeforeTransmitInterceptorContextRef<'_>,
            _: &RuntimeComponents,
            _: &mut ConfigBag,
        ) -> Result<(), aws_sdk_dynamodb::error::BoxError> {
            self.0
                .lock()
                .unwrap()
                .push(context.request().headers().contains_key("authorization"));
            Ok(())
        }
    }

    let seen = Seen::default();
    let client = Client::from_conf(sdk::config(Noted::default()).interceptor(seen.clone()).build());
    client.list_tables().send().await.unwrap();
    let signed = Config::builder()
        .auth_scheme_preference(["sigv4".into()])
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"));
    client
        .list_tables()
        .customize()
        .config_override(signed)
        .send()
        .await
        .unwrap();
    assert_eq!(*seen.0.lock().unwrap(), [false, true]);
}

/// Headers that a caller adds do not reach the server: there is no place for them in a request of the stack.
#[tokio::test]
async fn another_target_is_another_operation_and_an_unknown_one_an_error() {
    let noted = Noted::default();
    let list = || noted.client().list_tables().customize();
    let target = |target: &'static str| {
        list().mutate_request(move |request| drop(request.headers_mut().insert("x-amz-target", target)))
    };
    target("DynamoDBStreams_20120810.ListStreams").send().await.unwrap();
    assert_eq!(noted.take()[0].operation, Operation::ListStreams);

    for (name, text) in [
        (
            "DynamoDB_20120810.Brandnew",
            "`DynamoDB_20120810.Brandnew` is no operation of DynamoDB's that this version of ddbx knows",
        ),
        (
            "Kinesis_20131202.ListTables",
            "`Kinesis_20131202.ListTables` is no operation of DynamoDB's that this version of ddbx knows",
        ),
        ("", "`` is no operation of DynamoDB's that this version of ddbx knows"),
    ] {
        let error = target(name).send().await.unwrap_err();
        assert!(matches!(&error, SdkError::DispatchFailure(failure) if failure.is_user()));
        let ours = sdk::error(&error).unwrap();
        assert_eq!((ours.kind(), &*ours.to_string()), (ErrorKind::Unsupported, text));
    }
    let without = list().mutate_request(|request| drop(request.headers_mut().remove("x-amz-target")));
    let error = without.send().await.unwrap_err();
    assert!(
        sdk::error(&error)
            .unwrap()
            .to_string()
            .contains("without the header `x-amz-target`")
    );
    assert!(noted.take().is_empty());
}

/// A body in pieces, as an interceptor may make it.
#[tokio::test]
async fn a_body_in_pieces_is_put_together() {
    use aws_smithy_types::body::SdkBody;
    use futures_util::stream;
    use http_body_util::StreamBody;
    use hyper::body::Frame;

    let noted = Noted::default();
    for pieces in [vec![], vec![r#"{"Limit":3}"#], vec!["{", r#""Limit""#, ":3}"]] {
        let whole = pieces.concat();
        let given = pieces.clone();
        let list = noted.client().list_tables().customize().mutate_request(move |request| {
            let frames = given
                .clone()
                .into_iter()
                .map(|piece| Ok::<_, std::io::Error>(Frame::data(piece.into())));
            *request.body_mut() = SdkBody::from_body_1_x(StreamBody::new(stream::iter(frames.collect::<Vec<_>>())));
        });
        list.send().await.unwrap();
        let request = noted.take().remove(0);
        assert_eq!(request.body, whole);
        if let [only] = &pieces[..] {
            assert_eq!(request.body.as_ptr(), only.as_ptr(), "it is not copied");
        }
    }
    let broken = noted.client().list_tables().customize().mutate_request(|request| {
        let frames = stream::iter([Err::<Frame<bytes::Bytes>, _>(std::io::Error::other("gone"))]);
        *request.body_mut() = SdkBody::from_body_1_x(StreamBody::new(frames));
    });
    let error = broken.send().await.unwrap_err();
    let ours = sdk::error(&error).unwrap();
    assert_eq!(ours.to_string(), "ListTables: the body cannot be read");
    assert!(ours.is_invalid() && noted.take().is_empty());
}
