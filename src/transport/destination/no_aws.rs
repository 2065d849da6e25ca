//! In the place of `aws` when the feature is off.

use std::sync::Arc;

use ddbx_core::{Error, ErrorKind};

use crate::config::NetworkUrl;
use crate::transport::credentials::Provide;
use crate::transport::endpoint::Locate;

pub(super) fn look_up(url: &NetworkUrl) -> Result<(Arc<dyn Locate>, Arc<dyn Provide>), Error> {
    let message = format!(
        "`{url}` needs the configuration and the credentials of AWS, and so the feature `aws` of ddbx \
         (`cargo add ddbx --features aws`)"
    );
    Err(Error::new(ErrorKind::Configuration, message))
}
