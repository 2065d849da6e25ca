use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};
use futures_util::future::{Either, select};
use tokio::sync::Semaphore;
use tower::{Layer, Service, ServiceExt as _};

/// Lets a number of requests through at a time; the others wait in line, until their deadline.
///
/// It stands above the attempt timeout: an attempt's time begins when it has a place. A request that waited in vain was
/// not sent, and its error says so.
#[derive(Clone, Debug)]
pub(crate) struct PlacesLayer {
    places: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
}

/// So many places, and at least one.
pub(crate) fn places(count: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)))
}

impl PlacesLayer {
    pub(crate) fn new(places: Arc<Semaphore>, clock: Arc<dyn Clock>) -> Self {
        Self { places, clock }
    }
}

/// Above the resolution of timers.
const MOMENT: Duration = Duration::from_millis(2);

impl<S> Layer<S> for PlacesLayer {
    type Service = Places<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Places {
            inner,
            layer: self.clone(),
        }
    }
}

/// The service of [`PlacesLayer`].
#[derive(Clone)]
pub(crate) struct Places<S> {
    inner: S,
    layer: PlacesLayer,
}

impl<S> Service<Request> for Places<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // The inner service is asked when there is a place for the request.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (inner, layer) = (self.inner.clone(), self.layer.clone());
        Box::pin(async move {
            let _place = layer.place(&request).await?;
            inner.oneshot(request).await
        })
    }
}

impl PlacesLayer {
    async fn place(&self, request: &Request) -> Result<tokio::sync::OwnedSemaphorePermit, Error> {
        // No timer for those who need not wait.
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        let waiting = Box::pin(Arc::clone(&self.places).acquire_owned());
        let place = match request.deadline {
            None => waiting.await.ok(),
            Some(deadline) => {
                // A moment before the deadline's own layer ends the call, which does not know that nothing was sent.
                let end = deadline.checked_sub(MOMENT).unwrap_or(deadline);
                match select(waiting, self.clock.sleep_until(end)).await {
                    Either::Left((place, _)) => place.ok(),
                    Either::Right(_) => None,
                }
            }
        };
        place.ok_or_else(|| {
            let message = "too many requests are in flight: none of them ended before the deadline";
            Error::failed(ErrorKind::PoolTimeout, FailureClass::NotSent, request, message)
        })
    }
}

impl<S> fmt::Debug for Places<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places")
            .field("free", &self.layer.places.available_permits())
            .finish_non_exhaustive()
    }
}
