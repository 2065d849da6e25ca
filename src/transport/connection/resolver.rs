//! Names to addresses.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use tower::Service;

use crate::transport::endpoint::{Endpoint, address};

/// Finds the addresses of a host: [`PoolOptions::resolver`](crate::PoolOptions::resolver) puts one in the place of the
/// system's.
///
/// ```
/// use ddbx::transport::{Resolve, Resolving};
/// use std::net::{IpAddr, Ipv4Addr};
///
/// /// Knows one name.
/// #[derive(Debug)]
/// struct Hosts;
///
/// impl Resolve for Hosts {
///     fn resolve(&self, host: &str) -> Resolving {
///         let known = host == "dynamodb.internal";
///         Box::pin(async move {
///             match known {
///                 true => Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]),
///                 false => Err(std::io::Error::from(std::io::ErrorKind::NotFound)),
///             }
///         })
///     }
/// }
/// ```
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// The addresses, in the order in which they are tried.
    fn resolve(&self, host: &str) -> Resolving;
}

/// A look-up under way.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Where addresses come from.
#[derive(Clone, Debug)]
pub(crate) enum Names {
    System,
    Given(Arc<dyn Resolve>),
}

/// Looks names up for hyper-util, and leaves out what the endpoint must not be reached at.
#[derive(Clone, Debug)]
pub(super) struct Guarded {
    names: Names,
    /// `None`: a proxy's address, which is the operator's business.
    endpoint: Option<Arc<Endpoint>>,
}

impl Guarded {
    pub(super) fn new(names: Names, endpoint: Option<Arc<Endpoint>>) -> Self {
        Self { names, endpoint }
    }
}

/// Nothing in a URL allows this.
const METADATA: &str = "the name leads to an address that a pool does not connect to: it is link-local, or one at \
     which machines of a cloud find their credentials; a database is not there";

const BEYOND: &str = "the name leads to an address that a pool does not connect to: one beyond this machine, over \
     plain http; write `dynamodb+https`, or allow it with the option `allow_http=true` where the network is your own";

impl Service<Name> for Guarded {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let Self { names, endpoint } = self.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = match names {
                Names::System => GaiResolver::new().call(name).await?.collect(),
                Names::Given(names) => {
                    let addresses = names.resolve(name.as_str()).await?;
                    addresses
                        .into_iter()
                        .map(|address| SocketAddr::new(address, 0))
                        .collect()
                }
            };
            if found.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"));
            }
            let is_metadata = found.iter().all(|address| address::is_metadata(address.ip()));
            let permitted: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| endpoint.as_ref().is_none_or(|endpoint| endpoint.permits(address.ip())))
                .collect();
            if permitted.is_empty() {
                return Err(io::Error::new(
                    io::ErrorKind::PermissionDenied,
                    if is_metadata { METADATA } else { BEYOND },
                ));
            }
            Ok(permitted.into_iter())
        })
    }
}
