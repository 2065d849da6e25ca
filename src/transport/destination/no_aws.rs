//! In the place of `aws` when the feature is off.

use ddbx_core::{Error, ErrorKind};

use super::Lookup;
use crate::config::NetworkUrl;

pub(super) fn look_up(url: &NetworkUrl) -> Result<Lookup, Error> {
    // The place alone: options are the user's own business.
    let url = url.to_string();
    let place = url.split('?').next().unwrap_or_default();
    let message = format!(
        "`{place}` needs the configuration and the credentials of AWS, and so the feature `aws` of ddbx: \
         add `aws` to the features of ddbx in Cargo.toml"
    );
    Err(Error::new(ErrorKind::Configuration, message))
}
