use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::{Error, Request, Response};
use tower::Service;

use super::Network;

/// The bottom of the stack of a pool on the network.
#[derive(Clone, Debug)]
pub(crate) struct WireService(pub(crate) Arc<Network>);

impl Service<Request> for WireService {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let network = Arc::clone(&self.0);
        Box::pin(async move { network.send(request).await })
    }
}
