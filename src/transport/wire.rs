use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::{Error, Request, Response};
use ddbx_middleware::timeout::AttemptTimeoutLayer;
use tower::Service;

use super::Network;

/// The bottom of the stack of a pool on the network.
#[derive(Clone, Debug)]
pub(crate) struct WireService {
    network: Arc<Network>,
    /// The limit on each attempt, from when it has a connection.
    limit: AttemptTimeoutLayer,
}

impl WireService {
    pub(crate) fn new(network: Arc<Network>, limit: AttemptTimeoutLayer) -> Self {
        Self { network, limit }
    }
}

impl Service<Request> for WireService {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let Self { network, limit } = self.clone();
        Box::pin(async move { network.send(request, &limit).await })
    }
}
