use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ddbx_core::Error;

use super::{aws_host, refusal};
use crate::transport::endpoint::address;

/// A host of a URL: what a connection is made to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Address(IpAddr),
    /// In lower case.
    Name(Box<str>),
}

impl Host {
    /// The host and the port of `HOST[:PORT]`.
    ///
    /// Nothing of it is repeated in a refusal: where a host is expected, a password may have been written.
    pub(crate) fn parse(authority: &str) -> Result<(Self, Option<u16>), Error> {
        if let Some(rest) = authority.strip_prefix('[') {
            let Some((inside, after)) = rest.split_once(']') else {
                return Err(refusal("an IPv6 address is written in brackets, as in `[::1]:8000`"));
            };
            let address: Ipv6Addr = inside
                .parse()
                .map_err(|_| refusal("what stands in brackets is not an IPv6 address, such as `[::1]`"))?;
            let port = match after.strip_prefix(':') {
                Some(port) => Some(parse_port(port)?),
                None if after.is_empty() => None,
                None => return Err(refusal("after an IPv6 address in brackets only `:PORT` can follow")),
            };
            return Ok((Self::reachable(address.into())?, port));
        }
        let (name, port) = match authority.split_once(':') {
            Some((_, port)) if port.contains(':') => {
                return Err(refusal("an IPv6 address is written in brackets, as in `[::1]:8000`"));
            }
            Some((name, port)) => (name, Some(parse_port(port)?)),
            None => (authority, None),
        };
        Ok((Self::parse_name(name)?, port))
    }

    fn parse_name(name: &str) -> Result<Self, Error> {
        if name.is_empty() {
            return Err(refusal(
                "the host is missing, as in `dynamodb+http://localhost:8000` or `dynamodb+https://db.example`",
            ));
        }
        if let Ok(address) = name.parse::<Ipv4Addr>() {
            return Self::reachable(address.into());
        }
        if !name.is_ascii() {
            return Err(refusal("a host's name is written in ASCII: `xn--…` for other letters"));
        }
        if name.ends_with('.') {
            return Err(refusal("the host's name ends with a full stop: leave it out"));
        }
        let is_label = |label: &str| {
            matches!(label.len(), 1..=63)
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if name.len() > 253 || !name.split('.').all(is_label) {
            return Err(refusal(
                "the host is not a name or an address: letters, digits, `-` and `.`, or an IPv6 address in brackets",
            ));
        }
        // Resolvers read `2130706433`, `0x7f.1` and `0177.0.0.1` as addresses; nobody writes them in good faith.
        let last = name.rsplit('.').next().unwrap_or(name);
        let is_hexadecimal = |label: &str| matches!(label.as_bytes(), [b'0', b'x' | b'X', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit));
        if last.bytes().all(|byte| byte.is_ascii_digit()) || is_hexadecimal(last) {
            return Err(refusal(
                "an IPv4 address is written as four decimal numbers, as in `127.0.0.1`",
            ));
        }
        Ok(Self::Name(name.to_ascii_lowercase().into()))
    }

    fn reachable(address: IpAddr) -> Result<Self, Error> {
        if address.is_unspecified() {
            return Err(refusal(
                "`0.0.0.0` and `[::]` are what servers listen on; connect to `127.0.0.1`, `[::1]` or the machine's name",
            ));
        }
        if address::is_metadata(address) {
            return Err(refusal(
                "the host is an address at which machines of a cloud find their credentials; \
                 a database is not there",
            ));
        }
        Ok(Self::Address(address))
    }

    /// Whether it can only be this machine. The addresses that a name leads to are looked at again when they are known.
    pub(crate) fn is_loopback(&self) -> bool {
        match self {
            Self::Address(address) => address::is_loopback(*address),
            Self::Name(name) => &**name == "localhost" || name.ends_with(".localhost"),
        }
    }

    /// The region, if the host is AWS's.
    pub(crate) fn aws_region(&self) -> Option<&str> {
        match self {
            Self::Address(_) => None,
            Self::Name(name) => aws_host::region_of(name),
        }
    }
}

/// As in a URL: an IPv6 address has brackets.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(IpAddr::V4(address)) => address.fmt(f),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

fn parse_port(port: &str) -> Result<u16, Error> {
    match port.parse() {
        // `+80` is a number to Rust.
        Ok(number @ 1..) if port.bytes().all(|byte| byte.is_ascii_digit()) => Ok(number),
        _ => Err(refusal("the port is not a number from 1 to 65535")),
    }
}
