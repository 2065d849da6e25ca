//! What AWS's own configuration says: regions, endpoints, credentials.

mod chain;
mod endpoint_url;
mod environment;
mod locate;
mod streams;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use aws_config::SdkConfig;
use ddbx_core::{Clock, Error};

use super::{Destination, Lookup};
use crate::config::{NetworkUrl, PoolSettings};
use crate::transport::credentials::CredentialsCache;
use crate::transport::endpoint::{Endpoints, Locate};
use environment::{Environment, Wishes};

impl Destination {
    /// The one that the environment names: its variables, the files of AWS, the machine's role.
    pub(crate) fn from_env(clock: Arc<dyn Clock>) -> Self {
        let wishes = Wishes {
            follow_endpoint_urls: true,
            ..Wishes::default()
        };
        Self::in_environment(Environment::new(wishes), clock)
    }

    /// The one that the SDK would go to with this configuration.
    pub(crate) fn from_sdk_config(config: &SdkConfig, clock: Arc<dyn Clock>) -> Self {
        Self::in_environment(Environment::given(config.clone()), clock)
    }

    fn in_environment(environment: Environment, clock: Arc<dyn Clock>) -> Self {
        let environment = Arc::new(environment);
        Self {
            endpoints: Endpoints::located(Arc::clone(&environment) as Arc<dyn Locate>),
            credentials: CredentialsCache::provided(environment, clock),
            settings: PoolSettings::default(),
        }
    }
}

/// The endpoints and the credentials that a URL asks AWS's configuration for.
pub(super) fn look_up(url: &NetworkUrl) -> Result<Lookup, Error> {
    let environment = Arc::new(Environment::new(wishes(url)));
    Ok(Lookup {
        locate: Arc::clone(&environment) as Arc<dyn Locate>,
        provide: environment,
    })
}

fn wishes(url: &NetworkUrl) -> Wishes {
    Wishes {
        // Of a host without one, roles are assumed in the environment's own.
        region: url.named_region().map(str::to_owned),
        profile: url.profile().map(str::to_owned),
        fips: url.fips(),
        dual_stack: url.dual_stack(),
        account_id_endpoint_mode: url.account_id_endpoint_mode(),
        follow_endpoint_urls: false,
    }
}
