//! In the place of `aws` when the feature is off.

use ddbx_core::{Error, ErrorKind};

use super::Lookup;
use crate::config::NetworkUrl;

pub(super) fn look_up(url: &NetworkUrl) -> Result<Lookup, Error> {
    let message = format!(
        "`{url}` needs the configuration and the credentials of AWS, and so the feature `aws` of ddbx \
         (`cargo add ddbx --features aws`)"
    );
    Err(Error::new(ErrorKind::Configuration, message))
}
