//! Credentials that the server does not take any more.
#![cfg(unix)]

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
