//! What is not followed: nothing is sent then.

use crate::case::{connect, from_env, from_sdk_config};
use crate::stage::Stage;

#[tokio::test]
async fn without_credentials_the_error_says_where_they_are_looked_for() {
    let stage = Stage::open().await;
    let words = "no credentials: set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`";
    from_env(&stage)
        .set("AWS_REGION", "eu-west-1")
        .is_refused(&stage, words)
        .await;
    connect("dynamodb://eu-west-1", &stage).is_refused(&stage, words).await;
}

#[tokio::test]
async fn a_profile_that_is_not_there_is_named() {
    let stage = Stage::open().await;
    for case in [
        connect("dynamodb://eu-west-1?profile=shop", &stage),
        from_env(&stage)
            .set("AWS_REGION", "eu-west-1")
            .set("AWS_PROFILE", "shop"),
    ] {
        case.config("[profile other]\nregion = eu-west-1\n")
            .is_refused(&stage, "shop")
            .await;
    }
}

#[tokio::test]
async fn a_profile_of_the_url_goes_before_keys_and_the_error_says_so() {
    let stage = Stage::open().await;
    connect("dynamodb://eu-west-1?profile=shop", &stage)
        .keys()
        .config("[profile other]\nregion = eu-west-1\n")
        .is_refused(
            &stage,
            "keys in the environment are not looked at, because the URL names a profile",
        )
        .await;
}

#[tokio::test]
async fn without_a_region_the_error_says_how_to_name_one() {
    let stage = Stage::open().await;
    for case in [from_env(&stage), from_sdk_config(&stage)] {
        case.keys().is_refused(&stage, "no region: set `AWS_REGION`").await;
    }
}

#[tokio::test]
async fn an_endpoint_of_the_environment_is_checked_as_a_url_is() {
    let stage = Stage::open().await;
    for (url, words) in [
        ("http://db.example:8000", "plain http beyond this machine"),
        ("http://169.254.169.254", "find their credentials"),
        ("https://[::ffff:169.254.169.254]", "find their credentials"),
        ("https://me:CANARY@db.example", "it has a user or a password"),
    ] {
        for case in [from_env(&stage), from_sdk_config(&stage)] {
            let case = case
                .keys()
                .set("AWS_REGION", "eu-west-1")
                .set("AWS_ENDPOINT_URL_DYNAMODB", url);
            case.is_refused(&stage, words).await;
            assert!(!case.run().await.error.unwrap().contains("CANARY"));
        }
    }
}
