//! Credentials that the server does not take any more.
#![cfg(unix)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use ddbx::error::FailureClass;
use ddbx::executor::Executor as _;
use ddbx::middleware::timeout::Limits;
use ddbx::{ErrorKind, Operation, PoolOptions, Request};

use crate::case::from_env;
use crate::stage::Stage;

/// Fifty requests find out at once that their credentials have expired: the provider is asked once more, and each of
/// them is sent once more.
#[tokio::test]
async fn an_expired_token_is_one_refresh() {
    let stage = Stage::where_expired(Some("KEY1")).await;
    let case = from_env(&stage)
        .set("AWS_REGION", "eu-west-1")
        .set("AWS_ENDPOINT_URL_DYNAMODB", &stage.url());
    let (script, calls) = (case.path("login"), case.path("calls"));
    let text = format!(
        "echo x >> {calls}\nN=$(wc -l < {calls} | tr -d ' ')\necho '{{\"Version\":1,\"AccessKeyId\":\"KEY'$N'\",\
         \"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2099-01-01T00:00:00Z\"}}'\n"
    );
    std::fs::write(&script, text).unwrap();
    let case = case
        .config(&format!("[default]\ncredential_process = sh {script}\n"))
        .set("DDBX_PARITY_REQUESTS", "50");
    case.arrives(&stage, &stage.url(), "eu-west-1", "KEY2").await;

    assert_eq!(std::fs::read_to_string(&calls).unwrap().lines().count(), 2);
    let seen = stage.seen();
    assert_eq!(seen.iter().filter(|seen| seen.access_key == "KEY2").count(), 50);
    assert!(seen.iter().filter(|seen| seen.access_key == "KEY1").count() <= 50);
}

/// The control: where there are no others, the error is the server's.
#[tokio::test]
async fn keys_that_expire_and_cannot_be_renewed_are_an_error() {
    let stage = Stage::where_expired(Some("ENVKEY")).await;
    let case = from_env(&stage)
        .keys()
        .set("AWS_REGION", "eu-west-1")
        .set("AWS_ENDPOINT_URL_DYNAMODB", &stage.url());
    let error = case.run().await.error.unwrap();
    assert!(
        error.contains("The security token included in the request is expired"),
        "{error}"
    );
}

/// Gives keys that the server refuses, and then nothing any more.
#[derive(Debug, Default)]
struct Silent(AtomicUsize);

impl ProvideCredentials for Silent {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let call = self.0.fetch_add(1, Ordering::Relaxed);
        future::ProvideCredentials::new(async move {
            if call > 0 {
                std::future::pending::<()>().await;
            }
            Ok(Credentials::new("KEY1", "secret", None, None, "silent"))
        })
    }
}

#[tokio::test]
async fn a_request_that_waits_for_credentials_until_its_deadline_says_so() {
    let stage = Stage::where_expired(Some("KEY1")).await;
    let config = SdkConfig::builder()
        .region(Region::new("eu-west-1"))
        .endpoint_url(stage.url())
        .credentials_provider(SharedCredentialsProvider::new(Silent::default()))
        .build();
    let limit = Duration::from_millis(200);
    let options = PoolOptions::new().request_timeout(Limits {
        item: limit,
        ..Limits::REQUEST
    });
    let pool = options.connect_from_sdk_config(&config).await.unwrap();
    let error = pool.execute(Request::new(Operation::GetItem, "{}")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GetItem: the provider of credentials had not answered before the deadline"
    );
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.class(), Some(FailureClass::NotSent));
}
