use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::{Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials as Theirs, SharedCredentialsProvider};
use aws_types::endpoint_config::AccountIdEndpointMode;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use ddbx_core::{ErrorKind, Operation, Request};
use ddbx_middleware::TokioClock;

use super::streams::url_of;
use super::*;
use crate::transport::endpoint::Endpoint;

fn builder(region: &'static str) -> aws_types::sdk_config::Builder {
    let keys = Theirs::builder()
        .access_key_id("AKID")
        .secret_access_key("secret")
        .account_id("111111111111")
        .provider_name("test")
        .build();
    SdkConfig::builder()
        .region(Region::new(region))
        .credentials_provider(SharedCredentialsProvider::new(keys))
}

async fn endpoint(config: &SdkConfig, request: &Request) -> Result<Arc<Endpoint>, Error> {
    let destination = Destination::from_sdk_config(config, Arc::new(TokioClock));
    let credentials = destination.credentials.get().await?;
    destination.endpoints.of(request, &credentials).await
}

/// The places of DynamoDB, its Streams and its searches; an error says why there is none.
async fn places(config: SdkConfig) -> [String; 3] {
    let operations = [Operation::GetItem, Operation::GetRecords, Operation::SearchVectors];
    let mut places = [const { String::new() }; 3];
    for (place, operation) in places.iter_mut().zip(operations) {
        *place = match endpoint(&config, &Request::new(operation, "{}")).await {
            Ok(endpoint) => {
                let scheme = if endpoint.tls { "" } else { "http " };
                let authority = endpoint.authority.to_str().unwrap();
                format!("{scheme}{authority} {}", endpoint.signer.region())
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Configuration);
                std::error::Error::source(&error).map_or(error.to_string(), ToString::to_string)
            }
        };
    }
    places
}

fn shared(builder: aws_types::sdk_config::Builder) -> aws_types::sdk_config::Builder {
    builder.account_id_endpoint_mode(AccountIdEndpointMode::Disabled)
}

#[tokio::test]
async fn partitions_fips_and_dual_stack() {
    for (region, fips, dual_stack, dynamodb, streams) in [
        (
            "eu-west-1",
            false,
            false,
            "dynamodb.eu-west-1.amazonaws.com",
            "streams.dynamodb.eu-west-1.amazonaws.com",
        ),
        (
            "us-east-1",
            true,
            false,
            "dynamodb-fips.us-east-1.amazonaws.com",
            "streams.dynamodb-fips.us-east-1.amazonaws.com",
        ),
        (
            "eu-west-1",
            false,
            true,
            "dynamodb.eu-west-1.api.aws",
            "streams-dynamodb.eu-west-1.api.aws",
        ),
        (
            "us-east-1",
            true,
            true,
            "dynamodb-fips.us-east-1.api.aws",
            "streams-dynamodb-fips.us-east-1.api.aws",
        ),
        (
            "cn-north-1",
            false,
            false,
            "dynamodb.cn-north-1.amazonaws.com.cn",
            "streams.dynamodb.cn-north-1.amazonaws.com.cn",
        ),
        (
            "cn-north-1",
            false,
            true,
            "dynamodb.cn-north-1.api.amazonwebservices.com.cn",
            "streams-dynamodb.cn-north-1.api.amazonwebservices.com.cn",
        ),
        (
            "us-gov-east-1",
            false,
            false,
            "dynamodb.us-gov-east-1.amazonaws.com",
            "streams.dynamodb.us-gov-east-1.amazonaws.com",
        ),
        (
            "us-gov-east-1",
            true,
            false,
            "dynamodb.us-gov-east-1.amazonaws.com",
            "streams.dynamodb.us-gov-east-1.amazonaws.com",
        ),
        (
            "us-iso-east-1",
            false,
            false,
            "dynamodb.us-iso-east-1.c2s.ic.gov",
            "streams.dynamodb.us-iso-east-1.c2s.ic.gov",
        ),
        (
            "eusc-de-east-1",
            false,
            false,
            "dynamodb.eusc-de-east-1.amazonaws.eu",
            "streams.dynamodb.eusc-de-east-1.amazonaws.eu",
        ),
        // One that the SDK has not heard of.
        (
            "eu-north-9",
            false,
            false,
            "dynamodb.eu-north-9.amazonaws.com",
            "streams.dynamodb.eu-north-9.amazonaws.com",
        ),
    ] {
        let config = shared(builder(region))
            .use_fips(fips)
            .use_dual_stack(dual_stack)
            .build();
        let [found, found_streams, _] = places(config).await;
        assert_eq!(found, format!("{dynamodb} {region}"), "{region} {fips} {dual_stack}");
        assert_eq!(
            found_streams,
            format!("{streams} {region}"),
            "{region} {fips} {dual_stack}"
        );
    }
}

