use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use ddbx_core::error::BoxError;
use ddbx_core::{Error, ErrorKind};

use super::provider::ProvideError;

/// Why a refresh failed, for everyone who waited for it.
#[derive(Clone)]
pub(super) struct Failure {
    message: Cow<'static, str>,
    cause: Option<Cause>,
}

impl Failure {
    pub(super) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            cause: None,
        }
    }

    pub(super) fn error(&self) -> Error {
        let error = Error::not_sent(ErrorKind::Authentication, self.message.clone());
        match &self.cause {
            Some(cause) => error.with_source(cause.clone()),
            None => error,
        }
    }
}

impl From<ProvideError> for Failure {
    fn from(error: ProvideError) -> Self {
        Self {
            message: error.message,
            cause: error.source.map(|source| Cause(Arc::new(source))),
        }
    }
}

/// An error that several errors have as their source.
#[derive(Clone)]
struct Cause(Arc<BoxError>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Its text and that of its causes: what foreign types print for debugging is not known to hold no secret.
impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        f.write_str("\"")
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
