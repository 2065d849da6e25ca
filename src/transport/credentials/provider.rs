use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use ddbx_core::error::BoxError;

use crate::transport::sign::Credentials;

/// Gets credentials from wherever they are.
pub(crate) trait Provide: fmt::Debug + Send + Sync + 'static {
    /// Fresh ones. May take its time, and may be dropped while it does.
    fn provide(&self) -> Providing<'_>;
}

/// Credentials under way.
pub(crate) type Providing<'a> = Pin<Box<dyn Future<Output = Result<Credentials, ProvideError>> + Send + 'a>>;

/// Why there are none, in words that say the way out, and the cause.
#[derive(Debug)]
pub(crate) struct ProvideError {
    pub(crate) message: Cow<'static, str>,
    pub(crate) source: Option<BoxError>,
}
