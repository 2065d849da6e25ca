//! Who signs.

#[cfg(test)]
mod tests;

use std::fmt;
use std::time::SystemTime;

use ddbx_core::{Error, ErrorKind};
use zeroize::Zeroizing;

/// An access key with its secret, and what came with them.
///
/// The secret and the token are never printed, and the memory they were in is wiped when they are dropped. (Memory
/// that they were in before is not: give them by value, as the `String` they were read into.)
///
/// ```
/// use ddbx::transport::sign::Credentials;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret").with_session_token("token");
/// credentials.check()?;
/// assert_eq!(credentials.access_key(), "AKIDEXAMPLE");
/// assert_eq!(format!("{credentials:?}"), "Credentials { expires: None, .. }");
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    access_key: Box<str>,
    secret_key: Zeroizing<Box<str>>,
    session_token: Option<Zeroizing<Box<str>>>,
    account: Option<Box<str>>,
    expires: Option<SystemTime>,
}

impl Credentials {
    /// Credentials that do not expire. What they are made of is looked at by [`check`](Self::check).
    #[must_use]
    pub fn new(access_key: impl Into<Box<str>>, secret_key: impl Into<Box<str>>) -> Self {
        Self {
            access_key: access_key.into(),
            secret_key: Zeroizing::new(secret_key.into()),
            session_token: None,
            account: None,
            expires: None,
        }
    }

    /// With the token of a session. An empty one is none: it is how an environment says so.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<Box<str>>) -> Self {
        let token = Zeroizing::new(token.into());
        self.session_token = (!token.is_empty()).then_some(token);
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

    /// The token of a session: it has to be sent in the header `x-amz-security-token`.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| &***token)
    }

    /// The account they belong to.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The time they end at.
    #[must_use]
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// Whether a request can be signed with them: whether headers can carry what they are made of. Whether the server
    /// knows them only it can say.
    ///
    /// # Errors
    ///
    /// An access key or a secret that is empty; line breaks and other control characters, and blanks at an end, in any
    /// part; in an access key everything but visible ASCII, and `/` and `,`, which delimit it in its header. The error
    /// names the part and never shows it.
    ///
    /// ```
    /// use ddbx::transport::sign::Credentials;
    ///
    /// let error = Credentials::new("AKIDEXAMPLE", "secret\n").check().unwrap_err();
    /// assert!(error.to_string().contains("the secret access key ends with a line break"));
    /// ```
    pub fn check(&self) -> Result<(), Error> {
        let no_access_key = |c: char| !c.is_ascii_graphic() || c == '/' || c == ',';
        check("access key id", &self.access_key, no_access_key)?;
        check("secret access key", &self.secret_key, char::is_control)?;
        // A header may have tabs.
        let no_token = |c: char| c.is_control() && c != '\t';
        self.session_token()
            .map_or(Ok(()), |token| check("session token", token, no_token))
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

fn check(part: &str, text: &str, refused: impl Fn(char) -> bool) -> Result<(), Error> {
    let wrong = if text.is_empty() {
        format!("the {part} is empty")
    } else if text.ends_with(['\n', '\r']) {
        format!("the {part} ends with a line break; cut it off, as a shell's `$(...)` does when it reads a file")
    } else if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        format!("the {part} has blanks around it; cut them off")
    } else if let Some(position) = text.chars().position(refused) {
        format!(
            "the {part} has a character that it cannot have, at position {} of {}; copy it again",
            position + 1,
            text.chars().count()
        )
    } else {
        return Ok(());
    };
    Err(Error::new(ErrorKind::Authentication, wrong))
}
