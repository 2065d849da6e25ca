use std::fmt;

use ddbx_core::Error;

use super::options::{UrlOptions, is_region};
use super::{Host, PoolSettings, refusal};

/// The URL of a server on the network, checked: see [`ConnectUrl`](super::ConnectUrl) for the forms.
///
/// Neither `Display` nor `Debug` shows a key or a token.
///
/// ```
/// use ddbx::config::ConnectUrl;
///
/// let url: ConnectUrl = "dynamodb+https://db.example?region=eu-west-1".parse()?;
/// let ConnectUrl::Network(url) = url else { unreachable!() };
/// assert_eq!(url.to_string(), "dynamodb+https://db.example?region=eu-west-1");
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct NetworkUrl {
    place: Place,
    options: Box<UrlOptions>,
}

/// Where the server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// DynamoDB in a region of AWS.
    Aws(Box<str>),
    /// A host, AWS's or another.
    Host { tls: bool, host: Host, port: Option<u16> },
}

/// Where credentials come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source<'a> {
    /// The environment, the files of AWS, the machine's role.
    Environment,
    /// The URL.
    Keys {
        access_key: &'a str,
        secret_key: &'a str,
        session_token: Option<&'a str>,
    },
    /// None that are worth anything.
    Placeholder,
}

/// Without the keys.
impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Environment => "Environment",
            Self::Keys { .. } => "Keys",
            Self::Placeholder => "Placeholder",
        })
    }
}

/// The schemes that are followed by a place on the network.
#[derive(Clone, Copy)]
pub(super) enum Scheme {
    Aws,
    Http,
    Https,
}

impl Scheme {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "dynamodb" => Some(Self::Aws),
            "dynamodb+http" => Some(Self::Http),
            "dynamodb+https" => Some(Self::Https),
            _ => None,
        }
    }
}

impl NetworkUrl {
    /// What follows `scheme://`.
    pub(super) fn parse(scheme: Scheme, rest: &str) -> Result<Self, Error> {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        if authority.contains('@') {
            return Err(refusal(
                "a URL has no user and password; keys are options, `?access_key=…&secret_key=…`, \
                 and AWS's come from the environment",
            ));
        }
        let query = match rest.strip_prefix('?') {
            Some(query) => Some(query),
            None if rest.is_empty() => None,
            None if rest.starts_with('/') && authority.is_empty() && matches!(scheme, Scheme::Aws) => {
                return Err(refusal(
                    "after `dynamodb://` comes a region; an absolute file is `dynamodb:/tmp/x.db`",
                ));
            }
            None if rest.starts_with('/') => {
                return Err(refusal(
                    "a URL has no path: leave out the `/` and what follows, but for `?name=value`",
                ));
            }
            None => return Err(refusal("a URL has no fragment: a `#` inside a value is written `%23`")),
        };
        if query.is_some_and(|query| query.contains('#')) {
            return Err(refusal("a URL has no fragment: a `#` inside a value is written `%23`"));
        }
        let place = match scheme {
            Scheme::Aws => Place::Aws(parse_region(authority)?),
            Scheme::Http | Scheme::Https => {
                let (host, port) = Host::parse(authority)?;
                Place::Host {
                    tls: matches!(scheme, Scheme::Https),
                    host,
                    port,
                }
            }
        };
        let options = query.map(UrlOptions::parse).transpose()?.unwrap_or_default();
        let url = Self {
            place,
            options: Box::new(options),
        };
        url.check()?;
        Ok(url)
    }

    /// Refuses what does not go together.
    fn check(&self) -> Result<(), Error> {
        let options = &*self.options;
        match &self.place {
            Place::Aws(_) if options.region.is_some() => {
                return Err(refusal(
                    "the URL names the region already: leave out the option `region`",
                ));
            }
            Place::Aws(_) if options.allow_http.is_some() => return Err(only_for("allow_http", "`dynamodb+http`")),
            Place::Aws(_) => {}
            Place::Host { tls, host, .. } => {
                let only_aws = [
                    ("fips", options.fips.is_some()),
                    ("dual_stack", options.dual_stack.is_some()),
                    ("account_id_endpoint_mode", options.account_id_endpoint_mode.is_some()),
                ];
                if let Some((name, _)) = only_aws.into_iter().find(|(_, given)| *given) {
                    return Err(only_for(name, "`dynamodb://REGION`"));
                }
                if *tls && options.allow_http.is_some() {
                    return Err(only_for("allow_http", "`dynamodb+http`"));
                }
                if !tls && !host.is_loopback() && options.allow_http != Some(true) {
                    return Err(refusal(
                        "`dynamodb+http` beyond this machine sends everything in the clear: write `dynamodb+https`, \
                         or allow it with the option `allow_http=true` where the network is your own",
                    ));
                }
                if let (Some(given), Some(region)) = (&options.region, host.aws_region())
                    && **given != *region
                {
                    return Err(refusal(
                        "the host is in another region than the option `region`: leave the option out",
                    ));
                }
            }
        }
        self.check_credentials()?;
        match (options.pool.min_connections, options.pool.max_connections) {
            (Some(min), Some(max)) if min > max => {
                Err(refusal("the option `min_connections` is more than `max_connections`"))
            }
            _ => Ok(()),
        }
    }

