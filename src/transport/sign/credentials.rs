use std::fmt;
use std::time::SystemTime;

/// An access key and its secret. Never printed.
#[derive(Clone)]
pub struct Credentials {
    access_key: Box<str>,
    secret_key: Box<str>,
    session_token: Option<Box<str>>,
    account: Option<Box<str>>,
    expires: Option<SystemTime>,
}

impl Credentials {
    /// Credentials that do not expire.
    #[must_use]
    pub fn new(access_key: impl Into<Box<str>>, secret_key: impl Into<Box<str>>) -> Self {
        Self {
            access_key: access_key.into(),
            secret_key: secret_key.into(),
            session_token: None,
            account: None,
            expires: None,
        }
    }

    /// With the token of a session.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<Box<str>>) -> Self {
        self.session_token = Some(token.into());
        self
    }

    /// With the account they belong to.
    #[must_use]
    pub fn with_account(mut self, account: impl Into<Box<str>>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// With the time they end at.
    #[must_use]
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }

    /// The access key's id.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    pub(crate) fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// The token of a session.
    pub(crate) fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    pub(crate) fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    pub(crate) fn expires(&self) -> Option<SystemTime> {
        self.expires
    }
}

/// Without anything that is secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
