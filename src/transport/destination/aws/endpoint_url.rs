use ddbx_core::Error;

use crate::config::{Host, refusal};

/// An endpoint as AWS's configuration has it: `https://HOST[:PORT]` or `http://HOST[:PORT]`.
#[derive(Debug)]
pub(super) struct EndpointUrl {
    pub(super) tls: bool,
    pub(super) host: Host,
    pub(super) port: Option<u16>,
}

impl EndpointUrl {
    /// Refuses what a [`ConnectUrl`](crate::config::ConnectUrl) refuses, for the same reasons.
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        let (tls, rest) = match url.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
            _ => return Err(refusal("it starts with neither `https://` nor `http://`")),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains('@') {
            return Err(refusal(
                "it has a user or a password: leave them out, credentials have variables of their own",
            ));
        }
        if authority.contains(['/', '?', '#']) {
            return Err(refusal("it has a path, a query or a fragment: leave them out"));
        }
        let (host, port) = Host::parse(authority)?;
        if !tls && !host.is_loopback() {
            return Err(refusal(
                "plain http beyond this machine sends everything in the clear: write `https://`, or connect to \
                 `dynamodb+http://HOST:PORT?allow_http=true&credentials=env` where the network is your own",
            ));
        }
        Ok(Self { tls, host, port })
    }
}
