use aws_sdk_dynamodb::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, IdentityCache, Region, StalledStreamProtectionConfig};
use aws_sdk_dynamodb::{Client, Config};
use aws_smithy_runtime_api::client::auth::AuthSchemeId;

use super::bridge::Bridge;
use super::retry::OnlyWhatIsSafe;
use crate::{Executor, Pool};

/// The scheme that signs nothing and asks for no credentials.
const NO_AUTH: AuthSchemeId = AuthSchemeId::new("noAuth");

/// The SDK wants a region and an address. Neither is ever used, so both say that they are nobody's.
const NOWHERE: &str = "ddbx";

impl Pool {
    /// The official SDK's client over this pool, for all of DynamoDB's operations.
    ///
    /// Its requests go through the pool's whole stack. The errors are those that SDK code expects; what the pool knows
    /// of a failure beyond them is in [`sdk::error`](crate::sdk::error). Signing, retries and time limits are the
    /// pool's; the client's own are off. Keep the client and clone it: a clone is cheap, a new one is not.
    ///
    /// ```
    /// use aws_sdk_dynamodb::types::AttributeValue;
    /// use ddbx::{Item, Pool, ops};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
    ///
    /// let client: aws_sdk_dynamodb::Client = pool.sdk();
    /// client.put_item().table_name("users").item("id", AttributeValue::S("u1".into())).send().await?;
    ///
    /// let item = ops::GetItem::new("users").key("id", "u1").send::<Item>(&pool).await?.item;
    /// assert_eq!(item, Some(Item::new().with("id", "u1")));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn sdk(&self) -> Client {
        Client::from_conf(config(self.clone()).build())
    }
}

/// The configuration that [`Pool::sdk`] gives its client, over any [`Executor`], for what an application adds: its
/// interceptors, its name.
///
/// Its `http_client` takes requests of the official client for DynamoDB Streams, too.
///
/// ```
/// use aws_sdk_dynamodb::Client;
/// use aws_sdk_dynamodb::config::AppName;
/// use ddbx::{Pool, sdk};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// let client = Client::from_conf(sdk::config(pool).app_name(AppName::new("shop")?).build());
/// assert!(client.list_tables().send().await?.table_names().is_empty());
/// # Ok(())
/// # }
/// ```
pub fn config(executor: impl Executor + 'static) -> Builder {
    Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(Bridge::new(executor))
        // The pool signs each attempt. The preference is needed beside the permission: else credentials are asked for.
        .allow_no_auth()
        .auth_scheme_preference([NO_AUTH])
        .identity_cache(IdentityCache::no_cache())
        // Where requests go is the pool's business, and which of them are sent again, and how long each may take.
        .endpoint_resolver(Nowhere)
        .region(Region::from_static(NOWHERE))
        .retry_config(RetryConfig::disabled())
        .retry_classifier(OnlyWhatIsSafe)
        .timeout_config(TimeoutConfig::disabled())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
}

/// One address for everything, instead of the SDK's rules for endpoints.
#[derive(Debug)]
struct Nowhere;

impl ResolveEndpoint for Nowhere {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url("https://ddbx.invalid").build()))
    }
}
