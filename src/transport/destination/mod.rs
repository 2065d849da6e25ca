//! All that a pool needs to know of the server it talks to.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ddbx_core::{Clock, Error, ErrorKind};

use super::credentials::CredentialsCache;
use super::endpoint::{Endpoint, Endpoints};
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
    pub(crate) fn of_url(url: &NetworkUrl, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let Place::Host { tls, host, port } = url.place() else {
            return Err(needs_aws());
        };
        let _ = clock;
        let credentials = match url.source() {
            Source::Keys {
                access_key,
                secret_key,
                session_token,
            } => {
                let keys = Credentials::new(access_key, secret_key);
                match session_token {
                    Some(token) => keys.with_session_token(token),
                    None => keys,
                }
            }
            Source::Placeholder => placeholder(),
            Source::Environment => return Err(needs_aws()),
        };
        let endpoint = Endpoint::new(*tls, host, *port, url.region(), !tls && !url.allows_http());
        Ok(Self {
            endpoints: Endpoints::fixed(endpoint),
            credentials: CredentialsCache::fixed(credentials),
            settings: url.pool(),
        })
    }
}

/// What requests to local engines are signed with. Letters only: DynamoDB Local takes no other access keys.
fn placeholder() -> Credentials {
    Credentials::new("ddbxplaceholder", "ddbxplaceholder")
}

fn needs_aws() -> Error {
    Error::new(
        ErrorKind::Configuration,
        "the credentials and endpoints of AWS need the feature `aws` of ddbx, which is on by default \
         (`cargo add ddbx --features aws`)",
    )
}
