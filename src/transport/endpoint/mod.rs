//! Where requests go.

pub(crate) mod address;
mod endpoints;

#[cfg(test)]
mod tests;

use std::net::IpAddr;

use http::HeaderValue;

pub(crate) use endpoints::{Endpoints, Locate};
#[cfg(feature = "aws")]
pub(crate) use endpoints::{Kind, Locating, Route};

use super::sign::Signer;
use crate::config::Host;

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
    pub(crate) fn new(tls: bool, host: &Host, port: Option<u16>, region: &str, loopback_only: bool) -> Self {
        let own = if tls { 443 } else { 80 };
        let port = port.unwrap_or(own);
        let authority = if port == own {
            host.to_string()
        } else {
            format!("{host}:{port}")
        };
        Self {
            tls,
            host: match host {
                Host::Address(address) => address.to_string().into(),
                Host::Name(name) => name.clone(),
            },
            port,
            authority: HeaderValue::try_from(authority)
                .unwrap_or_else(|_| unreachable!("the characters of a host are checked in `Host::parse`")),
            signer: Signer::new(region),
            loopback_only,
        }
    }

    /// Whether a connection may go to this address, which the host's name led to.
    ///
    /// A name can lead anywhere, today here and tomorrow there: what was checked in the URL is checked again.
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        !address::is_metadata(address) && (!self.loopback_only || address::is_loopback(address))
    }

    /// Whether requests to both go to the same server in the same way.
    fn is_same_place(&self, other: &Self) -> bool {
        self.tls == other.tls
            && self.authority == other.authority
            && self.signer.region() == other.signer.region()
            && self.loopback_only == other.loopback_only
    }
}