#[tokio::test]
async fn an_account_has_an_endpoint_of_its_own_unless_it_is_told_not_to() {
    let own = [
        "111111111111.ddb.eu-west-1.amazonaws.com eu-west-1",
        "111111111111.search-ddb.eu-west-1.amazonaws.com eu-west-1",
    ];
    let streams = "streams.dynamodb.eu-west-1.amazonaws.com eu-west-1";
    assert_eq!(places(builder("eu-west-1").build()).await, [own[0], streams, own[1]]);
    for mode in [AccountIdEndpointMode::Preferred, AccountIdEndpointMode::Required] {
        let config = builder("eu-west-1").account_id_endpoint_mode(mode).build();
        assert_eq!(places(config).await, [own[0], streams, own[1]]);
    }
    assert_eq!(
        places(shared(builder("eu-west-1")).build()).await,
        [
            "dynamodb.eu-west-1.amazonaws.com eu-west-1",
            streams,
            "search-dynamodb.eu-west-1.amazonaws.com eu-west-1"
        ]
    );
    // The table of another.
    let table = "arn:aws:dynamodb:eu-west-1:222222222222:table/users";
    let request = Request::new(Operation::GetItem, "{}").on(table);
    let endpoint = endpoint(&builder("eu-west-1").build(), &request).await.unwrap();
    assert_eq!(&*endpoint.host, "222222222222.ddb.eu-west-1.amazonaws.com");

    let required = builder("us-east-1")
        .use_fips(true)
        .account_id_endpoint_mode(AccountIdEndpointMode::Required);
    let [refusal, streams, _] = places(required.build()).await;
    assert!(
        refusal.contains("FIPS account endpoints are not supported"),
        "{refusal}"
    );
    assert_eq!(streams, "streams.dynamodb-fips.us-east-1.amazonaws.com us-east-1");
}

#[derive(Debug)]
struct Services(&'static [(&'static str, &'static str)]);

impl LoadServiceConfig for Services {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        assert_eq!((key.env(), key.profile()), ("AWS_ENDPOINT_URL", "endpoint_url"));
        let (_, url) = self.0.iter().find(|(service, _)| *service == key.service_id())?;
        Some((*url).to_owned())
    }
}

#[tokio::test]
async fn an_endpoint_in_the_place_of_aws_s() {
    const LOCAL: &str = "http://localhost:8000";
    let at = "http localhost:8000 eu-west-1";
    // For all services.
    assert_eq!(places(builder("eu-west-1").endpoint_url(LOCAL).build()).await, [at; 3]);
    // For DynamoDB: it has the streams of its own tables.
    let config = builder("eu-west-1").service_config(Services(&[("DynamoDB", "http://localhost:8000/")]));
    assert_eq!(places(config.build()).await, [at; 3]);
    // For both, and one for all others.
    let each = Services(&[("DynamoDB", LOCAL), ("DynamoDB Streams", "https://[::1]:8001")]);
    let config = builder("eu-west-1")
        .service_config(each)
        .endpoint_url("https://all.example");
    assert_eq!(places(config.build()).await, [at, "[::1]:8001 eu-west-1", at]);
    let config = builder("eu-west-1")
        .service_config(Services(&[("DynamoDB", LOCAL)]))
        .endpoint_url("https://all.example");
    assert_eq!(places(config.build()).await, [at, "all.example eu-west-1", at]);
    // Without a region.
    let config = SdkConfig::builder()
        .endpoint_url(LOCAL)
        .credentials_provider(builder("").build().credentials_provider().unwrap());
    assert_eq!(places(config.build()).await, ["http localhost:8000 us-east-1"; 3]);
}

