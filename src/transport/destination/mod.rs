//! All that a pool needs to know of the server it talks to.

#[cfg(feature = "aws")]
mod aws;
#[cfg(not(feature = "aws"))]
#[path = "no_aws.rs"]
mod aws;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ddbx_core::{Clock, Error};

use super::credentials::{CredentialsCache, Provide};
use super::endpoint::{Endpoint, Endpoints, Locate};
use super::sign::Credentials;
use crate::config::{NetworkUrl, Place, PoolSettings, Source};

/// Where requests go, what signs them, and what the URL says about the pool.
///
/// Made without waiting: what has to be looked up is looked up by the first request.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) endpoints: Endpoints,
    pub(crate) credentials: CredentialsCache,
    pub(crate) settings: PoolSettings,
}

impl Destination {
    /// The one that a URL names.
    ///
    /// # Errors
    ///
    /// A URL that needs the feature `aws`, without it; keys that no request can be signed with.
    pub(crate) fn of_url(url: &NetworkUrl, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let settings = url.pool();
        let Place::Host { tls, host, port } = url.place() else {
            let Lookup { locate, provide } = aws::look_up(url)?;
            return Ok(Self {
                endpoints: Endpoints::located(locate),
                credentials: CredentialsCache::provided(provide, clock),
                settings,
            });
        };
        let credentials = match url.source() {
            Source::Environment => CredentialsCache::provided(aws::look_up(url)?.provide, clock),
            Source::Keys {
                access_key,
                secret_key,
                session_token,
            } => {
                let mut keys = Credentials::new(access_key, secret_key);
                if let Some(token) = session_token {
                    keys = keys.with_session_token(token);
                }
                keys.check()?;
                CredentialsCache::fixed(keys)
            }
            Source::Placeholder => CredentialsCache::fixed(placeholder()),
        };
        let loopback_only = !tls && !url.allows_http();
        let endpoint = Endpoint::new(*tls, host, *port, url.region(), loopback_only);
        Ok(Self {
            endpoints: Endpoints::fixed(endpoint),
            credentials,
            settings,
        })
    }
}

/// Who knows what a URL leaves open.
struct Lookup {
    locate: Arc<dyn Locate>,
    provide: Arc<dyn Provide>,
}

/// What requests to local engines are signed with. Letters only: DynamoDB Local takes no other access keys.
fn placeholder() -> Credentials {
    Credentials::new("ddbxplaceholder", "ddbxplaceholder")
}
