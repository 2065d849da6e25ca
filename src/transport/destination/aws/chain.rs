use std::borrow::Cow;

use aws_config::SdkConfig;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_sdk_dynamodb::config::{ProvideCredentials as _, SharedCredentialsProvider};
use tokio::sync::Mutex;

use super::environment::{Environment, Wishes, behavior};
use crate::transport::credentials::{Provide, ProvideError, Providing};
use crate::transport::sign::Credentials;

/// AWS's chain of providers, made when it is first asked.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// The application's own: kept whatever it says.
    given: Option<SharedCredentialsProvider>,
    made: Mutex<Made>,
}

#[derive(Debug, Default)]
enum Made {
    #[default]
    NotYet,
    Once(SharedCredentialsProvider),
    /// It read what there was, and failed, or it will not read it again: the next is made from what there is then.
    Before,
}

impl Chain {
    pub(super) fn of(given: Option<SharedCredentialsProvider>) -> Self {
        Self {
            given,
            made: Mutex::default(),
        }
    }
}

impl Provide for Environment {
    fn provide(&self) -> Providing<'_> {
        Box::pin(async {
            if self.chain.given.is_some() {
                return ask(self.chain.given.as_ref(), || {
                    "the provider of the SdkConfig gave no credentials".into()
                })
                .await;
            }
            let mut made = self.chain.made.lock().await;
            // Dropped in here, it counts as having failed.
            let provider = match std::mem::replace(&mut *made, Made::Before) {
                Made::NotYet => self.wishes().provider(self.config().await),
                Made::Once(provider) => Some(provider),
                Made::Before => self.wishes().provider(&self.wishes().load().await),
            };
            let credentials = ask(provider.as_ref(), || self.wishes().nothing_found()).await?;
            if let Some(provider) = provider
                && credentials.expires().is_some()
            {
                *made = Made::Once(provider);
            }
            Ok(credentials)
        })
    }
}

impl Wishes {
    /// What is said when there are no credentials.
    fn nothing_found(&self) -> Cow<'static, str> {
        match &self.profile {
            Some(name) => format!(
                "the profile `{}` gives no credentials: it is not in the files of AWS (`AWS_CONFIG_FILE`, \
                 `AWS_SHARED_CREDENTIALS_FILE`), or has none; keys in the environment are not looked at, \
                 because the URL names a profile",
                name.escape_debug()
            )
            .into(),
            None => "no credentials: set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, log in to a profile and \
                     name it in `AWS_PROFILE`, or give the machine a role"
                .into(),
        }
    }

    fn provider(&self, config: &SdkConfig) -> Option<SharedCredentialsProvider> {
        // The SDK's chain prefers keys in variables to a profile, even to one that was asked for.
        let Some(profile) = &self.profile else {
            return config.credentials_provider();
        };
        let provider = ProviderConfig::without_region()
            .with_behavior_version(Some(behavior()))
            .with_region(config.region().cloned())
            .with_use_fips(config.use_fips())
            .with_use_dual_stack(config.use_dual_stack());
        let profile = ProfileFileCredentialsProvider::builder()
            .configure(&provider)
            .profile_name(profile);
        Some(SharedCredentialsProvider::new(profile.build()))
    }
}

async fn ask(
    provider: Option<&SharedCredentialsProvider>,
    nothing_found: impl FnOnce() -> Cow<'static, str>,
) -> Result<Credentials, ProvideError> {
    let Some(provider) = provider else {
        return Err(ProvideError {
            message: "the SdkConfig has no provider of credentials: give it one".into(),
            source: None,
        });
    };
    match provider.provide_credentials().await {
        Ok(credentials) => Ok(ours(&credentials)),
        Err(error) => Err(ProvideError {
            message: nothing_found(),
            source: Some(error.into()),
        }),
    }
}

fn ours(theirs: &aws_sdk_dynamodb::config::Credentials) -> Credentials {
    let mut credentials = Credentials::new(theirs.access_key_id(), theirs.secret_access_key());
    if let Some(token) = theirs.session_token() {
        credentials = credentials.with_session_token(token);
    }
    if let Some(account) = theirs.account_id() {
        credentials = credentials.with_account(account.as_str());
    }
    if let Some(end) = theirs.expiry() {
        credentials = credentials.with_expiry(end);
    }
    credentials
}
