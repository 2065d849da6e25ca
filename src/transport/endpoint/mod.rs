//! Where requests go.

use std::net::IpAddr;
use std::sync::Arc;

use ddbx_core::Error;
use ddbx_core::operation::Service;
use http::HeaderValue;

use super::sign::{Credentials, Signer};

/// One address that connections are made to.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// `https` or `http`.
    pub(crate) tls: bool,
    /// A name or an address, without brackets.
    pub(crate) host: Box<str>,
    pub(crate) port: u16,
    /// The `host` header: with the port, unless it is the scheme's own.
    pub(crate) authority: HeaderValue,
    /// Signs for the endpoint's region.
    pub(crate) signer: Signer,
    /// Plain http that was not allowed beyond this machine.
    pub(crate) loopback_only: bool,
}

impl Endpoint {
    /// Whether a connection may go to this address, which the host's name led to.
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        !self.loopback_only || address.is_loopback()
    }
}

/// The endpoints of a pool: DynamoDB's and Streams' differ, and an account may have one of its own.
#[derive(Debug)]
pub(crate) struct Endpoints {
    only: Arc<Endpoint>,
}

impl Endpoints {
    /// The same for everything.
    pub(crate) fn fixed(endpoint: Endpoint) -> Self {
        Self {
            only: Arc::new(endpoint),
        }
    }

    /// Where a request of this service goes. Answers at once unless the answer is new.
    pub(crate) async fn of(&self, service: Service, credentials: &Credentials) -> Result<Arc<Endpoint>, Error> {
        let _ = (service, credentials);
        Ok(Arc::clone(&self.only))
    }
}