    fn check_credentials(&self) -> Result<(), Error> {
        let options = &*self.options;
        let has_keys = options.access_key.is_some() || options.secret_key.is_some() || options.session_token.is_some();
        if has_keys && self.is_aws() {
            return Err(refusal(
                "a URL for AWS carries no keys: URLs end up in logs and process lists; put them in the environment \
                 (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`) or in a profile",
            ));
        }
        if has_keys && (options.access_key.is_none() || options.secret_key.is_none()) {
            return Err(refusal("the options `access_key` and `secret_key` go together"));
        }
        if has_keys && (options.from_environment || options.profile.is_some()) {
            return Err(refusal(
                "credentials come either from the options `access_key` and `secret_key`, \
                 or from `credentials=env` and `profile`",
            ));
        }
        if options.profile.is_some() && !self.is_aws() && !options.from_environment {
            return Err(refusal(
                "the option `profile` sends your own credentials to a host that is not AWS's: \
                 say so with `credentials=env`",
            ));
        }
        Ok(())
    }

    fn is_aws(&self) -> bool {
        match &self.place {
            Place::Aws(_) => true,
            Place::Host { host, .. } => host.aws_region().is_some(),
        }
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn source(&self) -> Source<'_> {
        match (&self.options.access_key, &self.options.secret_key) {
            (Some(access_key), Some(secret_key)) => Source::Keys {
                access_key,
                secret_key,
                session_token: self.options.session_token.as_deref(),
            },
            _ if self.options.from_environment || self.is_aws() => Source::Environment,
            _ => Source::Placeholder,
        }
    }

    /// The region that requests are signed for.
    pub(crate) fn region(&self) -> &str {
        self.named_region().unwrap_or("us-east-1")
    }

    /// The region, where the URL names one.
    pub(crate) fn named_region(&self) -> Option<&str> {
        match &self.place {
            Place::Aws(region) => Some(region),
            Place::Host { host, .. } => self.options.region.as_deref().or_else(|| host.aws_region()),
        }
    }

    /// Whether requests may leave this machine without TLS.
    pub(crate) fn allows_http(&self) -> bool {
        self.options.allow_http == Some(true)
    }

    /// What it says about the pool.
    pub(crate) fn pool(&self) -> PoolSettings {
        self.options.pool
    }
}

/// What is asked of AWS's configuration.
#[cfg(feature = "aws")]
impl NetworkUrl {
    pub(crate) fn profile(&self) -> Option<&str> {
        self.options.profile.as_deref()
    }

    pub(crate) fn fips(&self) -> Option<bool> {
        self.options.fips
    }

    pub(crate) fn dual_stack(&self) -> Option<bool> {
        self.options.dual_stack
    }

    pub(crate) fn account_id_endpoint_mode(&self) -> Option<&'static str> {
        self.options.account_id_endpoint_mode
    }
}

fn only_for(option: &str, form: &str) -> Error {
    refusal(format!("the option `{option}` is for {form} only"))
}

fn parse_region(text: &str) -> Result<Box<str>, Error> {
    const HOSTS: &str = "a host is written `dynamodb+http://HOST:PORT` or `dynamodb+https://HOST`";
    match text {
        "" => Err(refusal("the region is missing, as in `dynamodb://eu-west-1`")),
        // A region to the SDK, and to nobody else.
        "local" | "localhost" => Err(refusal(format!(
            "`dynamodb://` is followed by a region of AWS; {HOSTS}"
        ))),
        _ if is_region(text) => Ok(text.into()),
        _ => Err(refusal(format!(
            "`dynamodb://` is followed by a region of AWS in small letters, of `a` to `z`, `0` to `9` and `-`; {HOSTS}"
        ))),
    }
}

/// The URL as it was written, without what is secret in it.
impl fmt::Display for NetworkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Aws(region) => write!(f, "dynamodb://{region}")?,
            Place::Host { tls, host, port } => {
                write!(f, "dynamodb+{}://{host}", if *tls { "https" } else { "http" })?;
                if let Some(port) = port {
                    write!(f, ":{port}")?;
                }
            }
        }
        for (index, (name, value)) in self.options.written.iter().enumerate() {
            write!(f, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

/// The same as `Display`.
impl fmt::Debug for NetworkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NetworkUrl({self})")
    }
}
