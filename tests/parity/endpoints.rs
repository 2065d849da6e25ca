//! Regions, partitions, and what is in the place of AWS.

use crate::case::{connect, from_env};
use crate::stage::Stage;

#[tokio::test]
async fn the_region_of_the_environment() {
    let stage = Stage::open().await;
    for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        let case = from_env(&stage).keys().set(name, "eu-west-1");
        let place = "https://dynamodb.eu-west-1.amazonaws.com";
        case.arrives_as_with_the_sdk(&stage, place, "eu-west-1", "ENVKEY").await;
    }
}

#[tokio::test]
async fn the_region_and_the_keys_of_a_profile() {
    let stage = Stage::open().await;
    let case = from_env(&stage)
        .config("[default]\nregion = us-east-1\n[profile shop]\nregion = eu-west-3\n")
        .credentials("[default]\naws_access_key_id = OTHER\naws_secret_access_key = x\n[shop]\naws_access_key_id = SHOPKEY\naws_secret_access_key = y\n");
    let place = "https://dynamodb.eu-west-3.amazonaws.com";
    let named = case.clone().set("AWS_PROFILE", "shop");
    named
        .arrives_as_with_the_sdk(&stage, place, "eu-west-3", "SHOPKEY")
        .await;
    let place = "https://dynamodb.us-east-1.amazonaws.com";
    case.arrives_as_with_the_sdk(&stage, place, "us-east-1", "OTHER").await;
}

#[tokio::test]
async fn partitions_fips_and_dual_stack() {
    let stage = Stage::open().await;
    for (region, variables, host) in [
        ("cn-north-1", &[][..], "dynamodb.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", &[], "dynamodb.us-gov-west-1.amazonaws.com"),
        (
            "us-east-1",
            &["AWS_USE_FIPS_ENDPOINT"],
            "dynamodb-fips.us-east-1.amazonaws.com",
        ),
        (
            "us-east-1",
            &["AWS_USE_DUALSTACK_ENDPOINT"],
            "dynamodb.us-east-1.api.aws",
        ),
        (
            "us-east-1",
            &["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"],
            "dynamodb-fips.us-east-1.api.aws",
        ),
    ] {
        let mut case = from_env(&stage).keys().set("AWS_REGION", region);
        for variable in variables {
            case = case.set(variable, "true");
        }
        case.arrives_as_with_the_sdk(&stage, &format!("https://{host}"), region, "ENVKEY")
            .await;
    }
    // The same by URL, whose options go before the environment.
    for (url, region, host) in [
        (
            "dynamodb://cn-north-1",
            "cn-north-1",
            "dynamodb.cn-north-1.amazonaws.com.cn",
        ),
        (
            "dynamodb://us-east-1?fips=true",
            "us-east-1",
            "dynamodb-fips.us-east-1.amazonaws.com",
        ),
        (
            "dynamodb://us-east-1?dual_stack=true",
            "us-east-1",
            "dynamodb.us-east-1.api.aws",
        ),
    ] {
        let case = connect(url, &stage).keys();
        case.arrives(&stage, &format!("https://{host}"), region, "ENVKEY").await;
    }
    let fips = connect("dynamodb://us-east-1", &stage)
        .keys()
        .set("AWS_USE_FIPS_ENDPOINT", "true");
    fips.arrives(
        &stage,
        "https://dynamodb-fips.us-east-1.amazonaws.com",
        "us-east-1",
        "ENVKEY",
    )
    .await;
    let not = connect("dynamodb://us-east-1?fips=false", &stage)
        .keys()
        .set("AWS_USE_FIPS_ENDPOINT", "true");
    not.arrives(
        &stage,
        "https://dynamodb.us-east-1.amazonaws.com",
        "us-east-1",
        "ENVKEY",
    )
    .await;
}

#[tokio::test]
async fn endpoints_of_an_account() {
    let stage = Stage::open().await;
    let (own, shared) = (
        "https://111111111111.ddb.eu-west-1.amazonaws.com",
        "https://dynamodb.eu-west-1.amazonaws.com",
    );
    for (mode, place) in [("", own), ("preferred", own), ("required", own), ("disabled", shared)] {
        let mut case = from_env(&stage)
            .keys()
            .set("AWS_REGION", "eu-west-1")
            .set("AWS_ACCOUNT_ID", "111111111111");
        if !mode.is_empty() {
            case = case.set("AWS_ACCOUNT_ID_ENDPOINT_MODE", mode);
        }
        case.arrives_as_with_the_sdk(&stage, place, "eu-west-1", "ENVKEY").await;
    }
    let url = "dynamodb://eu-west-1?account_id_endpoint_mode=disabled";
    let case = connect(url, &stage).keys().set("AWS_ACCOUNT_ID", "111111111111");
    case.arrives(&stage, shared, "eu-west-1", "ENVKEY").await;
}

#[tokio::test]
async fn an_endpoint_of_the_environment_or_of_a_profile() {
    let stage = Stage::open().await;
    let case = from_env(&stage).keys().set("AWS_REGION", "eu-west-1");
    let aws = "https://dynamodb.eu-west-1.amazonaws.com";
    for name in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"] {
        let case = case.clone().set(name, &stage.url());
        case.clone()
            .arrives_as_with_the_sdk(&stage, &stage.url(), "eu-west-1", "ENVKEY")
            .await;
        let ignored = case.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        ignored
            .arrives_as_with_the_sdk(&stage, aws, "eu-west-1", "ENVKEY")
            .await;
    }
    let both = case
        .clone()
        .set("AWS_ENDPOINT_URL_DYNAMODB", &stage.url())
        .set("AWS_ENDPOINT_URL", "https://all.example");
    both.arrives_as_with_the_sdk(&stage, &stage.url(), "eu-west-1", "ENVKEY")
        .await;
    let services = format!(
        "[default]\nservices = own\n[services own]\ndynamodb =\n  endpoint_url = {}\n",
        stage.url()
    );
    case.config(&services)
        .arrives_as_with_the_sdk(&stage, &stage.url(), "eu-west-1", "ENVKEY")
        .await;
}

/// It names the endpoint.
#[tokio::test]
async fn a_url_of_a_region_does_not_go_where_the_environment_says() {
    let stage = Stage::open().await;
    let case = connect("dynamodb://eu-west-1", &stage)
        .keys()
        .set("AWS_REGION", "us-east-1")
        .set("AWS_ENDPOINT_URL_DYNAMODB", &stage.url())
        .set("AWS_ENDPOINT_URL", &stage.url());
    case.arrives(
        &stage,
        "https://dynamodb.eu-west-1.amazonaws.com",
        "eu-west-1",
        "ENVKEY",
    )
    .await;
}

#[tokio::test]
async fn a_host_of_aws_s_by_name() {
    let stage = Stage::open().await;
    let host = "vpce-0a1b-c2d3.dynamodb.eu-west-1.vpce.amazonaws.com";
    let case = connect(&format!("dynamodb+https://{host}"), &stage).keys();
    case.arrives(&stage, &format!("https://{host}"), "eu-west-1", "ENVKEY")
        .await;
}
