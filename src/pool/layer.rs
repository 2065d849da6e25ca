use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ddbx_core::error::{BoxError, FailureClass};
use ddbx_core::{Error, ErrorKind, Request, Response};
use tower::util::BoxCloneSyncService;
use tower::{Layer, Service};

/// The stack of a pool, or a part of it: what a layer of the application is put around.
pub type Stack = BoxCloneSyncService<Request, Response, Error>;

/// A layer of the application, its type forgotten.
#[derive(Clone)]
pub(crate) struct UserLayer(Arc<dyn Fn(Stack) -> Stack + Send + Sync>);

impl UserLayer {
    pub(crate) fn new<L>(layer: L) -> Self
    where
        L: Layer<Stack> + Send + Sync + 'static,
        L::Service: Service<Request, Response = Response> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Error: Into<BoxError>,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self(Arc::new(move |inner| {
            BoxCloneSyncService::new(ErrorsOfOurs(layer.layer(inner)))
        }))
    }

    pub(crate) fn apply(&self, inner: Stack) -> Stack {
        (self.0)(inner)
    }
}

impl fmt::Debug for UserLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserLayer")
    }
}

/// Makes [`Error`]s of the errors of a foreign layer, and passes ours through.
#[derive(Clone)]
struct ErrorsOfOurs<S>(S);

impl<S> Service<Request> for ErrorsOfOurs<S>
where
    S: Service<Request, Response = Response>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.0
            .poll_ready(context)
            .map_err(|error| match error.into().downcast::<Error>() {
                Ok(error) => *error,
                Err(foreign) => {
                    Error::new(ErrorKind::Layer, "a layer of the application is not ready").with_source(foreign)
                }
            })
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let context = request.without_body();
        let answer = self.0.call(request);
        Box::pin(async move {
            answer.await.map_err(|error| match error.into().downcast::<Error>() {
                Ok(error) => *error,
                // Nobody knows whether the layer failed before or after the request was sent.
                Err(foreign) => {
                    let message = "a layer of the application failed";
                    Error::failed(ErrorKind::Layer, FailureClass::Ambiguous, &context, message).with_source(foreign)
                }
            })
        })
    }
}
