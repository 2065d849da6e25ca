use std::fmt;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use tokio::sync::OnceCell;

use super::chain::Chain;

/// AWS's configuration, read by whoever needs it first.
pub(super) struct Environment {
    wishes: Wishes,
    config: OnceCell<SdkConfig>,
    pub(super) chain: Chain,
}

/// What goes before the variables and the files.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    pub(super) region: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) fips: Option<bool>,
    pub(super) dual_stack: Option<bool>,
    pub(super) account_id_endpoint_mode: Option<&'static str>,
    /// Whether `AWS_ENDPOINT_URL` and its kin count.
    pub(super) follow_endpoint_urls: bool,
}

impl Environment {
    pub(super) fn new(wishes: Wishes) -> Self {
        Self {
            wishes,
            config: OnceCell::new(),
            chain: Chain::default(),
        }
    }

    /// A configuration that the application has made.
    pub(super) fn given(config: SdkConfig) -> Self {
        let wishes = Wishes {
            follow_endpoint_urls: true,
            ..Wishes::default()
        };
        Self {
            wishes,
            chain: Chain::of(config.credentials_provider()),
            config: OnceCell::new_with(Some(config)),
        }
    }

    pub(super) fn wishes(&self) -> &Wishes {
        &self.wishes
    }

    pub(super) async fn config(&self) -> &SdkConfig {
        self.config.get_or_init(|| self.wishes.load()).await
    }
}

/// What is asked of the SDK: another version of it may not change what a pool does.
pub(super) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

impl Wishes {
    pub(super) async fn load(&self) -> SdkConfig {
        let mut loader = aws_config::defaults(behavior());
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(fips) = self.fips {
            loader = loader.use_fips(fips);
        }
        if let Some(dual_stack) = self.dual_stack {
            loader = loader.use_dual_stack(dual_stack);
        }
        if let Some(mode) = self.account_id_endpoint_mode.and_then(|mode| mode.parse().ok()) {
            loader = loader.account_id_endpoint_mode(mode);
        }
        // It is large, and made once.
        Box::pin(loader.load()).await
    }
}

/// Without the SDK's part, which is not known to hold no secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("wishes", &self.wishes)
            .finish_non_exhaustive()
    }
}
