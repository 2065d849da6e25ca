use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::endpoint::{DefaultResolver, Params, ResolveEndpoint as _};
use aws_types::service_config::ServiceConfigKey;
use ddbx_core::{Error, ErrorKind};

use super::endpoint_url::EndpointUrl;
use super::environment::Environment;
use super::streams;
use crate::transport::endpoint::{Endpoint, Kind, Locate, Locating, Route};

impl Locate for Environment {
    fn locate(&self, route: Route) -> Locating<'_> {
        Box::pin(async move {
            let config = self.config().await;
            let custom = if self.wishes().follow_endpoint_urls {
                custom(config, route.kind)
            } else {
                None
            };
            let region = region(config, custom.as_deref())?;
            let resolved = resolve(config, &region, custom.as_deref(), &route).await?;
            let resolved_region = resolved
                .auth_schemes()
                .iter()
                .find_map(|scheme| scheme.get("signingRegion")?.as_string());
            let region = resolved_region.unwrap_or(&region);
            let mut url = resolved.url().to_owned();
            if route.kind == Kind::Streams
                && custom.is_none()
                && let Some(streams) = streams::url_of(&url, region)
            {
                url = streams;
            }
            let EndpointUrl { tls, host, port } = EndpointUrl::parse(&url).map_err(wrong_url)?;
            Ok(Endpoint::new(tls, &host, port, region, !tls))
        })
    }
}

/// The endpoint that the environment, a profile or the application put in the place of AWS's.
///
/// As in the SDK, one for the service goes before one for all services, and what the application set goes before both.
/// A server in the place of DynamoDB serves its streams too, unless these have been given one of their own.
fn custom(config: &SdkConfig, kind: Kind) -> Option<String> {
    let for_all = || config.endpoint_url().map(str::to_owned);
    if config.get_origin("endpoint_url").is_client_config() {
        return for_all();
    }
    let of = |service: &str| {
        let key = ServiceConfigKey::builder()
            .service_id(service)
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok()?;
        config.service_config()?.load_config(key)
    };
    match kind {
        Kind::DynamoDb | Kind::Search => of("DynamoDB").or_else(for_all),
        Kind::Streams => of("DynamoDB Streams").or_else(for_all).or_else(|| of("DynamoDB")),
    }
}

fn region(config: &SdkConfig, custom: Option<&str>) -> Result<String, Error> {
    if let Some(region) = config.region() {
        return Ok(region.to_string());
    }
    let Some(custom) = custom else {
        return Err(Error::new(
            ErrorKind::Configuration,
            "no region: set `AWS_REGION`, write `region` into the profile, or connect to `dynamodb://REGION`",
        ));
    };
    // As with a URL of ours.
    let url = EndpointUrl::parse(custom).map_err(wrong_url)?;
    Ok(url.host.aws_region().unwrap_or("us-east-1").to_owned())
}

async fn resolve(
    config: &SdkConfig,
    region: &str,
    custom: Option<&str>,
    route: &Route,
) -> Result<aws_sdk_dynamodb::config::endpoint::Endpoint, Error> {
    let is_streams = route.kind == Kind::Streams;
    let mode = match config.account_id_endpoint_mode() {
        // Streams have no endpoints of accounts.
        _ if is_streams => "disabled".to_owned(),
        Some(mode) => mode.to_string(),
        None => "preferred".to_owned(),
    };
    let mut params = Params::builder()
        .region(region)
        .set_use_fips(config.use_fips())
        .set_use_dual_stack(config.use_dual_stack())
        .set_endpoint(custom.map(str::to_owned))
        .account_id_endpoint_mode(mode)
        .is_search_operation(route.kind == Kind::Search);
    if !is_streams {
        params = params
            .set_account_id(route.account.as_deref().map(str::to_owned))
            .set_resource_arn(route.owner.as_deref().map(|owner| format!("{owner}:table/any")));
    }
    let params = params.build().map_err(|error| unresolved(error.into()))?;
    DefaultResolver::new()
        .resolve_endpoint(&params)
        .await
        .map_err(unresolved)
}

fn unresolved(source: ddbx_core::error::BoxError) -> Error {
    let message = "AWS has no endpoint for this region with these options (`fips`, `dual_stack`, accounts)";
    Error::new(ErrorKind::Configuration, message).with_source(source)
}

fn wrong_url(source: Error) -> Error {
    let message = "the endpoint of the environment, the profile or the SdkConfig (`AWS_ENDPOINT_URL`) cannot be used";
    Error::new(ErrorKind::Configuration, message).with_source(source)
}
