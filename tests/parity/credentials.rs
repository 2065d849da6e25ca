//! Who signs.

use crate::case::{connect, from_env};
use crate::stage::Stage;

const PLACEHOLDER: &str = "ddbxplaceholder";

/// Whoever listens on a port of this machine, or behind a host's name, gets the user's own only if the URL says so.
#[tokio::test]
async fn towards_hosts_that_are_not_aws_s_a_placeholder_signs() {
    let stage = Stage::open().await;
    let local = stage.url().replacen("http", "dynamodb+http", 1);
    let case = |options: &str| {
        connect(&format!("{local}{options}"), &stage)
            .keys()
            .set("AWS_SESSION_TOKEN", "token")
    };
    let seen = case("").arrives(&stage, &stage.url(), "us-east-1", PLACEHOLDER).await;
    assert_eq!(seen.token, None);
    case("?region=eu-west-1")
        .arrives(&stage, &stage.url(), "eu-west-1", PLACEHOLDER)
        .await;
    let remote = connect("dynamodb+https://db.example", &stage).keys();
    remote
        .arrives(&stage, "https://db.example", "us-east-1", PLACEHOLDER)
        .await;

    let seen = case("?credentials=env")
        .arrives(&stage, &stage.url(), "us-east-1", "ENVKEY")
        .await;
    assert_eq!(seen.token.as_deref(), Some("token"));
    let own = case("?access_key=URLKEY&secret_key=s&session_token=t");
    let seen = own.arrives(&stage, &stage.url(), "us-east-1", "URLKEY").await;
    assert_eq!(seen.token.as_deref(), Some("t"));
    let remote = connect("dynamodb+https://db.example?credentials=env&region=eu-west-1", &stage).keys();
    remote
        .arrives(&stage, "https://db.example", "eu-west-1", "ENVKEY")
        .await;
}

#[tokio::test]
async fn a_session_token_goes_along() {
    let stage = Stage::open().await;
    let case = from_env(&stage)
        .keys()
        .set("AWS_SESSION_TOKEN", "token")
        .set("AWS_REGION", "eu-west-1");
    let place = "https://dynamodb.eu-west-1.amazonaws.com";
    let seen = case.arrives_as_with_the_sdk(&stage, place, "eu-west-1", "ENVKEY").await;
    assert_eq!(seen.token.as_deref(), Some("token"));
}

#[tokio::test]
async fn a_profile_with_a_role_assumes_it_once() {
    let stage = Stage::open().await;
    let config = "[profile shop]\nregion = eu-west-1\nrole_arn = arn:aws:iam::222222222222:role/shop\nsource_profile = base\n\
                  [profile base]\naws_access_key_id = BASEKEY\naws_secret_access_key = x\n";
    let case = from_env(&stage)
        .config(config)
        .set("AWS_PROFILE", "shop")
        .set("AWS_ENDPOINT_URL_STS", &stage.url());
    let case = case.set("DDBX_PARITY_REQUESTS", "50");
    // The account of the role is known by then, and has an endpoint of its own.
    let place = "https://222222222222.ddb.eu-west-1.amazonaws.com";
    let seen = case.arrives(&stage, place, "eu-west-1", "ROLEKEY").await;
    assert_eq!(seen.token.as_deref(), Some("roletoken"));
    assert_eq!((stage.seen().len(), stage.roles()), (50, 1));
    case.arrives_as_with_the_sdk(&stage, place, "eu-west-1", "ROLEKEY")
        .await;
}

/// The SDK's chain would take the keys of the environment; a URL that names a profile means it.
#[tokio::test]
async fn a_profile_in_the_url_goes_before_the_environment() {
    let stage = Stage::open().await;
    let case = connect("dynamodb://eu-west-1?profile=shop", &stage)
        .keys()
        .set("AWS_PROFILE", "other")
        .credentials("[shop]\naws_access_key_id = SHOPKEY\naws_secret_access_key = y\n");
    case.arrives(
        &stage,
        "https://dynamodb.eu-west-1.amazonaws.com",
        "eu-west-1",
        "SHOPKEY",
    )
    .await;
}
