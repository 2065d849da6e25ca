//! From an endpoint to a connection: names, sockets, a proxy's tunnel, TLS, HTTP.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower::{Service as _, ServiceExt as _};

use super::resolver::{Guarded, Names};
use super::stream::{Metered, Stream};
use super::{Birth, Connection, Trust, Wire};
use crate::transport::endpoint::Endpoint;

/// Makes connections to one endpoint.
#[derive(Debug)]
pub(crate) struct Connector {
    endpoint: Arc<Endpoint>,
    uri: Uri,
    names: Names,
    trust: Arc<Trust>,
    proxy: Option<Intercept>,
    timeout: Duration,
}

/// What stands between this machine and the others.
#[derive(Debug)]
pub(crate) struct Proxy(Matcher);

impl Proxy {
    /// `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not.
    pub(crate) fn from_env() -> Self {
        Self(Matcher::from_env())
    }
}

impl Connector {
    /// A connector that gives up on one of several addresses in time to try the next within `timeout`.
    pub(crate) fn new(
        endpoint: Arc<Endpoint>,
        names: Names,
        trust: Arc<Trust>,
        proxy: &Proxy,
        timeout: Duration,
    ) -> Result<Self, ConnectError> {
        let scheme = if endpoint.tls { "https" } else { "http" };
        let host = match endpoint.host.parse::<std::net::Ipv6Addr>() {
            Ok(address) => format!("[{address}]"),
            Err(_) => String::from(&*endpoint.host),
        };
        let uri: Uri = format!("{scheme}://{host}:{}", endpoint.port)
            .parse()
            .map_err(|error: http::uri::InvalidUri| ConnectError::new("the endpoint is no address", error))?;
        // A plain http endpoint is a development server, or a node in a private network: no proxy is between.
        let proxy = endpoint.tls.then(|| proxy.0.intercept(&uri)).flatten();
        Ok(Self {
            endpoint,
            uri,
            names,
            trust,
            proxy,
            timeout,
        })
    }

    /// Where it connects to, for messages.
    pub(crate) fn address(&self) -> impl fmt::Display + '_ {
        // Without the path, which is always `/`.
        let (scheme, authority) = (self.uri.scheme_str(), self.uri.authority());
        format!(
            "{}://{}",
            scheme.unwrap_or_default(),
            authority.map_or("", |authority| authority.as_str())
        )
    }

    /// A new connection, on which nothing has been sent but what TLS needs.
    pub(crate) async fn connect(&self, birth: impl FnOnce() -> Birth) -> Result<Connection, ConnectError> {
        let wire = Arc::new(Wire::default());
        let socket = Metered::new(self.socket().await?, Arc::clone(&wire));
        let stream = if self.endpoint.tls {
            self.handshake(socket).await?
        } else {
            Stream::Plain(socket)
        };
        let (sender, driver) = http1::Builder::new()
            .handshake::<_, Full<bytes::Bytes>>(TokioIo::new(stream))
            .await
            .map_err(|error| ConnectError::new("HTTP cannot be spoken", error))?;
        Ok(Connection::new(sender, driver, wire, birth()))
    }

    async fn socket(&self) -> Result<TcpStream, ConnectError> {
        if let Ok(address) = self.endpoint.host.parse::<IpAddr>()
            && !self.endpoint.permits(address)
        {
            let refused = io::Error::from(io::ErrorKind::PermissionDenied);
            return Err(ConnectError::new("a pool does not connect to this address", refused));
        }
        match &self.proxy {
            None => {
                let mut connector = self.tcp(Some(Arc::clone(&self.endpoint)));
                let socket = connector
                    .ready()
                    .await
                    .map(|connector| connector.call(self.uri.clone()));
                match socket {
                    Ok(socket) => socket.await,
                    Err(error) => Err(error),
                }
                .map(TokioIo::into_inner)
                .map_err(|error| ConnectError::new("cannot be reached", error))
            }
            Some(proxy) => {
                if proxy.uri().scheme_str() != Some("http") {
                    let refused = io::Error::from(io::ErrorKind::Unsupported);
                    return Err(ConnectError::new(
                        "HTTPS_PROXY has to be an http:// address: the tunnel through it is encrypted by itself",
                        refused,
                    ));
                }
                let mut tunnel = Tunnel::new(proxy.uri().clone(), self.tcp(None));
                if let Some(authorization) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(authorization.clone());
                }
                tunnel
                    .call(self.uri.clone())
                    .await
                    .map(TokioIo::into_inner)
                    .map_err(|error| {
                        // The tunnel's own errors have no source: the proxy was reached, and answered.
                        let what = if std::error::Error::source(&error).is_none() {
                            "the proxy of HTTPS_PROXY refused the tunnel: are its user and password right, may it \
                             reach this host?"
                        } else {
                            "cannot be reached through the proxy of HTTPS_PROXY"
                        };
                        ConnectError::new(what, error)
                    })
            }
        }
    }

    fn tcp(&self, endpoint: Option<Arc<Endpoint>>) -> HttpConnector<Guarded> {
        let mut connector = HttpConnector::new_with_resolver(Guarded::new(self.names.clone(), endpoint));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(self.timeout));
        connector
    }

    async fn handshake(&self, socket: Metered) -> Result<Stream, ConnectError> {
        let config = self
            .trust
            .config()
            .await
            .map_err(|error| ConnectError::new("TLS has nobody to trust", error))?;
        let name = ServerName::try_from(String::from(&*self.endpoint.host))
            .map_err(|error| ConnectError::new("TLS needs a host name or an address", error))?;
        let stream = TlsConnector::from(config)
            .connect(name, socket)
            .await
            .map_err(|error| ConnectError::new(tls_failure(&error), error))?;
        Ok(Stream::Tls(Box::new(stream)))
    }
}

/// What failed in a handshake: http where TLS was expected is the mistake that rustls has the fewest words for.
fn tls_failure(error: &io::Error) -> &'static str {
    match error.get_ref().and_then(|error| error.downcast_ref()) {
        Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType)) => {
            "TLS failed: the server does not speak TLS on this port; is it `dynamodb+http://`?"
        }
        _ => "TLS failed",
    }
}

/// Why there is no connection: shared by all who waited for it.
#[derive(Clone)]
pub(crate) struct ConnectError(Arc<Cause>);

struct Cause {
    what: &'static str,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ConnectError {
    pub(crate) fn new(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Arc::new(Cause {
            what,
            source: Some(source.into()),
        }))
    }

    pub(crate) fn without_source(what: &'static str) -> Self {
        Self(Arc::new(Cause { what, source: None }))
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.what)
    }
}

impl fmt::Debug for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConnectError")
            .field(&self.0.what)
            .field(&self.0.source)
            .finish()
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