#[tokio::test]
async fn an_endpoint_that_a_url_could_not_name_is_refused_with_the_way_out() {
    for (url, mistake) in [
        ("localhost:8000", "it starts with neither `https://` nor `http://`"),
        ("ftp://db.example", "it starts with neither `https://` nor `http://`"),
        (
            "https://CANARY@db.example",
            "it has a user or a password: leave them out, credentials have variables of their own",
        ),
        (
            "https://db.example/path",
            "it has a path, a query or a fragment: leave them out",
        ),
        (
            "https://db.example?x",
            "it has a path, a query or a fragment: leave them out",
        ),
        (
            "https://",
            "the host is missing, as in `dynamodb+http://localhost:8000` or `dynamodb+https://db.example`",
        ),
        ("https://db.example:x", "the port is not a number from 1 to 65535"),
        (
            "http://db.example:8000",
            "plain http beyond this machine sends everything in the clear: write `https://`, or connect to \
             `dynamodb+http://HOST:PORT?allow_http=true&credentials=env` where the network is your own",
        ),
    ] {
        let [refusal, ..] = places(builder("eu-west-1").endpoint_url(url).build()).await;
        assert_eq!(refusal, mistake, "{url}");
    }
    for url in [
        "http://169.254.169.254",
        "https://[::ffff:169.254.169.254]",
        "https://[fd00:ec2::254]/",
    ] {
        let [refusal, ..] = places(builder("eu-west-1").endpoint_url(url).build()).await;
        assert!(
            refusal.starts_with("the host is an address at which machines of a cloud find their credentials"),
            "{url}: {refusal}"
        );
    }
    let [refusal, ..] = places(
        builder("eu-west-1")
            .endpoint_url("https://db.example")
            .use_fips(true)
            .build(),
    )
    .await;
    assert_eq!(
        refusal,
        "Invalid Configuration: FIPS and custom endpoint are not supported"
    );
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let [refusal, ..] = places(
        SdkConfig::builder()
            .credentials_provider(builder("").build().credentials_provider().unwrap())
            .build(),
    )
    .await;
    assert_eq!(
        refusal,
        "no region: set `AWS_REGION`, write `region` into the profile, or connect to `dynamodb://REGION`"
    );
    let config = SdkConfig::builder().region(Region::new("eu-west-1")).build();
    let destination = Destination::from_sdk_config(&config, Arc::new(TokioClock));
    let error = destination.credentials.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(
        error.to_string(),
        "the SdkConfig has no provider of credentials: give it one"
    );
}

#[tokio::test]
async fn a_provider_of_the_application_that_gives_nothing_is_called_its_own() {
    let provider = ProfileFileCredentialsProvider::builder()
        .profile_name("a profile that nobody has")
        .build();
    let config = SdkConfig::builder()
        .credentials_provider(SharedCredentialsProvider::new(provider))
        .build();
    let destination = Destination::from_sdk_config(&config, Arc::new(TokioClock));
    let error = destination.credentials.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.to_string(), "the provider of the SdkConfig gave no credentials");
}

#[tokio::test]
async fn all_of_the_credentials_is_taken_over_and_nothing_printed() {
    let end = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000);
    let keys = Theirs::builder()
        .access_key_id("CANARY1")
        .secret_access_key("CANARY2")
        .session_token("CANARY3")
        .account_id("111111111111")
        .expiry(end)
        .provider_name("test")
        .build();
    let config = SdkConfig::builder()
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .build();
    let destination = Destination::from_sdk_config(&config, Arc::new(TokioClock));
    let credentials = destination.credentials.get().await.unwrap();
    assert_eq!(credentials.access_key(), "CANARY1");
    assert_eq!(credentials.secret_key(), "CANARY2");
    assert_eq!(credentials.session_token(), Some("CANARY3"));
    assert_eq!(credentials.account(), Some("111111111111"));
    assert_eq!(credentials.expires(), Some(end));
    assert!(!format!("{destination:?}").contains("CANARY"));
}

#[test]
fn streams_of_what_is_no_host_of_aws_s_are_where_it_is() {
    for url in [
        "http://localhost:8000",
        "https://db.example",
        "https://1.ddb.eu-west-1.amazonaws.com",
        "https://dynamodb.eu-west-10.api.aws",
    ] {
        assert_eq!(url_of(url, "eu-west-1"), None, "{url}");
    }
}
