use std::fmt;
use std::sync::Arc;

use ddbx_core::error::BoxError;
use ddbx_core::{Error, Request, Response};
use ddbx_middleware::timeout::Limits;
use tower::{Layer, Service};

use super::{Pool, Stack, UserLayer};
use crate::config::ConnectUrl;
use crate::stack::{self, StackOptions};
use crate::transport::Backend;

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
#[derive(Clone, Default)]
#[must_use = "options do nothing until they connect: `.connect(url).await`"]
pub struct PoolOptions {
    stack: StackOptions,
    table_prefix: String,
}

impl PoolOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long a request may take, repeats and waits included. Default: [`Limits::REQUEST`], 5 s for operations on
    /// one item and 15 s for everything else.
    pub fn request_timeout(mut self, limits: Limits) -> Self {
        self.stack.request_limits = limits;
        self
    }

    /// How long one attempt at a request may take. Default: [`Limits::ATTEMPT`], 1 s for operations on one item and
    /// 5 s for everything else.
    pub fn attempt_timeout(mut self, limits: Limits) -> Self {
        self.stack.attempt_limits = limits;
        self
    }

    /// How many requests may be in flight at once; the others wait in line until their deadline. Default: 128.
    ///
    /// Waiting does not count as part of an attempt. A request that waited in vain is
    /// [`ErrorKind::PoolTimeout`](crate::ErrorKind::PoolTimeout): it was not sent.
    pub fn max_connections(mut self, requests: usize) -> Self {
        self.stack.places = requests;
        self
    }

    /// Put before the table names of entities. Default: nothing. Operations that name their table are left alone.
    pub fn table_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.table_prefix = prefix.into();
        self
    }

    /// Puts a tower layer of the application around the stack. The first one given stands outermost.
    ///
    /// Layers of tower itself fit: their errors become [`ErrorKind::Layer`](crate::ErrorKind::Layer), with the cause
    /// as the source.
    ///
    /// ```
    /// use ddbx::PoolOptions;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = PoolOptions::new()
    ///     .layer(tower::util::MapRequestLayer::new(|request: ddbx::Request| {
    ///         println!("{}", request.operation);
    ///         request
    ///     }))
    ///     .connect("dynamodb::memory:")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Stack> + Send + Sync + 'static,
        L::Service: Service<Request, Response = Response> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError>,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.stack.layers.push(UserLayer::new(layer));
        self
    }

    /// Connects: see [`ConnectUrl`] for the URLs.
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled.
    pub async fn connect(self, url: &str) -> Result<Pool, Error> {
        let url = url.parse()?;
        Ok(self.connect_to(open(url).await?))
    }

    /// A pool over a backend of the application's own: a test double, for one.
    pub fn connect_with(self, backend: impl Backend) -> Pool {
        self.connect_to(Arc::new(backend))
    }

    fn connect_to(self, backend: Arc<dyn Backend>) -> Pool {
        Pool::new(stack::assemble(&backend, &self.stack), backend, self.table_prefix)
    }
}

#[cfg(feature = "embedded")]
async fn open(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    Ok(Arc::new(crate::embedded::Embedded::open(url).await?))
}

#[cfg(not(feature = "embedded"))]
async fn open(url: ConnectUrl) -> Result<Arc<dyn Backend>, Error> {
    Err(Error::new(
        ddbx_core::ErrorKind::Configuration,
        format!(
            "`{url}` is the embedded engine: enable the feature `embedded` of ddbx (`cargo add ddbx --features embedded`)"
        ),
    ))
}

impl fmt::Debug for PoolOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolOptions")
            .field("request_timeout", &self.stack.request_limits)
            .field("attempt_timeout", &self.stack.attempt_limits)
            .field("max_connections", &self.stack.places)
            .field("table_prefix", &self.table_prefix)
            .field("layers", &self.stack.layers.len())
            .finish()
    }
}
