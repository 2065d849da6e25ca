//! Where credentials come from, and how long they are kept.

mod failure;
mod keeper;
mod provider;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ddbx_core::{Clock, Error};

use super::sign::Credentials;
use keeper::Keeper;
pub(crate) use provider::Provide;
#[cfg(feature = "aws")]
pub(crate) use provider::{ProvideError, Providing};

/// Credentials for the next attempt, from a source that may be slow or fail.
#[derive(Debug)]
pub(crate) struct CredentialsCache(Kept);

#[derive(Debug)]
enum Kept {
    Fixed(Arc<Credentials>),
    Fresh(Arc<Keeper>),
}

impl CredentialsCache {
    /// Credentials that never change.
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self(Kept::Fixed(Arc::new(credentials)))
    }

    /// Credentials of a provider, which is asked when they are first needed, ahead of their end, and when they were
    /// refused.
    pub(crate) fn provided(provider: Arc<dyn Provide>, clock: Arc<dyn Clock>) -> Self {
        Self(Kept::Fresh(Arc::new(Keeper::new(provider, clock))))
    }

    /// Credentials to sign with: those at hand while they are valid, else fresh ones.
    ///
    /// Called before an attempt's clock starts. Only one refresh is in flight at a time, and it goes on when whoever
    /// waits for it goes away.
    pub(crate) async fn get(&self) -> Result<Arc<Credentials>, Error> {
        match &self.0 {
            Kept::Fixed(credentials) => Ok(Arc::clone(credentials)),
            Kept::Fresh(keeper) => keeper.get().await,
        }
    }

    /// The server refused these: the next `get` asks the source, unless somebody has done so meanwhile.
    /// Returns whether there can be others at all.
    pub(crate) fn refused(&self, credentials: &Arc<Credentials>) -> bool {
        match &self.0 {
            Kept::Fixed(_) => false,
            Kept::Fresh(keeper) => keeper.refused(credentials),
        }
    }

    /// Whether requests wait for a refresh now: there is nothing else to sign with.
    pub(crate) fn are_waited_for(&self) -> bool {
        match &self.0 {
            Kept::Fixed(_) => false,
            Kept::Fresh(keeper) => keeper.is_waited_for(),
        }
    }
}
