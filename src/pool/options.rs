use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ddbx_core::{Clock, Error};
use ddbx_middleware::TokioClock;

use super::settings::scope_settings;
use super::{Pool, ScopeOptions, Source};
use crate::config::ConnectUrl;
use crate::transport::destination::Destination;
use crate::transport::{Backend, Names, Network, NetworkOptions, Resolve, ResponseLimits, Roots, SlotOptions, Trust};

/// How a pool is made.
///
/// ```
/// use ddbx::PoolOptions;
/// use ddbx::middleware::timeout::Limits;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = PoolOptions::new()
///     .request_timeout(Limits { item: Duration::from_secs(2), ..Limits::REQUEST })
///     .table_prefix("test-")
///     .connect("dynamodb::memory:")
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "options do nothing until they connect: `.connect(url).await`"]
pub struct PoolOptions {
    scope: ScopeOptions,
    /// Requests in flight on a backend, which does not limit them itself.
    places: usize,
    network: NetworkOptions,
    roots: Roots,
    clock: Arc<dyn Clock>,
}

impl Default for PoolOptions {
    fn default() -> Self {
        let network = NetworkOptions {
            slots: SlotOptions::default(),
            caps: ResponseLimits::default(),
            names: Names::System,
        };
        Self {
            scope: ScopeOptions::default(),
            places: network.slots.max_connections,
            network,
            roots: Roots::Platform,
            clock: Arc::new(TokioClock),
        }
    }
}

