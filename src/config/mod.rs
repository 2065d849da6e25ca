//! Where a pool connects to, and what its URL says.
//!
//! [`ConnectUrl`] has the forms and the options. The guide's chapter on connecting has the reasons.

mod aws_host;
mod host;
mod network;
mod options;
mod url;

#[cfg(test)]
mod tests;

pub(crate) use host::Host;
pub use network::NetworkUrl;
pub(crate) use network::{Place, Source};
pub(crate) use options::PoolSettings;
pub use url::ConnectUrl;

use ddbx_core::{Error, ErrorKind};

/// The refusal of a URL: what is wrong, and the way out.
pub(crate) fn refusal(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