impl PoolOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    scope_settings!(self => self.scope);

    /// How many requests may be in flight at once: each has a connection to itself. The others wait in line. At least
    /// one, and at most 65,535. Default: 128, and 16 in AWS Lambda.
    ///
    /// Waiting does not count as part of an attempt. A request that waited in vain is
    /// [`ErrorKind::PoolTimeout`](crate::ErrorKind::PoolTimeout): it was not sent.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.places = connections;
        self.network.slots.max_connections = connections;
        self
    }

    /// How many connections are kept open, used or not. They are made when the pool connects, and made anew when they
    /// end. Never more than [`max_connections`](Self::max_connections). Default: 0. The embedded engine has no connections.
    pub fn min_connections(mut self, connections: usize) -> Self {
        self.network.slots.min_connections = connections;
        self
    }

    /// How long a request waits in line for a connection while all are in use. Default: 1 s.
    ///
    /// On the embedded engine a request waits until its deadline.
    pub fn acquire_timeout(mut self, limit: Duration) -> Self {
        self.network.slots.acquire_timeout = limit;
        self
    }

    /// How long it may take to make a connection: the look-up of the name, the handshakes, a proxy. Several addresses
    /// of one name share it. Default: 3 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.network.slots.connect_timeout = limit;
        self
    }

    /// How long a connection may rest, by the time of day; after that it is closed. Default: 20 s.
    ///
    /// Zero makes a connection for each request.
    ///
    /// A server, or something in between, closes connections that rest, without our knowing in time: DynamoDB does
    /// after about a minute. A machine that was suspended finds all its connections too old.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.network.slots.idle_timeout = limit;
        self
    }

    /// How old a connection may grow, less up to a fifth of it, so that not all end together. Default: 5 minutes.
    ///
    /// New connections follow what the name leads to by then.
    pub fn max_lifetime(mut self, limit: Duration) -> Self {
        self.network.slots.max_lifetime = limit;
        self
    }

    /// The largest answers that are read. Default: [`ResponseLimits::default`].
    pub fn response_limits(mut self, limits: ResponseLimits) -> Self {
        self.network.caps = limits;
        self
    }

    /// Finds the addresses of hosts in the place of the system.
    ///
    /// Addresses that a pool does not connect to, as those of metadata services, are left out here too.
    pub fn resolver(mut self, names: impl Resolve) -> Self {
        self.network.names = Names::Given(Arc::new(names));
        self
    }

    /// Trusts these certificate authorities, as PEM, and no others. Default: those in the file that the environment
    /// variable `AWS_CA_BUNDLE` names, or else the platform's.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots = Roots::Given(pem.into().into());
        self
    }

    /// The clock that limits, ages and signatures go by on a network endpoint. Default: tokio's and the system's. The
    /// embedded engine and backends of the application's own bring theirs.
    ///
    /// [`acquire_timeout`](Self::acquire_timeout) goes by tokio's in any case.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Connects: see [`ConnectUrl`] for the URLs.
    ///
    /// To an endpoint, one connection is made, or [`min_connections`](Self::min_connections) if they are more: an
    /// endpoint that cannot be reached is an error here and not at the first request.
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled, an endpoint that cannot be
    /// reached, no credentials, keys that no request can be signed with.
    pub async fn connect(self, url: &str) -> Result<Pool, Error> {
        match url.parse()? {
            ConnectUrl::Network(url) => {
                let destination = Destination::of_url(&url, Arc::clone(&self.clock))?;
                self.connect_network(destination).await
            }
            embedded => {
                let backend = open(embedded).await?;
                Ok(self.connect_to(Source::Backend(backend)))
            }
        }
    }

    /// As [`connect`](Self::connect), but connections are made when they are first needed, and errors of the endpoint
    /// are those of the first request. A file of the embedded engine is opened at once, and blocks while it is.
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled.
    pub fn connect_lazy(mut self, url: &str) -> Result<Pool, Error> {
        let source = match url.parse()? {
            ConnectUrl::Network(url) => {
                let destination = Destination::of_url(&url, Arc::clone(&self.clock))?;
                self.scope.take(destination.settings);
                Source::Network(self.network(destination))
            }
            embedded => Source::Backend(open_now(embedded)?),
        };
        Ok(self.connect_to(source))
    }

    /// Connects to where the environment says: see [`Pool::from_env`].
    ///
    /// # Errors
    ///
    /// No region, no credentials, an endpoint that cannot be reached.
    #[cfg(feature = "aws")]
    pub async fn connect_from_env(self) -> Result<Pool, Error> {
        let destination = Destination::from_env(Arc::clone(&self.clock));
        self.connect_network(destination).await
    }

    /// Connects to where the official SDK would with this configuration: its region, its endpoint, its credentials.
    /// Its retries, timeouts and HTTP client are not taken over.
    ///
    /// ```no_run
    /// # async fn connect() -> Result<(), ddbx::Error> {
    /// let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    /// let pool = ddbx::PoolOptions::new().connect_from_sdk_config(&config).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// No region, no credentials, an endpoint that cannot be reached.
    #[cfg(feature = "aws")]
    pub async fn connect_from_sdk_config(self, config: &aws_config::SdkConfig) -> Result<Pool, Error> {
        let destination = Destination::from_sdk_config(config, Arc::clone(&self.clock));
        self.connect_network(destination).await
    }

    /// A pool over a backend of the application's own: a test double, for one.
    pub fn connect_with(self, backend: impl Backend) -> Pool {
        self.connect_to(Source::Backend(Arc::new(backend)))
    }

    async fn connect_network(mut self, destination: Destination) -> Result<Pool, Error> {
        self.scope.take(destination.settings);
        let network = self.network(destination);
        network.warm().await?;
        Ok(self.connect_to(Source::Network(network)))
    }

    fn network(&self, destination: Destination) -> Arc<Network> {
        let mut options = self.network.clone();
        options.slots.take(destination.settings);
        options.slots.bound();
        Arc::new(Network::new(
            destination.endpoints,
            destination.credentials,
            options,
            Trust::new(self.roots.clone()),
            Arc::clone(&self.clock),
        ))
    }

    fn connect_to(self, source: Source) -> Pool {
        Pool::new(source, self.places, self.scope)
    }
}

#[cfg(feature = "embedded")]
async fn open(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    Ok(Arc::new(crate::embedded::Embedded::open(url).await?))
}

#[cfg(feature = "embedded")]
fn open_now(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    Ok(Arc::new(crate::embedded::Embedded::open_now(url)?))
}

#[cfg(not(feature = "embedded"))]
#[expect(clippy::unused_async, reason = "the engine's twin waits")]
async fn open(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    open_now(url)
}

#[cfg(not(feature = "embedded"))]
#[expect(clippy::needless_pass_by_value, reason = "the engine's twin takes it")]
fn open_now(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    Err(Error::new(
        ddbx_core::ErrorKind::Configuration,
        format!("`{url}` is the embedded engine: add `embedded` to the features of ddbx in Cargo.toml"),
    ))
}

impl fmt::Debug for PoolOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolOptions")
            .field("scope", &self.scope)
            .field("connections", &self.network.slots)
            .finish()
    }
}
